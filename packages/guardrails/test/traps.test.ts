import {
  type ActiveOverride,
  applyEvent,
  compilePolicies,
  createLedger,
  isApproved,
  type Ledger,
  type LedgerEvent,
  type OrderIntent,
  type PolicyData,
  review,
  type State,
  stateOf,
} from '@tezgah/guardrails'
import { describe, expect, it } from 'vitest'
import { allSet, NOW, only, order, state } from './example.ts'

const maxNotional: PolicyData = { name: 'notional', kind: 'maxNotional', maxNotional: '20000', currency: 'TRY' }
const drawdown: PolicyData = { name: 'drawdown', kind: 'maxDrawdown', maxFraction: '0.1' }
const codesOf = (policy: PolicyData, intent: Partial<OrderIntent> = {}, changed: Partial<State> = {}) =>
  review({ ...order, ...intent }, { ...state, ...changed }, compilePolicies(only(policy))).reasons.map(
    ({ code }) => code,
  )
const after = (ledger: Ledger, ...events: LedgerEvent[]) => events.reduce(applyEvent, ledger)
const quote: LedgerEvent = { type: 'quote', symbol: 'BTCTRY', market: marketWithoutPast() }

function marketWithoutPast() {
  const { recentPrices: _, ...market } = state.markets.BTCTRY
  return market
}

