import { expect, it } from 'vitest'
import { cleanAnswer } from '../../src/history/clean.ts'
import { gridOf } from '../../src/history/grid.ts'

const TIME = 1_804_924_800_000

/** An answer that holds one minute twice. */
function twice(first: { close: number; volume: number }, second: { close: number; volume: number }) {
  const rows = [first, second]
  const column = (value: number) => rows.map(() => value)
  return {
    ...{ time: column(TIME), open: column(5), high: column(9), low: column(1) },
    ...{ close: rows.map(({ close }) => close), volume: rows.map(({ volume }) => volume) },
  }
}

function closeOf(first: { close: number; volume: number }, second: { close: number; volume: number }) {
  const span = { from: TIME, to: TIME + 60_000 }
  const { candles, repairs } = cleanAnswer(twice(first, second), span, gridOf('1m'))
  expect(repairs.conflicts).toBe(1)
  return [...candles.close]
}

it('keeps of two candles of one time the one with more volume, and of equal volume the later one', () => {
  expect(closeOf({ close: 6, volume: 3 }, { close: 7, volume: 2 })).toEqual([6])
  expect(closeOf({ close: 6, volume: 2 }, { close: 7, volume: 3 })).toEqual([7])
  expect(closeOf({ close: 6, volume: 2 }, { close: 7, volume: 2 })).toEqual([7])
})
