import { crossedAbove, crossedBelow } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { View } from '../../src/strategy/view.ts'

const pair = (before: number, now: number): View => new View(Float64Array.of(before, now), { index: 1 })

const NaN_ = Number.NaN

describe('a line that was [before, now], against 10', () => {
  test.each([
    ['rises through it', 9, 11, true, false],
    ['rises from it', 10, 11, true, false],
    ['rises to it', 9, 10, false, false],
    ['falls through it', 11, 9, false, true],
    ['falls from it', 10, 9, false, true],
    ['falls to it', 11, 10, false, false],
    ['stays on it', 10, 10, false, false],
    ['stays above it', 11, 12, false, false],
    ['was not known yet', NaN_, 11, false, false],
    ['is not known', 9, NaN_, false, false],
  ])('%s', (_what, before, now, above, below) => {
    expect(crossedAbove(pair(before, now), 10)).toBe(above)
    expect(crossedBelow(pair(before, now), 10)).toBe(below)
    expect(crossedAbove(pair(before, now), pair(10, 10)), 'against another line').toBe(above)
    expect(crossedBelow(pair(before, now), pair(10, 10)), 'against another line').toBe(below)
  })
})

test('two lines cross though both move', () => {
  expect(crossedAbove(pair(5, 20), pair(6, 19))).toBe(true)
  expect(crossedBelow(pair(6, 19), pair(5, 20))).toBe(true)
})

test('nothing has crossed on the first candle', () => {
  const first = new View(Float64Array.of(11, 12), { index: 0 })
  expect(crossedAbove(first, 10)).toBe(false)
})
