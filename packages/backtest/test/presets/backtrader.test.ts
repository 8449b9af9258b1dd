import { describe, expect, test } from 'vitest'
import type { AccountOptions, BuyOrder, ExecutionOptions } from '../../src/index.ts'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, type Script } from '../fixtures/scripted.ts'
import { playUnder } from './under-preset.ts'

type Options = { account?: AccountOptions; execution?: ExecutionOptions }

const play = (candles: Candle[], script: Script, options: Options = {}) =>
  playUnder('backtrader', [flat(100), ...candles], script, options)

/** Fills under the preset; the first candle stands at 100. */
const fills = (candles: Candle[], script: Script, options?: Options) => fillLines(play(candles, script, options))

const buy = (order: Omit<BuyOrder, 'quantity'> = {}): Script => ({
  0: (ctx) => ctx.buy({ quantity: 1, ...order } as BuyOrder),
})

describe('market orders', () => {
  test('Market trades at the open of the next candle', () => {
    expect(fills([candle(101, 105, 95, 102)], buy())).toEqual(['1 buy 1 @ 101 taker market'])
  })

  test('cheat-on-close is fillAt close', () => {
    const options: Options = { execution: { fillAt: 'close' } }
    expect(fills([flat(101)], buy(), options)).toEqual(['0 buy 1 @ 100 taker market_at_close'])
  })

  test('Close orders are fillAt nextClose', () => {
    const options: Options = { execution: { fillAt: 'nextClose' } }
    expect(fills([candle(101, 105, 95, 102)], buy(), options)).toEqual(['1 buy 1 @ 102 taker market_at_close'])
  })
})

describe('Limit', () => {
  test('Limit trades at the open where that is better', () => {
    expect(fills([candle(93, 97, 92, 96)], buy({ limit: 95 }))).toEqual(['1 buy 1 @ 93 taker limit_at_open'])
  })

  test('Limit else trades at its price where it is touched', () => {
    expect(fills([candle(100, 101, 95, 100)], buy({ limit: 95 }))).toEqual(['1 buy 1 @ 95 maker limit'])
  })
})

describe('Stop', () => {
  test('Stop trades at the open where that is beyond its trigger', () => {
    expect(fills([candle(107, 108, 104, 106)], buy({ stop: 105 }))).toEqual(['1 buy 1 @ 107 taker stop_at_open'])
  })

  test('Stop else trades at its trigger where it is touched', () => {
    expect(fills([candle(100, 105, 99, 100)], buy({ stop: 105 }))).toEqual(['1 buy 1 @ 105 taker stop'])
  })
})

describe('StopLimit', () => {
  const bought = (met: Candle[], limit: number) => fills(met, buy({ stop: 105, limit }))

  test('StopLimit triggered at the open is a limit order in that very candle', () => {
    expect(bought([candle(107, 108, 104, 106)], 110)).toEqual(['1 buy 1 @ 107 taker stop_limit_at_open'])
    expect(bought([candle(107, 108, 102, 106)], 103)).toEqual(['1 buy 1 @ 103 maker limit'])
  })

  test('StopLimit triggered inside the candle trades at its trigger where the limit lies at it or beyond', () => {
    expect(bought([candle(100, 106, 99, 104)], 105)).toEqual(['1 buy 1 @ 105 taker stop_limit'])
    expect(bought([candle(100, 106, 99, 104)], 110)).toEqual(['1 buy 1 @ 105 taker stop_limit'])
  })

  test('StopLimit with a nearer limit trades at it in a candle of the other colour that closes within it', () => {
    expect(bought([candle(104, 106, 99, 103)], 103)).toEqual(['1 buy 1 @ 103 maker limit'])
  })

  test('StopLimit with a nearer limit waits for the next candle otherwise', () => {
    // Falling, but closing above the limit; rising, though closing within it.
    expect(bought([candle(104, 106, 99, 103.5)], 103)).toEqual([])
    expect(bought([candle(100, 106, 99, 102)], 103)).toEqual([])
    expect(bought([candle(100, 106, 99, 102), candle(102, 104, 101, 103)], 103)).toEqual([
      '2 buy 1 @ 102 maker limit_at_open',
    ])
  })

  test('StopLimit to sell is the mirror image, and a candle that closes where it opened counts as rising', () => {
    const sold = (met: Candle) => fills([met], { 0: (ctx) => ctx.sell({ quantity: 1, stop: 95, limit: 97 }) })
    expect(sold(candle(96, 101, 94, 98))).toEqual(['1 sell 1 @ 97 maker limit'])
    expect(sold(candle(98, 101, 94, 98))).toEqual(['1 sell 1 @ 97 maker limit'])
    expect(sold(candle(100, 101, 94, 98))).toEqual([])
  })
})

