import fc from 'fast-check'
import { expect, it } from 'vitest'
import { UNIT } from '../../src/exchange/amounts.ts'
import type { OrderMethod, Side } from '../../src/exchange/order.ts'
import { isRejection } from '../../src/exchange/rejections.ts'
import { Bench } from './exchange-fixture.ts'

const side = fc.constantFrom<Side>('buy', 'sell')
const tick = fc.integer({ min: -60, max: 60 })

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('order' as const),
      who: fc.nat(2),
      side,
      tick,
      size: fc.integer({ min: 1, max: 9999 }),
      method: fc.constantFrom<OrderMethod>('limit', 'market', 'stoplimit', 'stopmarket'),
      stop: tick,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('cancel' as const), who: fc.nat(2), index: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('move' as const),
      tick,
      volume: fc.option(fc.integer({ min: 1, max: 5000 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('offer' as const), side, tick, size: fc.integer({ min: 0, max: 9999 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400 }) }) },
)

/** ETHUSDT has one decimal in its price and eight in its amount, so that values have nine and fees round. */
const SYMBOL = 'ETHUSDT'
const priceOf = (ticks: number) => `${2769 + ticks / 10}`.slice(0, 6)
const sizeOf = (size: number) => (size / 1e4 + 0.00000003).toFixed(8)

it('neither creates nor loses money, and keeps every balance at or above zero, for any orders', () => {
  fc.assert(
    fc.property(
      fc.array(action, { minLength: 10, maxLength: 60 }),
      fc.constantFrom(0, 150),
      (actions, settleDelayMs) => {
        const bench = new Bench({ settleDelayMs })
        const accounts = ['ada', 'bob', 'cem'].map((name) =>
          bench.account(name, { USDT: '3000.01', ETH: '1.00000003' }),
        )
        for (const act of actions) {
          if (act.type === 'order') {
            const isMoney = act.side === 'buy' && (act.method === 'market' || act.method === 'stopmarket')
            bench.send(accounts[act.who]!, {
              symbol: SYMBOL,
              side: act.side,
              method: act.method,
              quantity: isMoney ? `${act.size / 4}`.slice(0, 6) : sizeOf(act.size),
              price: act.method === 'limit' || act.method === 'stoplimit' ? priceOf(act.tick) : '0',
              stopPrice: act.method.startsWith('stop') ? priceOf(act.stop) : '0',
            })
          } else if (act.type === 'cancel') {
            const order = bench.exchange.history.of(accounts[act.who]!)[act.index]
            if (order !== undefined) bench.exchange.requestCancel(order.account, order.id)
          } else if (act.type === 'move') {
            bench.move(priceOf(act.tick), act.volume === null ? null : sizeOf(act.volume), SYMBOL)
          } else if (act.type === 'offer') {
            bench.offer(act.side, priceOf(act.tick), sizeOf(act.size), SYMBOL)
          } else {
            bench.time.advance(act.ms)
          }
          checkBooks(bench)
        }
        for (const account of accounts) {
          for (const order of bench.exchange.history.openOf(account)) bench.exchange.requestCancel(account, order.id)
          bench.time.advance(1000)
          for (const currency of ['USDT', 'ETH']) {
            expect(account.holding(currency).reserved).toBe(0n)
            expect(account.free(currency, bench.time.now())).toBe(account.holding(currency).total)
          }
        }
      },
    ),
    { numRuns: 300 },
  )
})

function checkBooks(bench: Bench): void {
  const { exchange } = bench
  for (const currency of ['USDT', 'ETH']) {
    const { accounts, outside, fees, deposited } = exchange.totals(currency)
    expect(accounts + outside + fees).toBe(deposited)
  }
  for (const name of ['ada', 'bob', 'cem']) {
    const account = exchange.account(name)!
    for (const order of exchange.history.openOf(account)) {
      const isLimitBuy = order.side === 'buy' && (order.method === 'limit' || order.method === 'stoplimit')
      if (isLimitBuy) expect(order.reserved * UNIT).toBeGreaterThanOrEqual(order.price * order.left)
    }
    for (const [currency, { total, reserved }] of account.holdings) {
      expect(total >= 0n && reserved >= 0n && reserved <= total).toBe(true)
      const held = exchange.history
        .openOf(account)
        .filter(({ side: of, pair }) => (of === 'buy' ? pair.quote : pair.base) === currency)
        .reduce((sum, order) => sum + order.reserved, 0n)
      expect(reserved).toBe(held)
    }
  }
  const { book } = exchange.market(SYMBOL)
  const [bid, ask] = [book.best('buy')?.price, book.best('sell')?.price]
  if (bid !== undefined && ask !== undefined) expect(bid < ask).toBe(true)
}

it('matches what a plain search through all resting orders matches', () => {
  const order = fc.record({
    who: fc.nat(2),
    side,
    tick: fc.integer({ min: -4, max: 4 }),
    size: fc.integer({ min: 40, max: 300 }),
  })
  fc.assert(
    fc.property(fc.array(order, { maxLength: 40 }), (orders) => {
      const bench = new Bench()
      const accounts = ['ada', 'bob', 'cem'].map((name) => bench.account(name, { USDT: '9999999', ETH: '9999' }))
      const resting: { side: Side; price: number; left: number; id: number }[] = []
      const expected: string[] = []
      for (const [index, { who, side: mine, tick: ticks, size }] of orders.entries()) {
        const sent = bench.send(accounts[who]!, {
          symbol: SYMBOL,
          side: mine,
          quantity: (size / 1e4).toFixed(4),
          price: priceOf(ticks),
        })
        expect(isRejection(sent)).toBe(false)
        let left = size
        while (left > 0) {
          const best = resting
            .filter(
              (other) =>
                other.left > 0 && other.side !== mine && (mine === 'buy' ? other.price <= ticks : other.price >= ticks),
            )
            .sort(
              (one, other) => (mine === 'buy' ? one.price - other.price : other.price - one.price) || one.id - other.id,
            )[0]
          if (best === undefined) break
          const quantity = Math.min(left, best.left)
          left -= quantity
          best.left -= quantity
          expected.push(`${quantity}@${best.price}`)
        }
        resting.push({ side: mine, price: ticks, left, id: index })
      }
      const traded = bench.events.flatMap((event) => (event.type === 'traded' ? [event.trade] : []))
      const seen = traded.map(({ quantity, price }) => `${(quantity * 10000n) / UNIT}@${(price * 10n) / UNIT - 27690n}`)
      expect(seen).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})