describe('what others got wrong', () => {
  it('a drawdown counts open positions, not only closed trades', () => {
    const account = { ...state.account, equity: '100000' }
    expect(codesOf(drawdown, {}, { account })).toEqual(['DRAWDOWN_ABOVE_LIMIT'])
  })

  it('a restart does not forget the highest equity', () => {
    const marks = [300_000, 250_000].map(
      (equity, index): LedgerEvent => ({ type: 'equityMarked', at: NOW - 10 + index, equity: `${equity}` }),
    )
    const restarted: Ledger = JSON.parse(JSON.stringify(after(createLedger({ since: 0 }), quote, ...marks)))
    const later = after(restarted, { type: 'equityMarked', at: NOW, equity: '255000' })
    const verdict = review(order, stateOf(later, NOW, 0), compilePolicies(only(drawdown)))
    expect(verdict.reasons).toMatchObject([{ code: 'DRAWDOWN_ABOVE_LIMIT', observed: '0.15', limit: '0.1' }])
  })

  it('a value is never taken from an old price', () => {
    const markets = { ...state.markets, BTCTRY: { ...state.markets.BTCTRY, at: NOW - 10_000 } }
    expect(codesOf(maxNotional, {}, { markets })).toEqual(['STALE_INPUT'])
  })

  it('a price from the future is not fresh', () => {
    const markets = { ...state.markets, BTCTRY: { ...state.markets.BTCTRY, at: NOW + 6 } }
    expect(codesOf(maxNotional, {}, { markets })).toEqual(['INVALID_INPUT'])
  })

  it('two orders that are reviewed one after the other see one another in the ledger', () => {
    const policies = compilePolicies(only({ name: 'position', kind: 'positionLimit', maxPosition: '0.015' }))
    const before = createLedger({ since: 0 })
    const first = review(order, stateOf(before, NOW, 0), policies)
    expect(first.verdict).toBe('approved')
    const between = after(before, { type: 'orderSubmitted', at: NOW, intent: order })
    const second = review({ ...order, id: 'order-2' }, stateOf(between, NOW, 0), policies)
    expect(second.reasons).toMatchObject([{ code: 'POSITION_ABOVE_LIMIT', observed: '0.02' }])
  })

  it('nothing is rounded after the check: what is approved is what was judged', () => {
    const intent = { ...order, quantity: '0.010000000000000001' }
    expect(codesOf({ name: 'q', kind: 'maxQuantity', maxQuantity: '0.01' }, intent)).toEqual(['QUANTITY_ABOVE_LIMIT'])
    const verdict = review(intent, state, compilePolicies(only(maxNotional)))
    expect(verdict).toMatchObject({ verdict: 'approved', intent })
    expect(Object.isFrozen(verdict.verdict === 'approved' && verdict.intent)).toBe(true)
  })

  it('a sell is not small because it is negative', () => {
    const side = 'sell'
    expect(codesOf(maxNotional, { side, quantity: '-1' })).toEqual(['INVALID_INTENT'])
    expect(codesOf(maxNotional, { side, quantity: '1' })).toEqual(['NOTIONAL_ABOVE_LIMIT'])
    expect(codesOf({ name: 'p', kind: 'positionLimit', maxPosition: '0.1' }, { side, quantity: '0.2' })).toEqual([
      'POSITION_ABOVE_LIMIT',
    ])
  })

  it.each([undefined, Number.NaN, 'NaN', null])('an equity of %s is not below any limit', (equity) => {
    const account = { ...state.account, equity: equity as string }
    expect(codesOf(drawdown, {}, { account })).toHaveLength(1)
  })

  it('a guard that cannot compute the loss refuses instead of staying armed and blind', () => {
    const { account: _, ...blind } = state
    const verdict = review(order, blind, compilePolicies(only({ name: 'p', kind: 'dailyLoss', maxLoss: '1' })))
    expect(verdict.reasons).toMatchObject([{ code: 'MISSING_INPUT', policy: 'p' }])
  })

  it('the start of another day is not the start of this one', () => {
    const equity = { ...state.equity, dayStart: { at: state.equity.dayStart.at - 86_400_000, equity: '1' } }
    expect(codesOf({ name: 'p', kind: 'dailyLoss', maxLoss: '1' }, {}, { equity })).toEqual(['STALE_INPUT'])
  })

  it('a list that was cut is not counted too low', () => {
    const activity = { ...state.activity, since: NOW - 59_999 }
    const rate: PolicyData = { name: 'p', kind: 'orderRate', maxOrders: 100, windowMs: 60_000 }
    expect(codesOf(rate, {}, { activity })).toEqual(['MISSING_INPUT'])
    expect(codesOf(rate, {}, { activity: { ...activity, since: NOW - 60_000 } })).toEqual([])
  })

  it('an entry out of order does not hide before the window', () => {
    const orders = [...state.activity.orders, { ...state.activity.orders[0]!, at: NOW - 90_000 }]
    const activity = { ...state.activity, orders }
    expect(codesOf({ name: 'p', kind: 'orderRate', maxOrders: 100, windowMs: 60_000 }, {}, { activity })).toEqual([
      'INVALID_INPUT',
    ])
  })

  it('a policy that throws refuses, although the others approve', () => {
    const set = compilePolicies(only(maxNotional))
    const broken = {
      ...set.policies[0]!,
      name: 'broken',
      onBreach: 'needsApproval' as const,
      check: () => {
        throw new Error('overflow')
      },
    }
    const verdict = review(order, state, { ...set, policies: [...set.policies, broken] })
    expect(verdict).toMatchObject({ verdict: 'refused', reasons: [{ code: 'EVALUATION_FAILED', policy: 'broken' }] })
  })

  it('a set that judges nothing permits nothing', () => {
    const none = (policies: readonly PolicyData[]) =>
      review(order, state, compilePolicies({ version: 1, policies })).reasons
    expect(none([])).toMatchObject([{ code: 'NO_POLICIES' }])
    expect(none([{ ...maxNotional, mode: 'shadow' }])).toMatchObject([{ code: 'NO_POLICIES' }])
    expect(none([{ ...maxNotional, symbols: ['ETHTRY'] }])).toMatchObject([{ code: 'NO_POLICIES' }])
  })

  it('the hash of a set hides no type, no removal and no default', () => {
    const hash = (policy: object) => compilePolicies(only(policy as PolicyData)).hash
    const base = hash(maxNotional)
    expect(hash({ ...maxNotional, mode: 'enforce' }), 'a default that is spelled out').toBe(base)
    expect(
      hash({ currency: 'TRY', maxNotional: '20000', kind: 'maxNotional', name: 'notional' }),
      'order of members',
    ).toBe(base)
    expect(hash({ ...maxNotional, maxNotional: '20000.0' })).not.toBe(base)
    expect(hash({ ...maxNotional, mode: 'shadow' })).not.toBe(base)
    expect(() => hash({ ...maxNotional, maxNotional: 20_000 })).toThrow(/policies\.0\.maxNotional/)
    expect(() => hash({ ...maxNotional, maxnotional: '1' })).toThrow(/nrecognized/)
  })
})

