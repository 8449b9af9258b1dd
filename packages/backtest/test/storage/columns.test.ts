import { Decimal } from '@tezgah/core/decimal'
import { expect, it } from 'vitest'
import { DecimalColumn, DoubleColumn, IntColumn, OptionalDecimalColumn } from '../../src/storage/columns.ts'

it('keeps what was pushed and set, also after it has grown', () => {
  const column = new IntColumn()
  for (let value = 0; value < 1000; value++) column.push(value - 500)
  column.set(3, 7)
  expect(column.length).toBe(1000)
  expect([column.at(0), column.at(3), column.at(999)]).toEqual([-500, 7, 499])
})

it('keeps every value in order, also after it has grown', () => {
  const column = new DoubleColumn()
  const values = Array.from({ length: 1000 }, (_, row) => row / 3)
  for (const value of values) column.push(value)
  expect(column.length).toBe(1000)
  expect(values.map((_, row) => column.at(row))).toEqual(values)
  expect([...column.values.subarray(0, column.length)]).toEqual(values)
})

import fc from 'fast-check'

const edges = [0n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 10n ** 60n]
const units = fc.oneof(fc.bigInt(), fc.constantFrom(...edges))
const scale = fc.oneof(fc.nat({ max: 40 }), fc.constantFrom(254, 255, 256, 300))

it('gives back every decimal as it was, however wide, also after it has grown', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ units, scale }), { maxLength: 200, size: 'max' }), (values) => {
      const column = new DecimalColumn()
      for (const value of values) column.push(new Decimal(value.units, value.scale))
      expect(column.length).toBe(values.length)
      expect(values.map((_, row) => column.at(row))).toEqual(
        values.map((value) => new Decimal(value.units, value.scale)),
      )
    }),
  )
})

it('knows a zero from any other number, wide ones included', () => {
  fc.assert(
    fc.property(units, scale, (units, scale) => {
      const column = new DecimalColumn()
      column.push(new Decimal(units, scale))
      expect(column.isZeroAt(0)).toBe(units === 0n)
    }),
  )
})

it('has zero in every row that was given no value, before, between and after', () => {
  const column = new OptionalDecimalColumn()
  expect([column.at(0).isZero, column.has(0)]).toEqual([true, false])
  column.set(2, new Decimal(5n, 1))
  column.set(3, new Decimal(7n, 0))
  column.set(200, new Decimal(-9n, 0))
  const rows = [0, 1, 2, 3, 4, 199, 200, 201, 5000]
  expect(rows.map((row) => column.at(row).toString())).toEqual(['0', '0', '0.5', '7', '0', '0', '-9', '0', '0'])
})
