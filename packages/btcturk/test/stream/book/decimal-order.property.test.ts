import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareDecimals } from '../../../src/stream/book/decimal-order.ts'
import { toDecimalText } from '../../../src/wire/decimal-text.ts'

const positive = fc
  .tuple(fc.nat(100_000), fc.stringMatching(/^\d{0,16}$/))
  .map(([whole, fraction]) => toDecimalText(fraction === '' ? String(whole) : `${whole}.${fraction}`)!)
  .filter((text) => text !== '0')

it('orders decimals as decimal.js does', () => {
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      expect(Math.sign(compareDecimals(a, b))).toBe(new Decimal(a).comparedTo(new Decimal(b)))
    }),
    { numRuns: 2000 },
  )
})