describe('a state that contradicts itself', () => {
  const policies = compilePolicies(allSet)
  const { BTCTRY } = state.markets
  const withMarket = (change: object) => ({ markets: { ...state.markets, BTCTRY: { ...BTCTRY, ...change } } })
  const later = NOW + state.clockErrorMs + 1

  it.each<[string, Partial<State>]>([
    ['bid above ask', withMarket({ bid: '1000101' })],
    ['the account of the future', { account: { ...state.account, at: later } }],
    ['the peak of the future', { equity: { ...state.equity, peak: { at: later, equity: '205000' } } }],
    ['a trade of the future', { activity: { ...state.activity, trades: [{ at: later }] } }],
    ['a symbol held twice', { positions: [...state.positions, { symbol: 'BTCTRY', quantity: '0' }] }],
    ['an id open twice', { openOrders: [...state.openOrders, state.openOrders[0]!] }],
    [
      'more free than there is',
      { account: { ...state.account, balances: { TRY: { free: '60001', total: '60000' } } } },
    ],
    [
      'a fraction of nothing',
      { equity: { ...state.equity, peak: { at: 0, equity: '0' } }, account: { ...state.account, equity: '-5' } },
    ],
    ['a price of nothing', withMarket({ recentPrices: [{ at: 0, price: '0' }] })],
  ])('%s is refused', (_, change) => {
    const verdict = review(order, { ...state, ...change }, policies)
    expect(verdict.verdict).toBe('refused')
    expect(verdict.reasons.map(({ code }) => code)).toContain('INVALID_INPUT')
  })

  it('an intent of the future is refused, one within the error of the clock is not', () => {
    const judge = (at: number) => review({ ...order, at }, state, policies)
    expect(judge(later).reasons).toMatchObject([{ code: 'INVALID_INTENT', policy: 'guardrails' }])
    expect(judge(later - 1).verdict).toBe('approved')
  })

  it('a fraction of no equity at all is refused, though nothing was lost', () => {
    const nothing = { equity: { peak: { at: 0, equity: '0' } }, account: { ...state.account, equity: '0' } }
    expect(codesOf(drawdown, {}, nothing)).toEqual(['INVALID_INPUT'])
  })

  it('a row of losses ends with a trade that lost nothing', () => {
    const row = { losses: 2, windowMs: 3_600_000, coolDownMs: 3_600_000, scope: 'all' } as const
    const codes = (...profits: string[]) => {
      const closed = profits.map((profit) => ({ at: NOW - 1000, symbol: 'BTCTRY', profit, exit: 'other' as const }))
      return codesOf({ name: 'p', kind: 'consecutiveLosses', ...row }, {}, { activity: { since: 0, closed } })
    }
    expect(codes('-1', '-1')).toEqual(['CONSECUTIVE_LOSSES'])
    expect(codes('-1', '0', '-1')).toEqual([])
    expect(codes('-1', '-1', '0')).toEqual([])
  })

  it('an id that is open already is refused', () => {
    expect(codesOf({ name: 'p', kind: 'duplicateOrder', windowMs: 1 }, { id: 'open-1' })).toEqual(['DUPLICATE_ID'])
  })
})

describe('exposure', () => {
  const limit = (maxExposure: string, currency = 'TRY'): PolicyData => ({
    name: 'p',
    kind: 'maxTotalExposure',
    maxExposure,
    currency,
  })
  const open = (symbol: string, side: 'buy' | 'sell', reduceOnly = false) => ({
    id: symbol + side,
    symbol,
    side,
    quantity: '10',
    price: null,
    reduceOnly,
  })

  it('of another symbol counts its worse side, and its working orders but the reducing ones', () => {
    // 0.06 BTC at 1 000 100, and ETH at 40 010: 0.5 held short, 10 more to sell, or 10 to buy
    const exposure = (...openOrders: ReturnType<typeof open>[]) => {
      const verdict = review(order, { ...state, openOrders }, compilePolicies(only(limit('1'))))
      return verdict.reasons[0]?.observed
    }
    expect(exposure()).toBe('80011')
    expect(exposure(open('ETHTRY', 'sell', true))).toBe('80011')
    expect(exposure(open('ETHTRY', 'sell'))).toBe('480111')
    expect(exposure(open('ETHTRY', 'buy'), open('BTCTRY', 'sell'))).toBe('10331090')
  })

  it('in another currency goes through the market of the two, or refuses', () => {
    expect(codesOf({ ...maxNotional, currency: 'USD' })).toEqual(['MISSING_INPUT'])
    const rate = { ...state.markets.ETHTRY, base: 'TRY', quote: 'USD', bid: '0.029', ask: '0.03', lastPrice: '0.03' }
    const markets = { ...state.markets, TRYUSD: rate }
    expect(codesOf({ ...maxNotional, currency: 'USD', maxNotional: '300' }, {}, { markets })).toEqual([])
    expect(codesOf({ ...maxNotional, currency: 'USD', maxNotional: '299.99' }, {}, { markets })).toEqual([
      'NOTIONAL_ABOVE_LIMIT',
    ])
    const swapped = { ...state.markets, TRYUSD: { ...rate, base: 'USD', quote: 'TRY' } }
    expect(codesOf({ ...maxNotional, currency: 'USD' }, {}, { markets: swapped })).toEqual(['INVALID_INPUT'])
  })

  it('of a stop-limit is collared by its own stop price', () => {
    const collar: PolicyData = { name: 'p', kind: 'priceCollar', maxFraction: '0.02', reference: 'mid' }
    const stop = { type: 'stopLimit' as const, stopPrice: '1200000' }
    expect(codesOf(collar, { ...stop, limitPrice: '1210000' })).toEqual([])
    expect(codesOf(collar, { ...stop, limitPrice: '1000000' })).toEqual(['PRICE_OUTSIDE_COLLAR'])
  })
})

