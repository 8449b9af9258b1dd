import {
  applyEvent,
  compilePolicies,
  createLedger,
  type Ledger,
  type LedgerEvent,
  review,
  stateOf,
} from '@tezgah/guardrails'
import { describe, expect, it } from 'vitest'
import { allSet, NOW, order, state } from '../example.ts'

const DAY = 86_400_000
const { recentPrices: _, ...market } = state.markets.BTCTRY
const quoted = (at: number, lastPrice = '1000000'): LedgerEvent => ({
  type: 'quote',
  symbol: 'BTCTRY',
  market: { ...market, at, lastPrice },
})
const balance = (at: number, currency: string, free: string): LedgerEvent => ({
  type: 'balance',
  at,
  currency,
  free,
  total: free,
})
const marked = (at: number, equity: string): LedgerEvent => ({ type: 'equityMarked', at, equity })
const submitted: LedgerEvent = { type: 'orderSubmitted', at: NOW, intent: order }
const filled = (change: object = {}): LedgerEvent => ({
  type: 'orderFilled',
  at: NOW,
  id: 'order-1',
  symbol: 'BTCTRY',
  side: 'buy',
  quantity: '0.01',
  price: '1000000',
  ...change,
})
const after = (ledger: Ledger, ...events: LedgerEvent[]) => events.reduce(applyEvent, ledger)
const empty = createLedger({ since: 0 })
const ready = after(
  empty,
  quoted(NOW - 600_000),
  quoted(NOW - 10),
  balance(NOW - 10, 'TRY', '50000'),
  balance(NOW - 10, 'BTC', '1'),
  marked(NOW - 7_200_000, '200000'),
  marked(NOW - 10, '200000'),
)
const freeOf = (ledger: Ledger, currency: string) => stateOf(ledger, NOW, 5).account?.balances[currency]?.free

