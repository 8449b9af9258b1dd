import { describe, expect, test } from 'vitest'
import type { BuyOrder } from '../../src/index.ts'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, type Script } from '../fixtures/scripted.ts'
import { playUnder } from './under-preset.ts'

/** Fills under the preset; the first candle stands at 100. */
function fills(candles: Candle[], script: Script): string[] {
  return fillLines(playUnder('freqtrade', [flat(100), ...candles], script))
}

const buy = (order: Omit<BuyOrder, 'quantity'> = {}): Script => ({
  0: (ctx) => ctx.buy({ quantity: 1, ...order } as BuyOrder),
})

/** What closes a position that was bought at 100 in candle 1, which stays there. */
function exit(met: Candle, order: Omit<BuyOrder, 'quantity'>, later: Script = {}): string | undefined {
  return fills([flat(100), met], { ...buy(order), ...later })[1]
}

describe('entries', () => {
  test('a market order trades at the open of the next candle', () => {
    expect(fills([candle(101, 105, 95, 102)], buy())[0]).toBe('1 buy 1 @ 101 taker market')
  })

  test('a custom price trades at itself where the candle reaches it, though the open was better', () => {
    expect(fills([candle(102, 106, 101, 104)], buy({ limit: 105 }))[0]).toBe('1 buy 1 @ 105 taker limit_at_open')
  })

  test('a custom price above the whole candle trades at its high', () => {
    expect(fills([candle(102, 106, 101, 104)], buy({ limit: 110 }))[0]).toBe('1 buy 1 @ 106 taker limit_at_open')
  })

  test('a custom price that the candle only touches trades', () => {
    expect(fills([candle(100, 101, 95, 100)], buy({ limit: 95 }))[0]).toBe('1 buy 1 @ 95 maker limit')
  })
})

describe('stops', () => {
  test('a stop trades at its own price, though the candle opened beyond it', () => {
    expect(exit(candle(93, 96, 92, 95), { stopLoss: 95 })).toBe('2 sell 1 @ 95 taker stop_at_open')
  })

  test('a stop trades at the open where the whole candle lies beyond it', () => {
    expect(exit(candle(93, 94, 88, 92), { stopLoss: 95 })).toBe('2 sell 1 @ 93 taker stop_at_open')
  })

  test('stop and target are judged in the candle of the entry', () => {
    const met = candle(100, 106, 94, 100)
    expect(fills([met], buy({ stopLoss: 95 }))[1]).toBe('1 sell 1 @ 95 taker stop')
    expect(fills([met], buy({ takeProfit: 105 }))[1]).toBe('1 sell 1 @ 105 maker limit')
  })

  test('a stop that lies beyond the open of an entry at a custom price trades at its own price', () => {
    // Bought at the high of 106, above the stop of 104; the candle opened at 100, below it.
    const { fills: all } = playUnder(
      'freqtrade',
      [flat(100), candle(100, 106, 99, 101)],
      buy({ limit: 110, stopLoss: 104 }),
    )
    expect(all.map(({ price }) => price)).toEqual(['106', '104'])
  })
})

describe('targets', () => {
  test('a target has to be exceeded', () => {
    const order = { takeProfit: { percent: 5 } }
    expect(exit(candle(100, 105, 99, 104), order)).toBe('2 sell 1 @ 100 taker end_of_run')
    expect(exit(candle(100, 105.01, 99, 104), order)).toBe('2 sell 1 @ 105 maker limit')
  })

  test('a target that falls below the whole candle trades at its low', () => {
    // The target has the number after its entry's, since there is no stop.
    const lower: Script = { 1: (ctx) => ctx.modify(2, { limit: 90 }) }
    expect(exit(candle(100, 104, 96, 101), { takeProfit: 105 }, lower)).toBe('2 sell 1 @ 96 taker limit_at_open')
  })
})

describe('which exit comes first in a candle', () => {
  test('first comes an exit signal, at the open', () => {
    const close: Script = { 1: (ctx) => ctx.close() }
    const met = candle(93, 106, 92, 95)
    expect(exit(met, { stopLoss: 95, takeProfit: 105 }, close)).toBe('2 sell 1 @ 93 taker market')
  })

  test('then the stop, also where the target is reached', () => {
    expect(exit(candle(100, 110, 90, 100), { stopLoss: 95, takeProfit: 105 })).toBe('2 sell 1 @ 95 taker stop')
  })

  test('then the target, also where a trailing stop is reached', () => {
    const order = { takeProfit: 105, stopLoss: { trail: { percent: 5 } } } as const
    expect(exit(candle(100, 110, 90, 100), order)).toBe('2 sell 1 @ 105 maker limit')
  })
})

