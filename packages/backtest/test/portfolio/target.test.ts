import type { StrategyContext } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daily, fillsOf, ordersOf, playMany, type Row } from './fixtures.ts'

const margin = { account: { model: 'margin', leverage: 2 } } as const

describe('target weights', () => {
  test('are shares of equity, floored to the lot', () => {
    const candles = [daily('AAA', [100, 100, 100]), daily('BBB', [30, 30, 30])]
    const result = playMany(candles, { 0: (ctx) => ctx.target({ AAA: 50, BBB: 25 }) }, { execution: { lot: '0.1' } })
    // 500 of 1000 are 5 AAA; 250 are 8.33… BBB.
    expect(fillsOf(result)).toEqual(['AAA 1 buy 5 @ 100 market', 'BBB 1 buy 8.3 @ 30 market'])
  })

  test('sell before they buy, so that a full account can be turned over at one open', () => {
    const candles = [daily('AAA', [100, 100, 100, 100]), daily('BBB', [10, 10, 10, 10])]
    const result = playMany(candles, {
      0: (ctx) => ctx.target({ BBB: 100 }),
      1: (ctx) => ctx.target({ AAA: 100, BBB: 0 }),
    })
    expect(fillsOf(result)).toEqual([
      'BBB 1 buy 100 @ 10 market',
      'BBB 2 sell 100 @ 10 market',
      'AAA 2 buy 10 @ 100 market',
    ])
    expect(result.account.cash).toBe('0')
  })

  test('leave alone what they do not name', () => {
    const candles = [daily('AAA', [100, 100, 100]), daily('BBB', [10, 10, 10])]
    const result = playMany(candles, {
      0: (ctx) => ctx.target({ AAA: 50, BBB: 50 }),
      1: (ctx) => ctx.target({ AAA: 0 }),
    })
    expect(fillsOf(result).slice(2)).toEqual(['AAA 2 sell 5 @ 100 market'])
  })

  test('bring a position that has drifted back', () => {
    const candles = [daily('AAA', [100, 100, 200, 200]), daily('BBB', [10, 10, 10, 10])]
    const result = playMany(candles, {
      0: (ctx) => ctx.target({ AAA: 50, BBB: 50 }),
      2: (ctx) => ctx.target({ AAA: 50, BBB: 50 }),
    })
    // 5 AAA and 50 BBB; AAA doubles, equity is 1500 and each half of it 750: 3.75 AAA, 75 BBB.
    expect(fillsOf(result).slice(2)).toEqual(['AAA 3 sell 1.25 @ 200 market', 'BBB 3 buy 25 @ 10 market'])
    expect(result.account.cash).toBe('0')
  })

  test('do nothing where the position is there already, or the price has moved past it by the open', () => {
    const rows: Row[] = [100, 100, 100, [150, 150, 150, 150], 150]
    const result = playMany([daily('AAA', rows)], {
      0: (ctx) => ctx.target({ AAA: 50 }),
      1: (ctx) => ctx.target({ AAA: 50 }),
      // Wants to buy at the close of 100, but at 150 five units are 60 % of 1250.
      2: (ctx) => ctx.target({ AAA: 55 }),
    })
    expect(ordersOf(result)).toEqual([
      'AAA filled',
      'AAA cancelled already_at_target',
      'AAA cancelled already_at_target',
    ])
  })

  test('leave the last buyer what there is when fees take their part', () => {
    const candles = [daily('AAA', [100, 100]), daily('BBB', [100, 100])]
    const account = { initialCash: '1000', feeRate: '0.01' }
    const result = playMany(
      candles,
      { 0: (ctx) => ctx.target({ AAA: 50, BBB: 50 }) },
      { account, execution: { lot: '0.01' } },
    )
    // The first 500 cost 505 with fees. Of the equity of 995 the second half would be 4.97, for which 495 are too little.
    expect(fillsOf(result)).toEqual(['AAA 1 buy 5 @ 100 market', 'BBB 1 buy 4.9 @ 100 market'])
  })

  test.each<[string | number]>([[Number.NaN], ['much'], [Number.POSITIVE_INFINITY]])('of %s are refused', (weight) => {
    const result = playMany([daily('AAA', [100, 100])], { 0: (ctx) => ctx.target({ AAA: weight }) })
    expect(ordersOf(result)).toEqual([`AAA refused invalid_size target ${weight} against a percentage`])
  })

  test('that are negative are short in a margin account, and reverse a long at one open', () => {
    const candles = [daily('AAA', [100, 100, 100, 100]), daily('BBB', [10, 10, 10, 10])]
    const script = {
      0: (ctx) => ctx.target({ AAA: 100, BBB: -100 }),
      1: (ctx) => ctx.target({ AAA: -100, BBB: 100 }),
      2: (ctx) => ctx.target({ AAA: 0, BBB: 0 }),
    } satisfies Parameters<typeof playMany>[1]
    const result = playMany(candles, script, margin)
    expect(fillsOf(result)).toEqual([
      'BBB 1 sell 100 @ 10 market',
      'AAA 1 buy 10 @ 100 market',
      'AAA 2 sell 20 @ 100 market',
      'BBB 2 buy 200 @ 10 market',
      'BBB 3 sell 100 @ 10 market',
      'AAA 3 buy 10 @ 100 market',
    ])
  })

  test('that are negative close a spot position, which cannot be short', () => {
    const result = playMany([daily('AAA', [100, 100, 100])], {
      0: (ctx) => ctx.target({ AAA: 50 }),
      1: (ctx) => ctx.target({ AAA: -50 }),
    })
    expect(fillsOf(result).at(-1)).toBe('AAA 2 sell 5 @ 100 market')
  })

  test('beyond the leverage are met as far as it reaches', () => {
    const result = playMany(
      [daily('AAA', [100, 100, 100])],
      { 0: (ctx) => ctx.target({ AAA: 500 }), 1: (ctx) => ctx.target({ AAA: -500 }) },
      margin,
    )
    expect(fillsOf(result)).toEqual(['AAA 1 buy 20 @ 100 market', 'AAA 2 sell 40 @ 100 market'])
  })

  test('say nothing of which position is meant in a hedging account, and so are a mistake there', () => {
    const account = { model: 'margin', positions: 'hedging' } as const
    expect(() => playMany([daily('AAA', [100, 100])], { 0: (ctx) => ctx.target({ AAA: 50 }) }, { account })).toThrow(
      /target is for accounts with one position/,
    )
  })

  test('are met to the lot without costs, wherever the prices went before', () => {
    const price = fc.integer({ min: 50, max: 200 })
    const weight = fc.integer({ min: 0, max: 50 })
    const pairs = (of: fc.Arbitrary<number>) => fc.array(fc.tuple(of, of), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(pairs(price), pairs(weight), (prices, weights) => {
        // The last open is the close at which the last weights are given: sides are chosen by that.
        const rows = [...prices, prices.at(-1)!]
        const candles = [
          daily(
            'AAA',
            rows.map(([first]) => first),
          ),
          daily(
            'BBB',
            rows.map(([, second]) => second),
          ),
        ]
        const script = Object.fromEntries(
          weights.map(([AAA, BBB], moment) => [moment, (ctx: StrategyContext) => void ctx.target({ AAA, BBB })]),
        )
        const { account, equity } = playMany(candles, script)
        const shares = account.positions.map(
          ({ mark, quantity }) => (Number(mark) * Number(quantity)) / equity.equity.at(-1)!,
        )
        expect(shares.map((share) => Math.round(share * 1e6))).toEqual(weights.at(-1)!.map((percent) => percent * 1e4))
      }),
      { numRuns: 100 },
    )
  })
})