describe('modes', () => {
  const policies = compilePolicies(only({ name: 'q', kind: 'maxQuantity', maxQuantity: '100' }))
  const codes = (mode: State['mode'], intent: Partial<OrderIntent>, changed: Partial<State> = {}) =>
    review({ ...order, ...intent }, { ...state, mode, openOrders: [], ...changed }, policies).reasons.map(
      ({ code }) => code,
    )

  it('halted lets only cancels pass, in any state at all', () => {
    expect(codes('halted', { side: 'sell' })).toEqual(['TRADING_HALTED'])
    const cancel = { kind: 'cancel', id: 'c', symbol: 'BTCTRY', orderId: 'o', at: 1 } as const
    for (const broken of [undefined, null, {}, { ...state, mode: 'halted' }, { mode: Number.NaN }]) {
      expect(review(cancel, broken as State, compilePolicies({ version: 1, policies: [] })).verdict).toBe('approved')
    }
    for (const malformed of [
      { ...cancel, orderId: '' },
      { ...cancel, quantity: '1' },
      { ...cancel, at: Number.NaN },
    ]) {
      expect(review(malformed, state, policies).reasons).toMatchObject([{ code: 'INVALID_INTENT' }])
    }
  })

  it('reducing lets a position shrink, to flat and no further', () => {
    expect(codes('reducing', { side: 'sell', quantity: '0.05' })).toEqual([])
    expect(codes('reducing', { side: 'sell', quantity: '0.050000000000000001' })).toEqual(['NOT_REDUCING'])
    expect(codes('reducing', { side: 'buy', quantity: '0.01' })).toEqual(['NOT_REDUCING'])
    expect(codes('reducing', { symbol: 'ETHTRY', side: 'buy', quantity: '0.5' })).toEqual([])
    expect(codes('reducing', { symbol: 'XRPTRY', side: 'sell', quantity: '0.5' })).toEqual(['NOT_REDUCING'])
  })

  it('reducing counts the orders that work already', () => {
    const openOrders = [
      { id: 'o', symbol: 'BTCTRY', side: 'sell' as const, quantity: '0.03', price: null, reduceOnly: true },
    ]
    expect(codes('reducing', { side: 'sell', quantity: '0.02' }, { openOrders })).toEqual([])
    expect(codes('reducing', { side: 'sell', quantity: '0.03' }, { openOrders })).toEqual(['NOT_REDUCING'])
  })

  it('a promise to reduce that is not true is refused while active too', () => {
    expect(codes('active', { reduceOnly: true })).toEqual(['NOT_REDUCING'])
    expect(codes('active', { reduceOnly: true, side: 'sell' })).toEqual([])
  })

  it('an order that only shrinks a position passes limits on losses, unless the set says otherwise', () => {
    const loss: PolicyData = { name: 'p', kind: 'maxDrawdown', maxLoss: '1' }
    expect(codesOf(loss, { side: 'sell' })).toEqual([])
    expect(codesOf({ ...loss, exemptReducing: false }, { side: 'sell' })).toEqual(['DRAWDOWN_ABOVE_LIMIT'])
    expect(codesOf(loss)).toEqual(['DRAWDOWN_ABOVE_LIMIT'])
  })

  it('what is held beyond a limit may still be sold', () => {
    const exposure: PolicyData = { name: 'p', kind: 'maxTotalExposure', maxExposure: '1', currency: 'TRY' }
    expect(codesOf(exposure, { side: 'sell' })).toEqual([])
    expect(codesOf(exposure)).toEqual(['TOTAL_EXPOSURE_ABOVE_LIMIT'])
  })
})