describe('trailing stops', () => {
  const trailing = { stopLoss: { trail: { percent: 5 } } } as const

  test('a trailing stop that is reached where it stands trades there, before the high moves it', () => {
    expect(exit(candle(100, 110, 95, 100), trailing)).toBe('2 sell 1 @ 95 taker trailing_stop')
  })

  test('a trailing stop that is not reached is moved by the high and held against the low again', () => {
    // 110 × 0.95 = 104.5, and the low of 96 is below that.
    expect(exit(candle(100, 110, 96, 100), trailing)).toBe('2 sell 1 @ 104.5 taker trailing_stop')
  })

  test('a trailing stop that lies beyond the whole candle trades at the open', () => {
    expect(exit(candle(93, 94, 90, 92), trailing)).toBe('2 sell 1 @ 93 taker trailing_stop')
  })

  test('a trailing stop earns nothing from the high of the candle of its entry', () => {
    // It stands at 95 at first. Where the low does not come so far, the low is the worst that can have been.
    expect(fills([candle(100, 110, 94, 100)], buy(trailing))[1]).toBe('1 sell 1 @ 95 taker trailing_stop')
    expect(fills([candle(100, 110, 96, 100)], buy(trailing))[1]).toBe('1 sell 1 @ 96 taker trailing_stop')
  })

  test('a trailing stop can wait for a profit', () => {
    // Active from 110 on: 112 × 0.95 = 106.4.
    const waiting = { stopLoss: { trail: { percent: 5, activation: { percent: 10 } } } } as const
    expect(exit(candle(100, 109, 90, 100), waiting)).toBe('2 sell 1 @ 100 taker end_of_run')
    expect(exit(candle(100, 112, 100, 110), waiting)).toBe('2 sell 1 @ 106.4 taker trailing_stop')
  })

  test('a trailing stop that waited for a profit in the candle of its entry trades a distance behind that profit', () => {
    // It becomes active at 110, which is 10 above the entry, and then stands 5 lower, whatever the high.
    const waiting = { stopLoss: { trail: { percent: 5, activation: { percent: 10 } } } } as const
    expect(fills([candle(100, 120, 100, 110)], buy(waiting))[1]).toBe('1 sell 1 @ 105 taker trailing_stop')
    const short = playUnder(
      'freqtrade',
      [flat(100), candle(100, 100, 80, 90)],
      { 0: (ctx) => ctx.sell({ quantity: 1, ...waiting }) },
      { account: { model: 'margin' } },
    )
    expect(fillLines(short)[1]).toBe('1 buy 1 @ 95 taker trailing_stop')
  })

  test('a trailing stop of a short is the mirror image', () => {
    const result = playUnder(
      'freqtrade',
      [flat(100), flat(100), candle(100, 104, 90, 100)],
      { 0: (ctx) => ctx.sell({ quantity: 1, ...trailing }) },
      { account: { model: 'margin' } },
    )
    // 90 × 1.05 = 94.5.
    expect(fillLines(result)[1]).toBe('2 buy 1 @ 94.5 taker trailing_stop')
  })
})

describe('the account', () => {
  test('a fee is a ratio, taken twice', () => {
    const account = { feeRate: '0.001' }
    const script: Script = { ...buy(), 1: (ctx) => ctx.close() }
    const [trade] = playUnder('freqtrade', [flat(100), flat(100), flat(110)], script, { account }).trades
    // 0.1 % of 100 and of 110.
    expect(trade).toMatchObject({ fees: '0.21', profit: '9.79' })
  })

  test('entries at several prices are one trade at their average', () => {
    const script: Script = { ...buy(), 1: (ctx) => ctx.buy({ quantity: 1 }), 2: (ctx) => ctx.close() }
    const { trades } = playUnder('freqtrade', [flat(100), flat(100), flat(110), flat(120)], script)
    expect(trades).toMatchObject([{ entryPrice: '105', quantity: '2', profit: '30' }])
  })

  test('what is open at the end leaves at the last open', () => {
    expect(fills([flat(100), candle(104, 110, 100, 108)], buy())[1]).toBe('2 sell 1 @ 104 taker end_of_run')
  })
})
