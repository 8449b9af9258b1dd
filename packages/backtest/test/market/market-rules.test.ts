import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MarketRules } from '../../src/market/market-rules.ts'
import { checkPrice, checkQuantity, RulesHistory } from '../../src/market/market-rules.ts'
import { exact } from './exact-decimal.ts'

const FREE: MarketRules = { tick: null, lot: exact('0.01'), minValue: null, maxQuantity: null }

describe('a market with a tick of 0.5, lots of 0.01, at least 100 of value and at most 50 units', () => {
  const rules: MarketRules = {
    tick: exact('0.5'),
    lot: exact('0.01'),
    minValue: exact('100'),
    maxQuantity: exact('50'),
  }

  test.each([
    ['100', null],
    ['100.5', null],
    ['100.50', null],
    ['0.5', null],
    ['100.4', 'off_tick 100.4 0.5'],
    ['0.4', 'off_tick 0.4 0.5'],
    ['100.500000000000000001', 'off_tick 100.500000000000000001 0.5'],
  ])('judges the price %s: %s', (price, refusal) => {
    expect(spelled(checkPrice(exact(price), rules))).toBe(refusal)
  })

  test.each([
    ['10', '10', null],
    ['9.99', '10', 'below_minimum_value 99.9 100'],
    ['10', '9.99', 'below_minimum_value 99.9 100'],
    ['50', '10', null],
    ['50.01', '10', 'above_maximum_quantity 50.01 50'],
    ['0.01', '10000', null],
    ['0', '10', 'below_lot 0 0.01'],
  ])('judges %s units at %s: %s', (quantity, price, refusal) => {
    expect(spelled(checkQuantity(exact(quantity), exact(price), rules))).toBe(refusal)
  })
})

test('a market without rules accepts every price, value and size of at least a lot', () => {
  expect(checkPrice(exact('0.123456789'), FREE)).toBeNull()
  expect(checkQuantity(exact('0.01'), exact('0.000001'), FREE)).toBeNull()
  expect(checkQuantity(exact('1e20'), exact('1'), FREE)).toBeNull()
})

function spelled(refusal: ReturnType<typeof checkPrice>): string | null {
  return refusal === null ? null : `${refusal.reason} ${refusal.observed} ${refusal.limit}`
}

describe('dated rules', () => {
  const entries = [Number.NEGATIVE_INFINITY, 100, 200, 300].map((from, index) => ({
    from,
    rules: { ...FREE, lot: exact(String(index + 1)) },
  }))

  test.each([
    [Number.MIN_SAFE_INTEGER, '1'],
    [99, '1'],
    [100, '2'],
    [199, '2'],
    [200, '3'],
    [300, '4'],
    [1e15, '4'],
  ])('at %d are those that began last: lots of %s', (time, lot) => {
    expect(new RulesHistory(entries).at(time).lot.toString()).toBe(lot)
  })

  test('do not depend on what was asked before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 400 })), (times) => {
        const dated = new RulesHistory(entries)
        for (const time of times) expect(dated.at(time)).toBe(new RulesHistory(entries).at(time))
      }),
    )
  })
})
