import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type BuyOrder, backtest, defineStrategy, type ExecutionOptions } from '../../src/index.ts'
import { type Candle, candle, candlesFrom, flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, type Script, scripted } from '../fixtures/scripted.ts'

const FREE = { initialCash: '1000', feeRate: '0' }

/** A run of someone who chooses nothing but the money; the first candle stands at 100. */
const play = (candles: Candle[], script: Script, execution: ExecutionOptions = {}) =>
  backtest({
    strategy: scripted(script),
    candles: candlesFrom({ candles: [flat(100), ...candles] }),
    account: FREE,
    execution,
  })

const fills = (candles: Candle[], script: Script, execution?: ExecutionOptions) =>
  fillLines(play(candles, script, execution))

const buy = (order: Omit<BuyOrder, 'quantity'> = {}): Script => ({
  0: (ctx) => ctx.buy({ quantity: 1, ...order } as BuyOrder),
})

describe('when and at what price', () => {
  test('fillAt nextOpen: a market order trades at the open of the next candle', () => {
    expect(fills([candle(101, 105, 95, 102)], buy())).toEqual(['1 buy 1 @ 101 taker market'])
  })

  test('limitFill cross: a limit fills when the price trades through it, not when it is touched', () => {
    expect(fills([candle(100, 101, 95, 100)], buy({ limit: 95 }))).toEqual([])
    expect(fills([candle(100, 101, 94.99, 100)], buy({ limit: 95 }))).toEqual(['1 buy 1 @ 95 maker limit'])
  })

  test('limitGap open: a limit that the open is beyond trades at the open, the better price', () => {
    expect(fills([candle(93, 97, 92, 96)], buy({ limit: 95 }))).toEqual(['1 buy 1 @ 93 taker limit_at_open'])
  })

  test('stopGap open: a stop that gapped trades at the open, the worse price', () => {
    expect(fills([candle(107, 108, 104, 106)], buy({ stop: 105 }))).toEqual(['1 buy 1 @ 107 taker stop_at_open'])
  })

  test('stopLimitGap open: a stop-limit that gapped trades at the open, if its limit allows', () => {
    const order = { stop: 105, limit: 110 }
    expect(fills([candle(107, 108, 104, 106)], buy(order))).toEqual(['1 buy 1 @ 107 taker stop_limit_at_open'])
    expect(fills([candle(112, 113, 111, 112)], buy(order))).toEqual([])
  })

  test('stopLimitFrom nextCandle: a triggered stop-limit with a nearer limit rests from the next candle on', () => {
    const order = { stop: 105, limit: 103 }
    expect(fills([candle(104, 106, 99, 102)], buy(order))).toEqual([])
    expect(fills([candle(104, 106, 99, 104), candle(104, 105, 101, 104)], buy(order))).toEqual([
      '2 buy 1 @ 103 maker limit',
    ])
  })
})

