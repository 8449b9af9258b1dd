import { expect, it } from 'vitest'
import { DoubleColumn } from '../../src/storage/double-column.ts'

it('keeps every value in order, also after it has grown', () => {
  const column = new DoubleColumn()
  const values = Array.from({ length: 1000 }, (_, row) => row / 3)
  for (const value of values) column.push(value)
  expect(column.length).toBe(1000)
  expect(values.map((_, row) => column.at(row))).toEqual(values)
  expect([...column.values.subarray(0, column.length)]).toEqual(values)
})
