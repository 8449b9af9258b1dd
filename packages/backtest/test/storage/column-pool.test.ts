import { backtest, createBacktest, defineStrategy, type View } from '@tezgah/backtest'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { borrowColumn, returnColumn } from '../../src/storage/column-pool.ts'
import { candlesFrom, flat } from '../fixtures/candles.ts'

it('hands out a column of the wanted length, one that came back before a new one', () => {
  const column = borrowColumn(10)
  returnColumn(column)
  expect(borrowColumn(10)).toBe(column)
  expect(borrowColumn(11)).toHaveLength(11)
  expect(borrowColumn(10)).not.toBe(column)
})

it('keeps eight columns at the most, all of the last length', () => {
  const columns = Array.from({ length: 12 }, () => borrowColumn(5))
  for (const column of columns) returnColumn(column)
  const again = Array.from({ length: 12 }, () => borrowColumn(5))
  expect(again.filter((column) => columns.includes(column))).toHaveLength(8)
})

it('leaves a run held open its own columns while other runs start and end', () => {
  const seen: number[] = []
  const averages = defineStrategy({
    name: 'averages',
    params: z.object({ period: z.int() }),
    setup({ candles, params, indicators }) {
      const average = indicators.sma(candles.close, params.period)
      return {
        onCandle() {
          seen.push(average.at(0))
        },
      }
    },
  })
  const candles = candlesFrom({ candles: Array.from({ length: 40 }, (_, day) => flat(100 + day)) })
  backtest({ strategy: averages, candles, params: { period: 3 } })
  const expected = seen.splice(0)
  const open = createBacktest({ strategy: averages, candles, params: { period: 3 } })
  open.step(20)
  const before = seen.splice(0)
  backtest({ strategy: averages, candles, params: { period: 7 } })
  seen.length = 0
  open.step(20)
  expect([...before, ...seen]).toEqual(expected)
})

it('ends the views of a run with the run', () => {
  let kept: View | undefined
  const keeper = defineStrategy({
    name: 'keeper',
    params: z.object({}),
    setup({ candles, indicators }) {
      kept = indicators.sma(candles.close, 1)
      return { onCandle() {} }
    },
  })
  backtest({ strategy: keeper, candles: candlesFrom({ candles: [flat(100), flat(101)] }) })
  expect(kept!.at(0)).toBeNaN()
  expect(kept).toHaveLength(0)
})
