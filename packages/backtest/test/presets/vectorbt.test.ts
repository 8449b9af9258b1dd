import { describe, expect, test } from 'vitest'
import type { AccountOptions, BuyOrder, ExecutionOptions } from '../../src/index.ts'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, type Script } from '../fixtures/scripted.ts'
import { playUnder } from './under-preset.ts'

type Options = { account?: AccountOptions; execution?: ExecutionOptions }

const play = (candles: Candle[], script: Script, options: Options = {}) =>
  playUnder('vectorbt', [flat(100), ...candles], script, options)

/** Fills under the preset; the first candle stands at 100. */
const fills = (candles: Candle[], script: Script, options?: Options) => fillLines(play(candles, script, options))

const buy = (order: Omit<BuyOrder, 'quantity'> = {}): Script => ({
  0: (ctx) => ctx.buy({ quantity: 1, ...order } as BuyOrder),
})

describe('signals', () => {
  test('a signal trades at the close of its own candle', () => {
    expect(fills([flat(105)], buy())).toEqual(['0 buy 1 @ 100 taker market_at_close'])
  })

  test('a signal that is shifted trades at the next open', () => {
    const options: Options = { execution: { fillAt: 'nextOpen' } }
    expect(fills([candle(101, 105, 95, 102)], buy(), options)).toEqual(['1 buy 1 @ 101 taker market'])
  })
})

describe('stops, from the candle after the entry at a close', () => {
  const order = { stopLoss: { percent: 5 }, takeProfit: { percent: 5 } }

  test('a stop or target trades at its price where the candle reaches it', () => {
    expect(fills([candle(100, 101, 95, 100)], buy(order))[1]).toBe('1 sell 1 @ 95 taker stop')
    expect(fills([candle(100, 105, 99, 100)], buy(order))[1]).toBe('1 sell 1 @ 105 maker limit')
  })

  test('a stop or target trades at the open where that is beyond it', () => {
    expect(fills([candle(93, 96, 92, 95)], buy(order))[1]).toBe('1 sell 1 @ 93 taker stop_at_open')
    expect(fills([candle(107, 108, 106, 107)], buy(order))[1]).toBe('1 sell 1 @ 107 taker limit_at_open')
  })

  test('the stop comes before the target', () => {
    expect(fills([candle(100, 110, 90, 100)], buy(order))[1]).toBe('1 sell 1 @ 95 taker stop')
  })
})

describe('one order for each candle and column', () => {
  test('a signal in the candle of a stop waits for the next close, or with IOC is lost', () => {
    const met = [candle(100, 101, 94, 98), flat(97)]
    const again = (timeInForce: 'GTC' | 'IOC'): Script => ({
      ...buy({ stopLoss: 95 }),
      1: (ctx) => ctx.buy({ quantity: 1, timeInForce }),
    })
    expect(fills(met, again('GTC')).slice(1)).toEqual([
      '1 sell 1 @ 95 taker stop',
      '2 buy 1 @ 97 taker market_at_close',
    ])
    expect(fills(met, again('IOC')).slice(1)).toEqual(['1 sell 1 @ 95 taker stop'])
  })

  test('of several orders that meet one candle the first trades, the others the candles after', () => {
    const script: Script = {
      0: (ctx) => {
        ctx.buy({ quantity: 1 })
        ctx.buy({ quantity: 2 })
        ctx.buy({ quantity: 3, limit: 99 })
      },
    }
    expect(fills([flat(100), candle(98, 101, 97, 100)], script)).toEqual([
      '0 buy 1 @ 100 taker market_at_close',
      '1 buy 2 @ 100 taker market_at_close',
      '2 buy 3 @ 98 maker limit_at_open',
    ])
    const atOpen: Options = { execution: { fillAt: 'nextOpen' } }
    expect(fills([flat(100), candle(98, 101, 97, 100)], script, atOpen)).toEqual([
      '1 buy 1 @ 100 taker market',
      '2 buy 2 @ 98 taker market',
    ])
  })
})

test('a triggered stop that is still to be filled waits for the next candle like any other order', () => {
  // For want of volume the stop gets 1 of its 2 at 95. At the next open the older limit comes first.
  const script: Script = {
    0: (ctx) => ctx.buy({ quantity: 2 }),
    1: (ctx) => {
      ctx.buy({ quantity: 1, limit: 92 })
      ctx.sell({ quantity: 2, stop: 95 })
    },
  }
  const candles = [flat(100, 10), candle(100, 100, 94, 96, 2), flat(90, 10), flat(91, 10)]
  const execution: ExecutionOptions = { fillAt: 'nextOpen', participation: 0.5 }
  expect(fills(candles, script, { execution }).slice(1)).toEqual([
    '2 sell 1 @ 95 taker stop',
    '3 buy 1 @ 90 maker limit_at_open',
    '4 sell 1 @ 91 taker market',
  ])
})

describe('money', () => {
  test('fees are percent, and fixed for each order', () => {
    const script: Script = { 0: (ctx) => ctx.buy({ quantity: 2 }) }
    const account: AccountOptions = { feeRate: '0.01', fees: { fixed: 3 } }
    expect(play([flat(100)], script, { account }).fills[0]!.fee).toBe('5')
  })

  test('slippage in percent moves signals, not stops', () => {
    const options: Options = { execution: { slippageBps: 100 } }
    const script: Script = { ...buy(), 1: (ctx) => ctx.close() }
    expect(fills([flat(100)], script, options)).toEqual([
      '0 buy 1 @ 101 taker market_at_close',
      '1 sell 1 @ 99 taker market_at_close',
    ])
    expect(fills([candle(100, 101, 94, 98)], buy({ stopLoss: 95 }), options)[1]).toBe('1 sell 1 @ 95 taker stop')
  })

  test('all of the cash is spent, in fractions, with its fee', () => {
    // 1000 / (30 × 1.01) = 33.00330033, eight decimals.
    const script: Script = { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) }
    const result = playUnder('vectorbt', [flat(30)], script, { account: { feeRate: '0.01' } })
    expect(fillLines(result)).toEqual(['0 buy 33.00330033 @ 30 taker market_at_close'])
  })

  test('entries at several prices are one trade at their average', () => {
    const script: Script = { ...buy(), 1: (ctx) => ctx.buy({ quantity: 1 }), 2: (ctx) => ctx.close() }
    expect(play([flat(110), flat(120)], script).trades).toMatchObject([{ entryPrice: '105', profit: '30' }])
  })
})
