import {
  type BacktestOptions,
  type GuardedAccount,
  type GuardedOrder,
  type GuardStop,
  isBacktestError,
  type OrderGuard,
  type OrderJudge,
} from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { backtestResultSchema } from '../../src/index.ts'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { held, type Options, orderLines, play, type Script } from '../fixtures/scripted.ts'

const REFUSED = { observed: 'too much', limit: 'nothing' }
const calm: readonly Candle[] = [flat(100), flat(100), flat(100), flat(100), flat(100)]

function guardOf(judge: Partial<OrderJudge>): OrderGuard {
  return { name: 'test', begin: () => ({ observe: () => {}, review: () => null, ...judge }) }
}

/** Refuses whatever is asked for and keeps it. */
function asked(script: Script, options: Options = {}, candles = calm) {
  const orders: GuardedOrder[] = []
  const guard = guardOf({
    review(order) {
      orders.push(order)
      return REFUSED
    },
  })
  return { orders, result: play(candles, script, { ...options, guard }) }
}

/** What a guard finds in the account at each close. */
function seen<T>(read: (account: GuardedAccount) => T, script: Script, options: Options = {}): T[] {
  const found: T[] = []
  play(calm, script, { ...options, guard: guardOf({ observe: (account) => void found.push(read(account)) }) })
  return found
}

describe('an order that the guard refuses', () => {
  const { result } = asked({ 0: (ctx) => ctx.buy({ quantity: 1 }) })

  test('ends as refused with the words of the guard, and nothing trades', () => {
    expect(orderLines(result)).toEqual(['refused guard too much against nothing'])
    expect(result.fills).toEqual([])
  })

  test('stands in a result that keeps to its schema and names the guard', () => {
    expect(result.manifest.assumptions.guard).toBe('test')
    expect(backtestResultSchema.safeParse(JSON.parse(JSON.stringify(result))).success).toBe(true)
  })

  test('is not asked about where the market would not take it anyway', () => {
    const { orders, result } = asked({ 0: (ctx) => ctx.buy({ quantity: 20, limit: 100 }) })
    expect(orders).toEqual([])
    expect(orderLines(result)).toEqual(['refused insufficient_cash 2000 against 1000'])
  })

  test('leaves a run without a guard as it was', () => {
    expect(play(calm, {}).manifest.assumptions).not.toHaveProperty('guard')
  })
})

describe('the guard is asked about', () => {
  test('a market order with a share, at what it comes to', () => {
    const { orders } = asked({ 0: (ctx) => ctx.buy({ percentOfEquity: 50 }) }, { execution: { lot: '0.5' } })
    expect(orders).toEqual([
      {
        symbol: 'BTCTRY',
        side: 'buy',
        type: 'market',
        quantity: '5',
        limitPrice: null,
        stopPrice: null,
        reduceOnly: false,
      },
    ])
  })

  test('limit, stop and touch with their prices', () => {
    const { orders } = asked({
      0: (ctx) => {
        ctx.buy({ quantity: 1.5, limit: 90 })
        ctx.buy({ quantity: 1, stop: 110, limit: 111 })
        ctx.buy({ quantity: 1, touch: 95 })
      },
    })
    expect(orders.map(({ type, limitPrice, stopPrice }) => [type, limitPrice, stopPrice])).toEqual([
      ['limit', '90', null],
      ['stop-limit', '111', '110'],
      ['market-if-touched', null, '95'],
    ])
  })

  test('a size that comes to nothing, without a quantity', () => {
    const { orders } = asked({ 0: (ctx) => ctx.sell({ percentOfPosition: 100 }) })
    expect(orders).toMatchObject([{ side: 'sell', quantity: null, reduceOnly: true }])
  })

  test('each of two orders that exclude one another, and orders towards a target', () => {
    const { orders } = asked({
      0: (ctx) => {
        ctx.oneCancelsOther([
          { side: 'buy', quantity: 1, limit: 90 },
          { side: 'buy', quantity: 1, stop: 110 },
        ])
        ctx.target({ BTCTRY: 40 })
      },
    })
    expect(orders.map(({ type, quantity }) => [type, quantity])).toEqual([
      ['limit', '1'],
      ['stop-market', '1'],
      ['market', '4'],
    ])
  })

  test('the change of an order, which then stays as it was', () => {
    let outcome: unknown = null
    const guard = guardOf({ review: ({ quantity }) => (quantity === '2' ? REFUSED : null) })
    const result = play(
      calm,
      {
        0: (ctx) => ctx.buy({ quantity: 1, limit: 90 }),
        1: (ctx) => {
          outcome = ctx.modify(1, { quantity: 2 })
        },
      },
      { guard },
    )
    expect(outcome).toEqual({ accepted: false, reason: 'guard', ...REFUSED })
    expect(result.orders).toMatchObject([{ status: 'working', size: { value: '1' } }])
  })

  test('an order that its parent’s fill brings to life, not an exit', () => {
    const orders: string[] = []
    const guard = guardOf({
      review(order) {
        orders.push(`${order.side} ${order.quantity}`)
        return order.quantity === '3' ? REFUSED : null
      },
    })
    const entry = { quantity: 1, stopLoss: 80, onFill: [{ side: 'buy', quantity: 3, limit: 95 }] } as const
    const result = play(calm, { 0: (ctx) => ctx.buy(entry) }, { guard })
    expect(orders).toEqual(['buy 1', 'buy 3'])
    expect(orderLines(result)).toEqual(['filled', 'working', 'refused guard too much against nothing'])
  })

  test('the same again on each path of the bounds, with an empty memory', () => {
    const guard: OrderGuard = {
      name: 'one order a run',
      begin() {
        let count = 0
        return { observe: () => {}, review: () => (count++ === 0 ? null : REFUSED) }
      },
    }
    const result = play(calm, { 0: (ctx) => ctx.buy({ quantity: 1 }) }, { guard, bounds: true })
    expect(result.bounds!.finalEquity).toEqual({ lowest: '1000', highest: '1000' })
    expect(held(result)).toBe('1')
  })
})