describe('the ledger', () => {
  it('makes a state that every policy can read', () => {
    expect(review(order, stateOf(ready, NOW, 5), compilePolicies(allSet))).toMatchObject({ verdict: 'approved' })
  })

  it('leaves out what it never heard, and so refuses', () => {
    const verdict = review(order, stateOf(empty, NOW, 5), compilePolicies(allSet))
    expect(verdict.verdict).toBe('refused')
    expect(new Set(verdict.reasons.map(({ code }) => code))).toEqual(new Set(['MISSING_INPUT']))
  })

  it('follows an order from its submission through its fills', () => {
    const sent = after(ready, submitted)
    expect(stateOf(sent, NOW, 5).openOrders).toMatchObject([{ id: 'order-1', quantity: '0.01', price: '1000000' }])
    const half = after(sent, filled({ quantity: '0.004' }))
    expect(half.positions).toEqual([{ symbol: 'BTCTRY', quantity: '0.004' }])
    expect(stateOf(half, NOW, 5).openOrders).toMatchObject([{ quantity: '0.006' }])
    const whole = after(half, filled({ quantity: '0.006' }))
    expect([whole.positions, whole.openOrders]).toEqual([[{ symbol: 'BTCTRY', quantity: '0.01' }], []])
    const flat = after(whole, filled({ id: 'elsewhere', side: 'sell' }))
    expect(flat.positions).toEqual([])
    for (const type of ['orderCancelled', 'orderRejected'] as const) {
      expect(after(sent, { type, at: NOW, id: 'order-1' }).openOrders).toEqual([])
    }
  })

  it('does not let money be spent twice before the venue tells the new balance', () => {
    // 10 000 and the reserve of 5 %
    const sent = after(ready, submitted)
    expect(freeOf(sent, 'TRY')).toBe('39500')
    const done = after(sent, filled())
    expect(freeOf(done, 'TRY')).toBe('39500')
    expect(freeOf(done, 'BTC'), 'what came in is not spent yet').toBe('1')
    expect(freeOf(after(done, balance(NOW - 1, 'TRY', '50000')), 'TRY'), 'a report that is older than the fill').toBe(
      '39500',
    )
    expect(freeOf(after(done, balance(NOW + 1, 'TRY', '39990')), 'TRY')).toBe('39990')
  })

  it('holds back an order that left at the moment of the balance, and not one that left before', () => {
    const sent = after(ready, submitted)
    expect(freeOf(after(sent, balance(NOW, 'TRY', '50000')), 'TRY')).toBe('39500')
    expect(freeOf(after(sent, balance(NOW + 1, 'TRY', '50000')), 'TRY')).toBe('50000')
  })

  it('tells no balance that it cannot know', () => {
    const unknown: LedgerEvent = { type: 'orderSubmitted', at: NOW, intent: { ...order, symbol: 'XRPTRY' } }
    expect(freeOf(after(ready, unknown), 'TRY')).toBeUndefined()
    expect(freeOf(after(ready, filled({ symbol: 'XRPTRY' })), 'TRY')).toBeUndefined()
  })

  it('begins a day with the equity before midnight', () => {
    const midnight = NOW - (NOW % DAY)
    const ledger = after(
      empty,
      marked(midnight - 1000, '500'),
      marked(midnight + 60_000, '400'),
      marked(midnight + 120_000, '450'),
    )
    expect(ledger.dayStart).toEqual({ at: midnight, equity: '500' })
    const istanbul = after(createLedger({ since: 0, utcOffsetMinutes: 180 }), marked(midnight - 1000, '500'))
    expect(istanbul.dayStart?.at).toBe(midnight - 3 * 3_600_000)
  })

  it('keeps the highest equity and forgets none of it by order of arrival', () => {
    const ledger = after(empty, marked(1, '9'), marked(2, '10.5'), marked(3, '10'), marked(2, '999'))
    expect(ledger.peak).toEqual({ at: 2, equity: '10.5' })
    expect(ledger.equity).toEqual({ at: 3, equity: '10' })
  })

  it('says from when on its lists are complete, when they are cut', () => {
    let ledger = createLedger({ since: 0, maxItems: 3, keepMs: 1000 })
    for (let at = 1; at <= 5; at++) ledger = after(ledger, filled({ at, id: 'x' }))
    expect([ledger.trades.length, ledger.since]).toEqual([3, 3])
    ledger = after(ledger, filled({ at: 2000, id: 'x' }))
    expect([ledger.trades.length, ledger.since]).toEqual([1, 6])
  })

  it('keeps the price and the equity that held when the window began', () => {
    let ledger = createLedger({ since: 0, keepMs: 1000 })
    for (const at of [1, 2, 1500]) ledger = after(ledger, quoted(at), marked(at, '1'))
    expect(ledger.samples.map(({ at }) => at)).toEqual([2, 1500])
    expect(ledger.markets['BTCTRY']?.recentPrices.map(({ at }) => at)).toEqual([2, 1500])
  })

  it('takes no older quote for a newer one, and puts what comes late at the end of its list', () => {
    expect(after(ready, quoted(NOW - 20, '1')).markets['BTCTRY']?.lastPrice).toBe('1000000')
    expect(after(ready, filled(), filled({ at: NOW - 5 })).trades).toEqual([{ at: NOW }, { at: NOW }])
  })

  it('changes no ledger, and is the same after a restart', () => {
    const before = JSON.stringify(ready)
    const events = [submitted, filled(), { type: 'modeChanged', at: NOW, mode: 'halted' } as const]
    const straight = after(ready, ...events)
    expect(JSON.stringify(ready)).toBe(before)
    const restarted = events.reduce((ledger, event) => JSON.parse(JSON.stringify(applyEvent(ledger, event))), ready)
    expect(restarted).toEqual(straight)
    expect(straight.mode).toBe('halted')
  })

  it('is not spoilt by names from JSON', () => {
    const ledger = after(ready, balance(NOW, '__proto__', '5'), { ...quoted(NOW), symbol: '__proto__' } as LedgerEvent)
    expect(Object.getPrototypeOf(ledger.balances)).toBe(Object.prototype)
    expect(stateOf(JSON.parse(JSON.stringify(ledger)), NOW, 0).account?.balances['TRY']?.free).toBe('50000')
  })

  it.each<[string, object]>([
    ['event.quantity', filled({ quantity: '-1' })],
    ['event.quantity', filled({ quantity: 1 })],
    ['event', { ...filled(), more: 1 }],
    ['event.type', { type: 'else' }],
    ['event.equity', marked(1, 'NaN')],
    ['event.at', marked(Number.NaN, '1')],
    ['event.market.bid', { ...quoted(1), market: { ...market, bid: '0' } }],
    ['event.intent', { ...submitted, intent: { ...order, quantity: '0' } }],
  ])('names %s when it takes no event', (member, event) => {
    expect(() => applyEvent(ready, event as LedgerEvent)).toThrow(
      expect.objectContaining({ code: 'invalid_event', message: expect.stringContaining(member) }),
    )
  })

  it('refuses a second order under an open id, and settings out of range', () => {
    expect(() => after(ready, submitted, submitted)).toThrow(/order-1.*open already/)
    expect(() => createLedger({ since: 0, maxItems: 10_001 })).toThrow(RangeError)
    expect(() => createLedger({ since: 0, keepMs: Number.NaN })).toThrow(RangeError)
    expect(() => createLedger({ since: 0, reserveFraction: '-1' })).toThrow(RangeError)
  })
})

