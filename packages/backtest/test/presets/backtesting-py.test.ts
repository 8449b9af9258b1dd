import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type AccountOptions, type BuyOrder, backtest, defineStrategy, type ExecutionOptions } from '../../src/index.ts'
import { type Candle, candle, candlesFrom, flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, type Script } from '../fixtures/scripted.ts'
import { playUnder } from './under-preset.ts'

type Options = { account?: AccountOptions; execution?: ExecutionOptions }

/** Scripts act from the first candle on, which that system's own strategies never see. */
const play = (candles: Candle[], script: Script, { account, execution }: Options = {}) =>
  playUnder('backtesting.py', [flat(100), ...candles], script, {
    account: account ?? {},
    execution: { startFrom: 'firstCandle', ...execution },
  })

/** Fills under the preset; the first candle stands at 100. */
const fills = (candles: Candle[], script: Script, options?: Options) => fillLines(play(candles, script, options))

const buy = (order: Omit<BuyOrder, 'quantity'> = {}): Script => ({
  0: (ctx) => ctx.buy({ quantity: 1, ...order } as BuyOrder),
})

describe('market orders', () => {
  test('a market order decided on a candle trades at the open of the next', () => {
    expect(fills([candle(101, 105, 95, 102)], buy())).toEqual(['1 buy 1 @ 101 taker market'])
  })

  test('trade_on_close is fillAt close, and contingent orders still meet the next open', () => {
    // Bought at the close of 100; the stop meets the gap to 94.
    const options: Options = { execution: { fillAt: 'close' } }
    expect(fills([candle(94, 96, 93, 95)], buy({ stopLoss: 95 }), options)).toEqual([
      '0 buy 1 @ 100 taker market_at_close',
      '1 sell 1 @ 94 taker stop_at_open',
    ])
  })
})

describe('limit orders', () => {
  test('a limit that is touched trades', () => {
    expect(fills([candle(100, 101, 95, 100)], buy({ limit: 95 }))).toEqual(['1 buy 1 @ 95 maker limit'])
  })

  test('a limit that the open is beyond trades at the open', () => {
    expect(fills([candle(93, 97, 92, 96)], buy({ limit: 95 }))).toEqual(['1 buy 1 @ 93 taker limit_at_open'])
  })
})

describe('stop orders', () => {
  test('a stop that is touched trades at its price', () => {
    expect(fills([candle(100, 105, 99, 100)], buy({ stop: 105 }))).toEqual(['1 buy 1 @ 105 taker stop'])
  })

  test('a stop that the open is beyond trades at the open', () => {
    expect(fills([candle(107, 108, 104, 106)], buy({ stop: 105 }))).toEqual(['1 buy 1 @ 107 taker stop_at_open'])
  })
})

describe('stop-limit orders', () => {
  const bought = (met: Candle[], limit: number) => fills(met, buy({ stop: 105, limit }))

  test('a stop-limit whose limit lies beyond its stop trades at the stop', () => {
    expect(bought([candle(100, 111, 99, 110)], 110)).toEqual(['1 buy 1 @ 105 taker stop_limit'])
  })

  test('a stop-limit trades at its stop even where the candle opened beyond it', () => {
    const atStop = ['1 buy 1 @ 105 taker stop_limit_at_open']
    expect(bought([candle(107, 111, 104, 108)], 110)).toEqual(atStop)
    // Neither 105 nor anything below 106 was traded here, and 112 is beyond the limit: that system asks for neither.
    expect(bought([candle(107, 111, 106, 108)], 110)).toEqual(atStop)
    expect(bought([candle(112, 113, 108, 112)], 110)).toEqual(atStop)
  })

  test('a limit that does not lie beyond the stop is taken as touched before it, and works from the next candle', () => {
    for (const limit of [105, 103]) {
      expect(bought([candle(100, 106, 95, 96)], limit)).toEqual([])
      expect(bought([candle(107, 108, 95, 96)], limit)).toEqual([])
    }
    expect(bought([candle(100, 106, 95, 104), candle(104, 105, 102, 103)], 103)).toEqual(['2 buy 1 @ 103 maker limit'])
  })

  test('a limit that the candle does not reach works from the next candle', () => {
    expect(bought([candle(112, 114, 111, 113), candle(111, 112, 109, 110)], 110)).toEqual(['2 buy 1 @ 110 maker limit'])
  })

  test('a stop-limit to sell is the mirror image', () => {
    const sold = (met: Candle, limit: number) =>
      fills([met], { 0: (ctx) => ctx.sell({ quantity: 1, stop: 95, limit }) })
    expect(sold(candle(93, 94, 89, 92), 90)).toEqual(['1 sell 1 @ 95 taker stop_limit_at_open'])
    expect(sold(candle(100, 101, 94, 96), 95)).toEqual([])
  })
})

