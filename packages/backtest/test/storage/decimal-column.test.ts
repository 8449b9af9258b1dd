import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Decimal } from '../../src/money/decimal.ts'
import { DecimalColumn } from '../../src/storage/decimal-column.ts'

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

it('gives the double of every decimal, and its units where a double holds them', () => {
  fc.assert(
    fc.property(units, scale, (units, scale) => {
      const column = new DecimalColumn()
      const value = new Decimal(units, scale)
      column.push(value)
      expect(column.numberAt(0)).toBe(value.toNumber())
      if (Number.isNaN(column.unitsAt(0))) return
      expect(column.unitsAt(0)).toBe(Number(units))
      expect(column.scaleAt(0)).toBe(scale)
    }),
  )
  const wide = new DecimalColumn()
  wide.push(new Decimal(2n ** 63n, 0))
  expect(wide.unitsAt(0)).toBe(Number.NaN)
})