describe('inside a candle', () => {
  const both = { stopLoss: 95, takeProfit: 105 }

  test('path worst: of stop and target the stop comes first', () => {
    expect(fills([flat(100), candle(100, 110, 90, 100)], buy(both))[1]).toBe('2 sell 1 @ 95 taker stop')
  })

  test('bracketFrom fill: attached exits act in the rest of the candle of their entry', () => {
    expect(fills([candle(100, 110, 90, 100)], buy(both))[1]).toBe('1 sell 1 @ 95 taker stop')
    // Bought at 97 on the way down from the high; up again comes no more than the close.
    expect(fills([candle(100, 110, 96, 104)], buy({ limit: 97, ...both }))).toEqual(['1 buy 1 @ 97 maker limit'])
  })

  test('trailingPath path: a trailing stop follows the prices of the path', () => {
    const trail = { stopLoss: { trail: { percent: 5 } } } as const
    // Up to 110, to stand at 104.5; then down.
    const up = { path: 'openHighLowClose' } as const
    expect(fills([flat(100), candle(100, 110, 96, 100)], buy(trail), up)[1]).toBe(
      '2 sell 1 @ 104.5 taker trailing_stop',
    )
    // The worst: up as far as lifts it to the low, and down there.
    const amount = { stopLoss: { trail: { amount: 5 } } } as const
    expect(fills([flat(100), candle(100, 110, 96, 100)], buy(amount))[1]).toBe('2 sell 1 @ 96 taker trailing_stop')
    expect(fills([flat(100), candle(100, 110, 94, 100)], buy(trail))[1]).toBe('2 sell 1 @ 95 taker trailing_stop')
  })

  test('fillsPerCandle any: the rest of a candle is judged after each fill', () => {
    const script: Script = {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 99 })
        ctx.buy({ quantity: 1, limit: 98 })
      },
    }
    expect(fills([candle(100, 100, 97, 98)], script)).toEqual(['1 buy 1 @ 99 maker limit', '1 buy 1 @ 98 maker limit'])
  })

  test('participation: without a bound an order takes all that it wants, with one the rest keeps working', () => {
    const script: Script = { 0: (ctx) => ctx.buy({ quantity: 2 }) }
    const thin = [flat(100, 4), flat(101, 4)]
    expect(fills(thin, script)).toEqual(['1 buy 2 @ 100 taker market'])
    expect(fills(thin, script, { participation: 0.25 })).toEqual([
      '1 buy 1 @ 100 taker market',
      '2 buy 1 @ 101 taker market',
    ])
  })

  test('latency: without one an order meets the next open', () => {
    expect(fills([flat(101), flat(102)], buy(), { latency: { candles: 1 } })).toEqual(['2 buy 1 @ 102 taker market'])
    expect(fills([flat(101), flat(102)], buy())).toEqual(['1 buy 1 @ 101 taker market'])
  })

  test('slippageOn takers: what takes from the book slips, what rested does not', () => {
    const slippage = { slippageBps: 100 }
    expect(fills([flat(100)], buy(), slippage)).toEqual(['1 buy 1 @ 101 taker market'])
    expect(fills([candle(100, 101, 94, 100)], buy({ limit: 95 }), slippage)).toEqual(['1 buy 1 @ 95 maker limit'])
  })
})

describe('the account', () => {
  test('a fee of 0.1 % a side, unless you say otherwise', () => {
    const { account, manifest } = backtest({
      strategy: scripted({ 0: (ctx) => ctx.buy({ quantity: 1 }) }),
      candles: candlesFrom({ closes: [100, 100] }),
    })
    expect(account.feesPaid).toBe('0.1')
    expect(manifest.assumptions.initialCash).toBe('100000')
  })

  test('model spot: neither short nor on credit', () => {
    const script: Script = {
      0: (ctx) => {
        ctx.sell({ quantity: 1 })
        ctx.buy({ quantity: 11 })
      },
    }
    expect(orderLines(play([flat(100)], script))).toEqual([
      'refused insufficient_position 1 against 0',
      'refused insufficient_cash 1100 against 1000',
    ])
  })

  test('lots fifo: a sell closes what was bought first', () => {
    const script: Script = { ...buy(), 1: (ctx) => ctx.buy({ quantity: 1 }), 2: (ctx) => ctx.sell({ quantity: 1 }) }
    expect(play([flat(100), flat(110), flat(120)], script).trades[0]).toMatchObject({ entryPrice: '100', profit: '20' })
  })

  test('lot 0.00000001: quantities are floored to eight decimals', () => {
    const script: Script = { 0: (ctx) => ctx.buy({ quoteAmount: 100 }) }
    expect(fills([flat(3)], script)).toEqual(['1 buy 33.33333333 @ 3 taker market'])
  })

  test('leverage 1 and borrowRate 0 of a margin account, liquidated at half of its margin', () => {
    const { manifest } = backtest({
      strategy: scripted({}),
      candles: candlesFrom({ closes: [100, 100] }),
      account: { model: 'margin' },
    })
    expect(manifest.assumptions).toMatchObject({ leverage: '1', borrowRate: '0', maintenanceMarginRate: '0.5' })
  })
})

describe('the run', () => {
  test('startFrom firstCandle: a strategy sees every candle, indicators being NaN at first', () => {
    const seen: number[] = []
    const strategy = defineStrategy({
      name: 'watching',
      params: z.object({}),
      setup({ candles, indicators }) {
        const average = indicators.sma(candles.close, 3)
        return { onCandle: () => void seen.push(average.at(0)) }
      },
    })
    backtest({ strategy, candles: candlesFrom({ closes: [1, 2, 3] }) })
    expect(seen).toEqual([Number.NaN, Number.NaN, 2])
  })

  test('openTradesAtEnd keep: what is open at the end is valued at the last close', () => {
    const result = play([flat(100), candle(104, 110, 100, 108)], buy())
    expect(fillLines(result)).toHaveLength(1)
    expect(result.trades).toMatchObject([{ exitPrice: null, profit: '8', exitReason: 'open' }])
  })
})