describe('attached stop and target', () => {
  const met = candle(100, 106, 94, 100)

  test('exits of a market order are judged in its candle, the stop first', () => {
    expect(fills([met], buy({ stopLoss: 95, takeProfit: 105 }))[1]).toBe('1 sell 1 @ 95 taker stop')
    expect(fills([candle(100, 106, 96, 100)], buy({ stopLoss: 95, takeProfit: 105 }))[1]).toBe(
      '1 sell 1 @ 105 maker limit',
    )
  })

  test('exits of a limit order are judged from the next candle', () => {
    // Bought at 98 on the way to 94, below the stop.
    const order = { limit: 98, stopLoss: 95, takeProfit: 105 }
    expect(fills([met], buy(order))).toEqual(['1 buy 1 @ 98 maker limit'])
    expect(fills([met, candle(100, 106, 96, 100)], buy(order))[1]).toBe('2 sell 1 @ 105 maker limit')
  })

  test('exits of a stop order are judged at once where the target is reached and the stop is not', () => {
    const order = { stop: 102, stopLoss: 95, takeProfit: 105 }
    expect(fills([candle(100, 106, 96, 100)], buy(order))[1]).toBe('1 sell 1 @ 105 maker limit')
    expect(fills([met], buy(order))).toEqual(['1 buy 1 @ 102 taker stop'])
  })

  test('the stop comes before the target in a later candle too', () => {
    const candles = [flat(100), candle(100, 110, 90, 100)]
    expect(fills(candles, buy({ stopLoss: 95, takeProfit: 105 }))[1]).toBe('2 sell 1 @ 95 taker stop')
  })
})

describe('money', () => {
  test('commission is paid at the entry and at the exit', () => {
    const script: Script = { ...buy(), 1: (ctx) => ctx.close() }
    const [trade] = play([flat(100), flat(110)], script, { account: { feeRate: '0.01' } }).trades
    // 1 % of 100 and of 110.
    expect(trade).toMatchObject({ fees: '2.1', profit: '7.9' })
  })

  test('spread is slippage of entries alone', () => {
    const script: Script = { ...buy(), 1: (ctx) => ctx.close() }
    const options: Options = { execution: { slippageBps: 100 } }
    expect(fills([flat(100), flat(100)], script, options)).toEqual([
      '1 buy 1 @ 101 taker market',
      '2 sell 1 @ 100 taker market',
    ])
  })

  test('a share of the money is floored to whole units, costs included', () => {
    // 1000 / (30 × 1.01) = 33.003.
    const script: Script = { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) }
    expect(fills([flat(30)], script, { account: { feeRate: '0.01' } })).toEqual(['1 buy 33 @ 30 taker market'])
  })

  test('a share is one of the available margin, times the leverage', () => {
    // 4 units take 400 of a margin of 1000; half of the 600 that are left buys 3 more, with leverage 2 half of 1600 buys 8.
    const script: Script = {
      0: (ctx) => ctx.buy({ quantity: 4 }),
      1: (ctx) => ctx.buy({ percentOfCash: 50 }),
    }
    const candles = [flat(100), flat(100)]
    expect(fills(candles, script)[1]).toBe('2 buy 3 @ 100 taker market')
    expect(fills(candles, script, { account: { leverage: 2 } })[1]).toBe('2 buy 8 @ 100 taker market')
  })

  test('an order that the margin does not cover is dropped', () => {
    const script: Script = { 0: (ctx) => ctx.buy({ quantity: 11 }) }
    expect(orderLines(play([flat(100)], script))).toEqual(['refused insufficient_cash 1100 against 1000'])
  })

  test('shorts are possible, and an opposite order closes the oldest trades first', () => {
    const script: Script = {
      0: (ctx) => ctx.sell({ quantity: 1 }),
      1: (ctx) => ctx.sell({ quantity: 1 }),
      2: (ctx) => ctx.buy({ quantity: 1 }),
    }
    const { trades } = play([flat(100), flat(110), flat(90)], script)
    expect(trades).toMatchObject([
      { side: 'short', entryPrice: '100', exitPrice: '90', profit: '10' },
      { side: 'short', entryPrice: '110', exitPrice: null },
    ])
  })
})

describe('the run', () => {
  test('a run starts one candle after every indicator has its first value', () => {
    const firstSeen = (period: number | null) => {
      const seen: number[] = []
      const strategy = defineStrategy({
        name: 'watching',
        params: z.object({}),
        setup({ candles, indicators }) {
          if (period !== null) indicators.sma(candles.close, period)
          return { onCandle: ({ index }) => void seen.push(index) }
        },
      })
      backtest({ strategy, candles: candlesFrom({ closes: [1, 2, 3, 4, 5] }), preset: 'backtesting.py' })
      return seen[0]
    }
    // An average of three is first known on candle 2.
    expect(firstSeen(3)).toBe(3)
    expect(firstSeen(null)).toBe(1)
  })

  test('what is open at the end stays open, or with finalize_trades leaves at the last open', () => {
    const last = candle(104, 110, 100, 108)
    expect(fills([flat(100), last], buy())).toHaveLength(1)
    const options: Options = { execution: { openTradesAtEnd: 'closeAtOpen' } }
    expect(fills([flat(100), last], buy(), options)[1]).toBe('2 sell 1 @ 104 taker end_of_run')
  })
})