describe('the account that a guard sees', () => {
  const buyThenSell: Script = {
    0: (ctx) => ctx.buy({ quantity: 2 }),
    1: (ctx) => ctx.sell({ quantity: 1, limit: 150 }),
    2: (ctx) => ctx.close(),
  }
  const costs: Options = { account: { feeRate: '0.001' } }

  test('is exact, and as of the close', () => {
    const found = seen(({ cash, equity, time }) => [time, cash, equity], buyThenSell, costs)
    expect(found.slice(0, 2)).toEqual([
      [86_400_000, '1000', '1000'],
      [172_800_000, '799.8', '999.8'],
    ])
  })

  test('holds positions, working orders and what they leave free', () => {
    const found = seen(
      (account) => ({
        positions: account.positions(),
        orders: account.workingOrders().map(({ id, quantity, limitPrice }) => [id, quantity, limitPrice]),
        free: account.freeQuantity('BTCTRY'),
        close: account.closeOf('BTCTRY'),
      }),
      buyThenSell,
      costs,
    )
    expect(found[2]).toEqual({
      positions: [{ symbol: 'BTCTRY', quantity: '2' }],
      orders: [[2, '1', '150']],
      free: '1',
      close: '100',
    })
  })

  test('tells fills and closed trades from any one on', () => {
    const found = seen(({ closedTrades, fills }) => [fills, closedTrades], {})
    expect(found).toHaveLength(calm.length)
    const told = seen((account) => [account.fills(1), account.closedTrades(0)], buyThenSell, costs)
    expect(told.at(-1)).toEqual([
      [{ orderId: 3, symbol: 'BTCTRY', side: 'sell', quantity: '2', price: '100', time: 259_200_000 }],
      [{ symbol: 'BTCTRY', profit: '-0.4', exitReason: 'market', exitTime: 259_200_000 }],
    ])
  })

  test('knows no symbol but those of the run', () => {
    expect(() => seen((account) => account.closeOf('NONE'), {})).toThrow(
      'symbol must be one of BTCTRY, received "NONE"',
    )
  })
})

describe('a guard that fails', () => {
  test.each<[string, OrderGuard]>([
    ['begin', { name: 'test', begin: () => raise('begin') }],
    ['observe', guardOf({ observe: () => raise('observe') })],
    ['review', guardOf({ review: () => raise('review') })],
  ])('in %s ends the run, for nobody knows what it would have refused', (call, guard) => {
    const error = failureOf({ guard })
    expect(error).toMatchObject({ code: 'guard_failed', message: `guard "test" failed in ${call}: no ${call}` })
    expect(isBacktestError(error)).toBe(true)
  })

  const stop: GuardStop = { stop: true, code: 'limit_reached', field: 'limits.x', message: 'x is 1, observed 2' }

  test.each<[string, OrderGuard]>([
    ['observe', guardOf({ observe: () => stop })],
    ['review', guardOf({ review: () => stop })],
  ])('ends the run with its own words where it stops it in %s', (_, guard) => {
    const { message, field } = stop
    expect(failureOf({ guard })).toMatchObject({ code: 'guard_stopped', message, field, cause: stop })
  })

  test('blames no field where its stop names none', () => {
    const guard = guardOf({ observe: () => ({ ...stop, field: null }) })
    expect(failureOf({ guard })).toMatchObject({ code: 'guard_stopped', field: null })
  })

  test.each<[string, unknown]>([
    ['no object', 1],
    ['null', null],
    ['no name', { begin: () => raise('begin') }],
    ['a name too long', { name: 'x'.repeat(257), begin: () => raise('begin') }],
    ['no begin', { name: 'test' }],
  ])('with %s is a wrong option', (_, guard) => {
    expect(failureOf({ guard: guard as OrderGuard })).toMatchObject({ code: 'invalid_options', field: 'guard' })
  })
})

function failureOf(options: Pick<BacktestOptions, 'guard'>): unknown {
  try {
    play([candle(100, 101, 99, 100), flat(100)], { 0: (ctx) => ctx.buy({ quantity: 1 }) }, options)
  } catch (error) {
    return error
  }
  return null
}

function raise(call: string): never {
  throw new Error(`no ${call}`)
}
