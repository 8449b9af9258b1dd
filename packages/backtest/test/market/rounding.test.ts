import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PriceKind, roundPrice, roundQuantity } from '../../src/market/rounding.ts'
import { Exact } from '../fixtures/exact.ts'
import { positiveText } from './decimals.ts'

describe('a price is rounded against the user:', () => {
  test.each<[string | number, string, 'buy' | 'sell', PriceKind | undefined, string]>([
    ['100.3', '0.5', 'buy', undefined, '100.5'],
    ['100.3', '0.5', 'sell', undefined, '100'],
    ['100.3', '0.5', 'buy', 'fill', '100.5'],
    ['100.3', '0.5', 'buy', 'stop', '100.5'],
    ['100.3', '0.5', 'sell', 'stop', '100'],
    ['100.3', '0.5', 'buy', 'limit', '100'],
    ['100.3', '0.5', 'sell', 'limit', '100.5'],
    ['100.5', '0.5', 'buy', 'fill', '100.5'],
    ['100.5', '0.5', 'sell', 'limit', '100.5'],
    [0.1, '0.25', 'sell', 'fill', '0'],
    [0.1, '0.25', 'buy', 'limit', '0'],
    ['1234567', '10', 'buy', 'fill', '1234570'],
    ['0', '0.5', 'buy', 'fill', '0'],
  ])('%s on a tick of %s, %s %s: %s', (price, tick, side, kind, rounded) => {
    expect(roundPrice(price, tick, side, kind)).toBe(rounded)
  })

  test('by less than a tick, to a multiple of it', () => {
    const side = fc.constantFrom('buy' as const, 'sell' as const)
    const kind = fc.constantFrom('fill' as const, 'stop' as const, 'limit' as const)
    fc.assert(
      fc.property(positiveText(), positiveText(), side, kind, (price, tick, which, what) => {
        const rounded = new Exact(roundPrice(price, tick, which, what))
        expect(rounded.mod(tick).isZero()).toBe(true)
        expect(rounded.minus(price).abs().lt(tick)).toBe(true)
        // A buy's price rises and its limit falls; a sell's price falls and its limit rises.
        const isUp = what === 'limit' ? which === 'sell' : which === 'buy'
        expect(isUp ? rounded.gte(price) : rounded.lte(price)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

test.each([
  ['1.2345', '0.001', '1.234'],
  ['0.0009', '0.001', '0'],
  ['7', '2.5', '5'],
  [0.3, 0.1, '0.3'],
])('a quantity of %s in lots of %s is %s', (quantity, lot, rounded) => {
  expect(roundQuantity(quantity, lot)).toBe(rounded)
})

test('a quantity is never more than asked for, and less than a lot below it', () => {
  fc.assert(
    fc.property(positiveText(), positiveText(), (quantity, lot) => {
      const rounded = new Exact(roundQuantity(quantity, lot))
      expect(rounded.lte(quantity) && rounded.plus(lot).gt(quantity) && rounded.mod(lot).isZero()).toBe(true)
    }),
  )
})

test.each<[string, () => string]>([
  ['price must be a decimal from 0, received -1', () => roundPrice(-1, 1, 'buy')],
  ['price must be a decimal from 0, received NaN', () => roundPrice(Number.NaN, 1, 'buy')],
  ['tick must be a decimal above 0, received 0', () => roundPrice(1, 0, 'buy')],
  ['quantity must be a decimal from 0, received "x"', () => roundQuantity('x', 1)],
  ['lot must be a decimal above 0, received "-1"', () => roundQuantity(1, '-1')],
])('%s', (message, call) => {
  expect(call).toThrow(new RangeError(message))
})
