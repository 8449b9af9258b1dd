import type { OrderConditions } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { mirroredCandle, mirroredConditions } from '../fixtures/mirror.ts'
import { type Options, pathLines, play } from '../fixtures/scripted.ts'

// An entry of 1 and its bracket in one candle. `?` marks a fill that the candle does not prove.
type Row = [
  what: string,
  entry: OrderConditions,
  then: Candle,
  fills: readonly string[],
  path?: 'best' | 'openLowHighClose',
]

const ROWS: readonly Row[] = [
  // At the open: whatever the candle reaches comes after it.
  [
    'market entry, its stop alone in reach',
    { stopLoss: 95 },
    candle(100, 101, 94, 96),
    ['buy 100 market', 'sell 95 stop'],
  ],
  [
    'market entry, its target alone in reach',
    { takeProfit: 105 },
    candle(100, 106, 99, 101),
    ['buy 100 market', 'sell 105 limit'],
  ],
  [
    'market entry, both in reach: the stop first',
    { stopLoss: 95, takeProfit: 105 },
    candle(100, 106, 94, 101),
    ['buy 100 market', 'sell 95 stop?'],
  ],
  [
    'market entry, both in reach, best: the target first',
    { stopLoss: 95, takeProfit: 105 },
    candle(100, 106, 94, 101),
    ['buy 100 market', 'sell 105 limit?'],
    'best',
  ],
  [
    'market entry, its stop above the open',
    { stopLoss: 101 },
    candle(100, 102, 99, 101),
    ['buy 100 market', 'sell 100 stop_at_open'],
  ],

  // After a rise to the entry at 105, the high is still ahead; a fall is certain only down to the close.
  [
    'stop entry, its target further up',
    { stop: 105, takeProfit: 110 },
    candle(104, 111, 104, 110),
    ['buy 105 stop', 'sell 110 limit'],
  ],
  [
    'stop entry, its stop at or above the close',
    { stop: 105, stopLoss: 103 },
    candle(100, 106, 99, 102),
    ['buy 105 stop', 'sell 103 stop'],
  ],
  [
    'stop entry, its stop at the close exactly',
    { stop: 105, stopLoss: 103 },
    candle(100, 106, 99, 103),
    ['buy 105 stop', 'sell 103 stop'],
  ],
  [
    'stop entry, its stop below the close',
    { stop: 105, stopLoss: 103 },
    candle(100, 106, 99, 104),
    ['buy 105 stop', 'sell 103 stop?'],
  ],
  [
    'stop entry, both in reach',
    { stop: 105, stopLoss: 103, takeProfit: 110 },
    candle(100, 111, 99, 102),
    ['buy 105 stop', 'sell 103 stop?'],
  ],
  [
    'stop entry, both in reach, best',
    { stop: 105, stopLoss: 103, takeProfit: 110 },
    candle(100, 111, 99, 102),
    ['buy 105 stop', 'sell 110 limit?'],
    'best',
  ],
  [
    'stop entry, low first: the fall is over',
    { stop: 105, stopLoss: 103 },
    candle(100, 106, 99, 104),
    ['buy 105 stop'],
    'openLowHighClose',
  ],

  // After a fall to the entry at 95, the low is still ahead; a rise is certain only up to the close.
  [
    'limit entry, its stop further down',
    { limit: 95, stopLoss: 93 },
    candle(100, 101, 92, 96),
    ['buy 95 limit', 'sell 93 stop'],
  ],
  [
    'limit entry, its target at or below the close',
    { limit: 95, takeProfit: 98 },
    candle(100, 101, 94, 99),
    ['buy 95 limit', 'sell 98 limit'],
  ],
  [
    'limit entry, its target above the close: no rise is owed',
    { limit: 95, takeProfit: 98 },
    candle(100, 101, 94, 97),
    ['buy 95 limit'],
  ],
  [
    'limit entry, low first: the rise is assumed',
    { limit: 95, takeProfit: 98 },
    candle(100, 101, 94, 97),
    ['buy 95 limit', 'sell 98 limit?'],
    'openLowHighClose',
  ],
  [
    'limit entry, both in reach',
    { limit: 95, stopLoss: 93, takeProfit: 98 },
    candle(100, 101, 92, 99),
    ['buy 95 limit', 'sell 93 stop?'],
  ],
  [
    'touch entry, its stop further down',
    { touch: 95, stopLoss: 93 },
    candle(100, 101, 92, 96),
    ['buy 95 touch', 'sell 93 stop'],
  ],
  [
    'limit entry, its target under the entry price trades at once',
    { limit: 95, takeProfit: 94 },
    candle(100, 101, 92, 96),
    ['buy 95 limit', 'sell 95 limit?'],
  ],
]

const short = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^1 (buy|sell) 1 @ /, '$1 '))

const options = (path: Row[4]): Options => ({ account: { model: 'margin' }, execution: { path: path ?? 'worst' } })

describe('a long entry and its bracket:', () => {
  test.each(ROWS)('%s', (_what, entry, then, fills, path) => {
    const result = play([flat(100), then], { 0: (ctx) => ctx.buy({ quantity: 1, ...entry }) }, options(path))
    expect(short(pathLines(result))).toEqual(fills)
  })
})