describe('brackets', () => {
  const order = { stopLoss: 95, takeProfit: 105 }
  const wide = candle(100, 110, 90, 100)

  test('children of a bracket are active from the candle after their parent filled', () => {
    expect(fills([wide], buy(order))).toEqual(['1 buy 1 @ 100 taker market'])
    expect(fills([wide, candle(100, 106, 99, 100)], buy(order))[1]).toBe('2 sell 1 @ 105 maker limit')
  })

  test('of two children reached in one candle the stop comes first, and cancels the other', () => {
    const result = play([flat(100), wide], buy(order))
    expect(fillLines(result)[1]).toBe('2 sell 1 @ 95 taker stop')
    expect(orderLines(result)).toEqual(['filled', 'filled', 'cancelled one_cancels_other'])
  })

  test('orders that nothing ties together both trade in one candle', () => {
    const script: Script = {
      ...buy(),
      1: (ctx) => {
        ctx.sell({ quantity: 1, limit: 105 })
        ctx.sell({ quantity: 1, stop: 95 })
      },
    }
    const result = play([flat(100), wide], script)
    expect(result.fills.map(({ price }) => price).toSorted()).toEqual(['100', '105', '95'])
    expect(result.account.positions[0]!.quantity).toBe('-1')
  })

  test('of OCO orders the first to trade cancels the other', () => {
    const script: Script = {
      0: (ctx) =>
        ctx.oneCancelsOther([
          { side: 'buy', quantity: 1, limit: 95 },
          { side: 'buy', quantity: 1, stop: 110 },
        ]),
    }
    expect(orderLines(play([candle(100, 101, 94, 100), candle(100, 111, 100, 110)], script))).toEqual([
      'filled',
      'cancelled one_cancels_other',
    ])
  })
})

describe('money', () => {
  test('a commission in percent, or fixed for each order', () => {
    const script: Script = { 0: (ctx) => ctx.buy({ quantity: 2 }) }
    const feeOf = (account: AccountOptions) => play([flat(100)], script, { account }).fills[0]!.fee
    expect(feeOf({ feeRate: '0.01' })).toBe('2')
    expect(feeOf({ feeRate: '0', fees: { fixed: 3 } })).toBe('3')
  })

  test('a position has one average price', () => {
    const script: Script = { ...buy(), 1: (ctx) => ctx.buy({ quantity: 1 }), 2: (ctx) => ctx.close() }
    expect(play([flat(100), flat(110), flat(120)], script).trades).toMatchObject([{ entryPrice: '105', profit: '30' }])
  })

  test('an order larger than the position turns it around', () => {
    const script: Script = { ...buy(), 1: (ctx) => ctx.sell({ quantity: 3 }) }
    expect(play([flat(100), flat(100)], script).account.positions[0]!.quantity).toBe('-2')
  })

  test('slippage moves market and stop orders, never limit orders', () => {
    const options: Options = { execution: { slippageBps: 100 } }
    expect(fills([flat(100)], buy(), options)).toEqual(['1 buy 1 @ 101 taker market'])
    expect(fills([candle(100, 110, 100, 110)], buy({ stop: 105 }), options)).toEqual(['1 buy 1 @ 106.05 taker stop'])
    expect(fills([candle(100, 101, 94, 100)], buy({ limit: 95 }), options)).toEqual(['1 buy 1 @ 95 maker limit'])
  })
})