describe('approval', () => {
  it('is minted by a review and by nothing else', () => {
    const verdict = review(order, state, compilePolicies(allSet))
    const intent = verdict.verdict === 'approved' ? verdict.intent : null
    expect(isApproved(intent)).toBe(true)
    for (const forged of [{ ...intent }, JSON.parse(JSON.stringify(intent)), order, null, 'approved']) {
      expect(isApproved(forged)).toBe(false)
    }
  })

  it('is asked for only where nothing refuses', () => {
    const ask: PolicyData = { name: 'ask', kind: 'maxQuantity', maxQuantity: '0', onBreach: 'needsApproval' }
    const verdictOf = (...policies: PolicyData[]) => review(order, state, compilePolicies({ version: 1, policies }))
    expect(verdictOf(ask)).toMatchObject({ verdict: 'needsApproval', reasons: [{ policy: 'ask' }] })
    expect(verdictOf(ask, { ...maxNotional, maxNotional: '0' })).toMatchObject({
      verdict: 'refused',
      reasons: [{ policy: 'notional' }],
    })
    const { markets: _, ...blind } = state
    expect(review(order, blind, compilePolicies(only({ ...maxNotional, onBreach: 'needsApproval' }))).verdict).toBe(
      'refused',
    )
  })

  it('is not changed by a shadow policy, which is reported all the same', () => {
    const shadow: PolicyData = { name: 'shadow', kind: 'maxQuantity', maxQuantity: '0', mode: 'shadow' }
    const verdict = review(order, state, compilePolicies({ version: 1, policies: [maxNotional, shadow] }))
    expect(verdict).toMatchObject({ verdict: 'approved', shadow: [{ code: 'QUANTITY_ABOVE_LIMIT', policy: 'shadow' }] })
  })
})

describe('overrides', () => {
  const tight = compilePolicies(only({ ...maxNotional, maxNotional: '1' }))
  const override: ActiveOverride = {
    id: 'o-1',
    policies: ['notional'],
    symbols: ['BTCTRY'],
    from: NOW - 5,
    until: NOW + 6,
    usesLeft: 1,
  }
  const judge = (change: object, seen: State = state) => review(order, seen, tight, [{ ...override, ...change }])

  it('let a breach pass and say so', () => {
    expect(judge({})).toMatchObject({
      verdict: 'approved',
      waived: [{ override: 'o-1', code: 'NOTIONAL_ABOVE_LIMIT' }],
    })
    expect(judge({ symbols: 'all' }).verdict).toBe('approved')
  })

  it.each<object>([
    { policies: [] },
    { policies: ['notion'] },
    { policies: 'notional' },
    { symbols: ['ETHTRY'] },
    { symbols: 'BTCTRY' },
    { symbols: [] },
    { from: NOW - 4 },
    { until: NOW + 5 },
    { from: Number.NaN },
    { until: Number.POSITIVE_INFINITY },
    { until: undefined },
    { usesLeft: 0 },
    { usesLeft: Number.NaN },
    { usesLeft: '1' },
    { id: 1 },
  ])('do nothing with %j', (change) => {
    expect(judge(change)).toMatchObject({ verdict: 'refused', waived: [] })
  })

  it('help neither against missing data nor against the mode', () => {
    const { markets: _, ...blind } = state
    expect(judge({}, blind).verdict).toBe('refused')
    expect(judge({ policies: ['notional', 'guardrails'] }, { ...state, mode: 'halted' }).verdict).toBe('refused')
  })

  it('are chosen by id, in any order', () => {
    const two = [
      { ...override, id: 'b' },
      { ...override, id: 'a' },
    ]
    for (const overrides of [two, two.toReversed()]) {
      expect(review(order, state, tight, overrides).waived).toMatchObject([{ override: 'a' }])
    }
  })
})
