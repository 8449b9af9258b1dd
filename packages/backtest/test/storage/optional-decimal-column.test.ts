import { expect, it } from 'vitest'
import { Decimal } from '../../src/money/decimal.ts'
import { OptionalDecimalColumn } from '../../src/storage/optional-decimal-column.ts'

it('has zero in every row that was given no value, before, between and after', () => {
  const column = new OptionalDecimalColumn()
  expect(column.at(0).isZero).toBe(true)
  column.set(2, new Decimal(5n, 1))
  column.set(3, new Decimal(7n, 0))
  column.set(200, new Decimal(-9n, 0))
  const rows = [0, 1, 2, 3, 4, 199, 200, 201, 5000]
  expect(rows.map((row) => column.at(row).toString())).toEqual(['0', '0', '0.5', '7', '0', '0', '-9', '0', '0'])
})
