import { Decimal, floorQuotient, percentOf, type SmallDecimal, ZERO } from '@tezgah/core/decimal'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ledger } from '../../src/account/ledger.ts'

const exact = ({ units, scale }: SmallDecimal): Decimal => new Decimal(BigInt(units), scale)
const small = (max: number): fc.Arbitrary<SmallDecimal> =>
  fc.record({ units: fc.integer({ min: 1, max }), scale: fc.nat({ max: 8 }) })

const trades = fc.array(
  fc.record({
    isSale: fc.boolean(),
    price: small(1e7),
    factor: fc.constantFrom<SmallDecimal>(
      { units: 1, scale: 0 },
      { units: 1001, scale: 3 },
      { units: 99_877, scale: 5 },
    ),
    lot: fc.constantFrom<SmallDecimal>({ units: 1, scale: 0 }, { units: 5, scale: 2 }, { units: 1, scale: 8 }),
    percent: fc.constantFrom<SmallDecimal>({ units: 1, scale: -2 }, { units: 50, scale: 0 }, { units: 333, scale: 1 }),
  }),
  { minLength: 1, maxLength: 12 },
)

test('the ledger does what decimals do, scales included, or nothing at all', () => {
  let booked = 0
  fc.assert(
    fc.property(small(1e9), trades, (start, list) => {
      const ledger = new Ledger()
      let [cash, held] = [exact(start), ZERO]
      ledger.load(cash, held)
      for (const { isSale, price, factor, lot, percent } of list) {
        const isDone = isSale ? ledger.sellAll(price, factor) : ledger.buy(price, factor, lot, percent)
        if (isDone) {
          const unit = exact(price).times(exact(factor))
          const share = percent.scale === -2 ? cash : percentOf(exact(percent), cash)
          const traded = isSale ? held : floorQuotient(share, unit, exact(lot))
          const money = exact(price).times(traded).times(exact(factor))
          cash = isSale ? cash.plus(money) : cash.minus(money)
          held = isSale ? ZERO : held.isZero ? traded : held.plus(traded)
          booked++
        }
        expect([ledger.cash, ledger.held]).toEqual([cash, held])
        expect([ledger.cashMark, ledger.heldMark]).toEqual([cash.toNumber(), held.toNumber()])
      }
    }),
    { numRuns: 3000 },
  )
  expect(booked).toBeGreaterThan(5000)
})

test('cash that was spent to the last digit keeps its scale, as a decimal does', () => {
  const one = { units: 1, scale: 0 }
  const all = { units: 1, scale: -2 }
  const ledger = new Ledger()
  ledger.load(new Decimal(10_050n, 2), ZERO)
  expect(ledger.buy({ units: 1005, scale: 1 }, one, one, all)).toBe(true)
  expect(ledger.cash).toEqual(new Decimal(0n, 2))
  expect(ledger.sellAll({ units: 7, scale: 0 }, one)).toBe(true)
  expect([ledger.cash, ledger.held]).toEqual([new Decimal(700n, 2), ZERO])
})

test('what does not fit is refused and changes nothing', () => {
  const one = { units: 1, scale: 0 }
  const ledger = new Ledger()
  expect(ledger.load(new Decimal(2n ** 104n, 0), ZERO)).toBe(false)
  ledger.load(new Decimal(2n ** 103n, 0), new Decimal(2n ** 60n, 0))
  expect(ledger.sellAll({ units: 2 ** 49, scale: 0 }, one)).toBe(false)
  expect([ledger.cash.units, ledger.held.units]).toEqual([2n ** 103n, 2n ** 60n])
})
