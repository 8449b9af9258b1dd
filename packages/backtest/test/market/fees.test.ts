import { ZERO } from '@tezgah/core/decimal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { affordableQuantity, type FeeSchedule, feeSurcharge, feeTier, tierAt } from '../../src/market/fees.ts'
import { Exact } from '../fixtures/exact.ts'
import { positiveText } from './decimals.ts'
import { exact } from './exact-decimal.ts'

type Given = { rate?: string; fixed?: string; minimum?: string; currency?: 'quote' | 'base' }

function scheduleOf({ rate = '0', fixed = '0', minimum = '0', currency = 'quote' }: Given): FeeSchedule {
  const step = { fromVolume: ZERO, maker: feeTier('maker', exact(rate)), taker: feeTier('taker', exact(rate)) }
  return { tiers: [step], fixed: exact(fixed), minimum: exact(minimum), currency }
}

describe('the tier is the last one whose traded value is reached:', () => {
  const step = (fromVolume: string, maker: string, taker: string) => ({
    fromVolume: exact(fromVolume),
    maker: feeTier('maker', exact(maker)),
    taker: feeTier('taker', exact(taker)),
  })
  const schedule: FeeSchedule = {
    ...scheduleOf({}),
    tiers: [step('0', '0.003', '0.004'), step('1000', '0.002', '0.003'), step('5000.5', '0', '0.001')],
  }

  test.each([
    ['0', '0.003', '0.004'],
    ['999.99999999', '0.003', '0.004'],
    ['1000', '0.002', '0.003'],
    ['5000.49', '0.002', '0.003'],
    ['5000.5', '0', '0.001'],
    ['1e12', '0', '0.001'],
  ])('after %s: maker %s, taker %s', (volume, maker, taker) => {
    expect(tierAt(schedule, exact(volume), 'maker').rate.toString()).toBe(maker)
    expect(tierAt(schedule, exact(volume), 'taker').rate.toString()).toBe(taker)
  })

  test('a tier knows its factors', () => {
    const tier = tierAt(schedule, ZERO, 'taker')
    expect([tier.liquidity, tier.buyFactor.toString(), tier.sellFactor.toString()]).toEqual(['taker', '1.004', '0.996'])
  })
})

// The fee is the dearer of value × rate + fixed and minimum; its extra is what lies above value × rate.
test.each<[Given, string, string]>([
  [{ rate: '0.001' }, '1000', '0'],
  [{ rate: '0.001', fixed: '2' }, '1000', '2'],
  [{ rate: '0.001', minimum: '5' }, '1000', '4'],
  [{ rate: '0.001', minimum: '5' }, '5000', '0'],
  [{ rate: '0.001', minimum: '5' }, '6000', '0'],
  [{ rate: '0.001', fixed: '2', minimum: '5' }, '1000', '4'],
  [{ rate: '0.001', fixed: '2', minimum: '5' }, '3000', '2'],
  [{ rate: '0.001', fixed: '2', minimum: '5' }, '4000', '2'],
  [{ minimum: '5' }, '0.01', '5'],
])('%j adds to the fee of a value of %s: %s', (given, value, extra) => {
  const schedule = scheduleOf(given)
  expect(feeSurcharge(schedule, schedule.tiers[0]!.taker, exact(value)).toString()).toBe(extra)
})

// At a price of 100 in lots of 0.001.
test.each<[Given, string, string]>([
  [{ rate: '0.001' }, '1000', '9.99'], // 1000 / 100.1 = 9.99000…
  [{ rate: '0.001', fixed: '10' }, '1000', '9.89'], // 990 / 100.1 = 9.89010…
  [{ rate: '0.001', minimum: '10' }, '1000', '9.9'], // 990 / 100: the rate alone would be 0.99
  [{ rate: '0.01', minimum: '5' }, '1000', '9.9'], // 1000 / 101 = 9.90099…: the rate is dearer
  [{ rate: '0.01', fixed: '5', minimum: '14' }, '1000', '9.851'], // 995 / 101 = 9.85148…, 986 / 100 = 9.86
  [{ rate: '0.01', fixed: '5', minimum: '20' }, '1000', '9.8'], // 980 / 100
  [{ fixed: '1000' }, '1000', '0'],
  [{ fixed: '1001' }, '1000', '0'],
  [{ minimum: '999.95' }, '1000', '0'], // 0.05 are less than the 0.1 of one lot
  [{ minimum: '999.9' }, '1000', '0.001'],
  [{ rate: '0.1', currency: 'base' }, '1000', '10'], // the fee comes out of the ten
  [{ rate: '0.1', fixed: '10', currency: 'base' }, '1000', '9.9'],
  [{ rate: '0.1', minimum: '190', currency: 'base' }, '1000', '9'], // 810 / 90: 100 of the 190 are paid in cash
  [{ rate: '0.001' }, '0', '0'],
])('with %j a budget of %s affords %s', (given, budget, quantity) => {
  const schedule = scheduleOf(given)
  const tier = schedule.tiers[0]!.taker
  expect(affordableQuantity(exact(budget), exact('100'), tier, schedule, exact('0.001')).toString()).toBe(quantity)
})

test('what is affordable never overdraws, and one lot more would', () => {
  const smallOrNothing = fc.oneof(
    fc.constant('0'),
    fc.integer({ min: 1, max: 10 ** 9 }).map((cents) => `${cents}e-4`),
  )
  const rate = fc.integer({ min: 0, max: 999_999 }).map((millionths) => `${millionths}e-6`)
  const budget = fc.oneof(positiveText(), smallOrNothing)
  const lot = fc.oneof(fc.constantFrom('1', '0.00000001', '1e-18', '25'), positiveText())
  fc.assert(
    fc.property(
      fc.record({ rate, fixed: smallOrNothing, minimum: smallOrNothing, currency: fc.constantFrom('quote', 'base') }),
      budget,
      positiveText(),
      lot,
      (given, money, price, step) => {
        const schedule = scheduleOf(given)
        const quantity = affordableQuantity(exact(money), exact(price), schedule.tiers[0]!.taker, schedule, exact(step))
        const cost = (lots: Exact): Exact => {
          const value = lots.times(step).times(price)
          const byRate = value.times(given.rate)
          const fee = Exact.max(byRate.plus(given.fixed), given.minimum)
          return value.plus(given.currency === 'quote' ? fee : fee.minus(byRate))
        }
        const lots = new Exact(quantity.toString()).div(step)
        expect(lots.isInteger()).toBe(true)
        if (lots.gt(0)) expect(cost(lots).lte(money)).toBe(true)
        expect(cost(lots.plus(1)).gt(money)).toBe(true)
      },
    ),
    { numRuns: 2000 },
  )
})

test('the extra is what the dearer fee has above the rate', () => {
  const amount = fc.integer({ min: 0, max: 10 ** 6 }).map((cents) => `${cents}e-2`)
  fc.assert(
    fc.property(amount, amount, amount, positiveText(), (rateCents, fixed, minimum, value) => {
      const rate = new Exact(rateCents).div(10_001).toFixed(12)
      const schedule = scheduleOf({ rate, fixed, minimum })
      const extra = feeSurcharge(schedule, schedule.tiers[0]!.maker, exact(value))
      const byRate = new Exact(value).times(rate)
      expect(byRate.plus(extra.toString()).eq(Exact.max(byRate.plus(fixed), minimum))).toBe(true)
    }),
  )
})
