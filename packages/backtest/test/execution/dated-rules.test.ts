import type { BacktestOptions, BuyOrder } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { candle, DAY_MS, flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, play } from '../fixtures/scripted.ts'

const rules = (...entries: object[]): BacktestOptions['rules'] => ({ BTCTRY: entries })

/** The same order placed at the closes of candles 0 and 2; the rules change with candle 3. */
function twice(order: BuyOrder, changed: object) {
  const place = (ctx: { buy(order: BuyOrder): number }) => ctx.buy(order)
  const candles = Array.from({ length: 5 }, () => candle(100, 101, 99, 100))
  return orderLines(play(candles, { 0: place, 2: place }, { rules: rules({}, { from: 3 * DAY_MS, ...changed }) }))
}

describe('rules hold from their date on and do not rewrite what was before:', () => {
  test.each<[string, BuyOrder, object, string]>([
    ['tick', { quantity: 1, limit: '90.3' }, { tick: '0.5' }, 'refused off_tick 90.3 against 0.5'],
    [
      'minimum value',
      { quantity: 1, limit: '90' },
      { minimumValue: 100 },
      'refused below_minimum_value 90 against 100',
    ],
    [
      'maximum quantity',
      { quantity: 2, limit: '90' },
      { maximumQuantity: 1 },
      'refused above_maximum_quantity 2 against 1',
    ],
  ])('%s', (_what, order, changed, refusal) => {
    expect(twice(order, changed)).toEqual(['working', refusal])
  })

  test('minimum value, of a market order that is weighed where it trades', () => {
    expect(twice({ quantity: '0.5' }, { minimumValue: 100 })).toEqual([
      'filled',
      'refused below_minimum_value 50 against 100',
    ])
  })

  test('lot', () => {
    expect(twice({ quantity: '1.5' }, { lot: 1 })).toEqual(['filled', 'filled'])
    const place = (ctx: { buy(order: BuyOrder): number }) => ctx.buy({ quantity: '1.5' })
    const result = play(
      [flat(100), flat(100), flat(100), flat(100)],
      { 0: place, 2: place },
      { rules: rules({}, { from: 3 * DAY_MS, lot: 1 }) },
    )
    expect(result.fills.map(({ quantity }) => quantity)).toEqual(['1.5', '1'])
  })

  test('an order from before the change is weighed by the rules of the candle in which it trades', () => {
    const result = play(
      [flat(100), flat(100), flat(100), flat(94)],
      { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
      { rules: rules({}, { from: 3 * DAY_MS, minimumValue: 100 }) },
    )
    expect(orderLines(result)).toEqual(['refused below_minimum_value 94 against 100'])
  })
})

test('what only reduces may be as small or as large as what it closes', () => {
  const result = play(
    [flat(100), flat(100), flat(1)],
    { 0: (ctx) => ctx.buy({ quantity: 2, stopLoss: 95 }) },
    { rules: rules({ minimumValue: 100 }) },
  )
  expect(fillLines(result).at(-1)).toBe('2 sell 2 @ 1 taker stop_at_open')
})