describe('a short entry and its bracket, the mirror image:', () => {
  const mirrored = { best: 'best', openLowHighClose: 'openHighLowClose' } as const

  test.each(ROWS)('%s', (_what, entry, then, fills, path) => {
    const sell = { quantity: 1, ...mirroredConditions(entry) }
    const ran = play(
      [flat(100), mirroredCandle(then)],
      { 0: (ctx) => ctx.sell(sell) },
      { account: { model: 'margin' }, execution: { path: path === undefined ? 'worst' : mirrored[path] } },
    )
    const expected = fills.map((line) =>
      line
        .replace(/^(buy|sell)/, (side) => (side === 'buy' ? 'sell' : 'buy'))
        .replace(/ ([\d.]+) /, (_, price) => ` ${200 - Number(price)} `),
    )
    expect(short(pathLines(ran))).toEqual(expected)
  })
})

describe('beside brackets, a fill hangs on the path', () => {
  const LONG: Options = { account: { model: 'margin' } }

  test('where an order on the other side was within the candle, and not where it was outside', () => {
    const exits = (stop: number) =>
      pathLines(
        play([flat(100), flat(100), candle(100, 106, 96, 101)], {
          0: (ctx) => ctx.buy({ quantity: 2 }),
          1: (ctx) => {
            ctx.sell({ quantity: 1, stop })
            ctx.sell({ quantity: 1, limit: 105 })
          },
        }),
      ).slice(1)
    expect(exits(95)).toEqual(['2 sell 1 @ 105 limit'])
    // Once the first of the two hangs on the path, so does what comes after it.
    expect(exits(97)).toEqual(['2 sell 1 @ 97 stop?', '2 sell 1 @ 105 limit?'])
  })

  test('where a trailing stop might have traded on another path, even if it did not on this one', () => {
    // High first: the target at 105; low first: the trail of 8 behind 101 would have sold at 93.
    const exits = (amount: number) =>
      pathLines(
        play(
          [flat(100), flat(101), candle(101, 106, 92, 101)],
          {
            0: (ctx) => ctx.buy({ quantity: 2 }),
            1: (ctx) => {
              ctx.sell({ quantity: 1, trail: { amount } })
              ctx.sell({ quantity: 1, limit: 105 })
            },
          },
          { execution: { path: 'openHighLowClose' } },
        ),
      ).slice(1)
    expect(exits(8)).toEqual(['2 sell 1 @ 105 limit?', '2 sell 1 @ 98 trailing_stop?'])
    // From the high of 106 a trail of 15 is at 91: no path reaches it.
    expect(exits(15)).toEqual(['2 sell 1 @ 105 limit'])
  })

  test('where a liquidation was within the candle', () => {
    // Long 50 at 100 with 1000: equity 50 p − 4000 is the maintenance margin of 0.1 × 50 p at 88.8…
    const exits = (low: number) =>
      pathLines(
        play(
          [flat(100), flat(100), candle(100, 106, low, 101)],
          {
            0: (ctx) => ctx.buy({ quantity: 50 }),
            1: (ctx) => ctx.sell({ quantity: 50, limit: 105 }),
          },
          {
            account: { model: 'margin', leverage: 5, maintenanceMarginRate: '0.1' },
            execution: { path: 'openHighLowClose' },
          },
        ),
      ).slice(1)
    expect(exits(90)).toEqual(['2 sell 50 @ 105 limit'])
    expect(exits(80)).toEqual(['2 sell 50 @ 105 limit?'])
  })

  test('in this candle only: the next one starts anew', () => {
    const result = play(
      [flat(100), candle(100, 106, 94, 101), candle(101, 102, 93, 95)],
      {
        0: (ctx) => {
          ctx.buy({ quantity: 1, stop: 105 })
          ctx.sell({ quantity: 1, stop: 95 })
        },
        1: (ctx) => ctx.sell({ quantity: 1, stop: 94 }),
      },
      LONG,
    )
    expect(pathLines(result).at(-1)).toBe('2 sell 1 @ 94 stop')
  })
})

test('fillsPerCandle one: after a fill, at the open or later, the rest of the candle is not judged', () => {
  const run = (entry: OrderConditions) =>
    pathLines(
      play(
        [flat(100), candle(100, 106, 94, 101), candle(100, 101, 90, 95)],
        { 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 96, ...entry }) },
        { execution: { fillsPerCandle: 'one', path: 'openHighLowClose' } },
      ),
    )
  expect(run({})).toEqual(['1 buy 1 @ 100 market', '2 sell 1 @ 96 stop'])
  expect(run({ stop: 105 })).toEqual(['1 buy 1 @ 105 stop', '2 sell 1 @ 96 stop'])
})

test('fillsPerCandle one holds for trailing stops that are judged last: not after another fill, and only one of them', () => {
  const run = (fillsPerCandle: 'any' | 'one', limit: number) =>
    pathLines(
      play(
        [flat(100), flat(100), candle(100, 101, 90, 91), flat(91)],
        {
          0: (ctx) => ctx.buy({ quantity: 4 }),
          1: (ctx) => {
            ctx.sell({ quantity: 1, limit })
            ctx.sell({ quantity: 1, trail: { amount: 2 } })
            ctx.sell({ quantity: 1, trail: { amount: 3 } })
          },
        },
        { execution: { fillsPerCandle, limitFill: 'touch', trailingPath: 'favourableFirst' } },
      ),
    ).filter((line) => line.startsWith('2'))
  expect(run('any', 101)).toEqual([
    '2 sell 1 @ 101 limit?',
    '2 sell 1 @ 98 trailing_stop?',
    '2 sell 1 @ 97 trailing_stop?',
  ])
  expect(run('one', 101)).toEqual(['2 sell 1 @ 101 limit?'])
  expect(run('one', 200)).toEqual(['2 sell 1 @ 98 trailing_stop?'])
})