describe('what the venue says it holds', () => {
  const open = (id: string, quantity = '0.01') =>
    ({ id, symbol: 'BTCTRY', side: 'buy', quantity, price: '1000000', reduceOnly: false }) as const
  const openTold = (at: number, ...orders: ReturnType<typeof open>[]): LedgerEvent => ({
    type: 'openOrders',
    at,
    orders,
  })
  const held = (at: number, quantity: string): LedgerEvent => ({ type: 'position', at, symbol: 'BTCTRY', quantity })
  const openIn = (ledger: Ledger) => stateOf(ledger, NOW, 5).openOrders
  const positionsIn = (ledger: Ledger) => stateOf(ledger, NOW, 5).positions

  it('replaces the open orders, but not what may not have reached it yet', () => {
    const sent = after(ready, submitted)
    expect(openIn(after(sent, openTold(NOW + 1, open('other'))))).toEqual([open('other')])
    expect(openIn(after(sent, openTold(NOW, open('other'))))).toEqual([open('other'), open('order-1')])
    expect(openIn(after(sent, openTold(NOW, open('order-1', '0.004'))))).toEqual([open('order-1', '0.004')])
  })

  it('is not subtracted twice from a balance that was reported no earlier', () => {
    const ledger = after(ready, openTold(NOW, open('other')))
    // The balance is older than the order may be: what the order costs is kept back.
    expect(freeOf(ledger, 'TRY')).toBe('39500')
    expect(freeOf(after(ledger, balance(NOW, 'TRY', '40000')), 'TRY')).toBe('40000')
  })

  it('replaces a position', () => {
    expect(positionsIn(after(ready, filled(), held(NOW, '0.0099')))).toEqual([{ symbol: 'BTCTRY', quantity: '0.0099' }])
    expect(positionsIn(after(ready, filled(), held(NOW, '0')))).toEqual([])
  })

  it('is ignored if an execution is younger', () => {
    const traded = after(ready, submitted, filled({ quantity: '0.004' }))
    expect(after(traded, held(NOW - 1, '5'))).toBe(traded)
    expect(after(traded, openTold(NOW - 1))).toBe(traded)
  })

  it('names each order once', () => {
    expect(() => after(ready, openTold(NOW, open('a'), open('a')))).toThrow(/event.orders: ids must differ/)
  })
})

it('an order that is exactly as old as the ledger keeps is still known', () => {
  const ledger = after(createLedger({ since: 0, keepMs: 1000 }), submitted, filled({ at: NOW }), {
    ...submitted,
    at: NOW + 1000,
    intent: { ...order, id: 'order-2' },
  })
  // So a policy whose window is as long as `keepMs` can always tell.
  expect(ledger.since).toBe(0)
})
