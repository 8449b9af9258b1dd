import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Account } from '../../src/account/account.ts'
import { feeTier } from '../../src/market/fees.ts'
import { booked, buy, decimal, sell, TEN_BASIS_POINTS } from './fixtures.ts'
import { exact, play, randomFills } from './random-fills.ts'

/** Both columns against decimal.js; the sign has to be right too. */
function expectExact({ trades }: Account): void {
  const { count, profit, returnPct } = trades.profits()
  expect(count).toBe(trades.length)
  for (let row = 0; row < count; row++) {
    const trade = trades.at(row)
    const gain = exact(trade.exit!.price).times(exact(trade.quantity)).minus(exact(trade.entryValue))
    const due = (trade.side === 'long' ? gain : gain.negated()).minus(exact(trade.fees))
    expect(Math.sign(profit[row]!)).toBe(due.isZero() ? 0 : due.isNegative() ? -1 : 1)
    expect(Math.abs(due.minus(profit[row]!).toNumber())).toBeLessThanOrEqual(Math.abs(due.toNumber()) * 2e-15)
    if (trade.entryValue.isZero) continue
    const pct = due.dividedBy(exact(trade.entryValue)).times(100)
    expect(Math.abs(pct.minus(returnPct[row]!).toNumber())).toBeLessThanOrEqual(Math.abs(pct.toNumber()) * 2e-15)
  }
}

test('profit and return in doubles are right to the last places, whatever the prices, lots and fees', () => {
  fc.assert(
    fc.property(randomFills(), (run) => expectExact(play(run)[0])),
    { numRuns: 1000 },
  )
})

test('a profit that is next to nothing keeps its sign and its digits', () => {
  const rates = ['0', '0.001', '0.00098765']
  const near = fc.record({
    // Up to 18 digits: beyond what a double tells apart.
    units: fc.bigInt({ min: 10n ** 3n, max: 10n ** 18n }),
    change: fc.bigInt({ min: -3n, max: 3n }),
    scale: fc.integer({ min: 0, max: 18 }),
    quantity: fc.constantFrom('1', '0.000000000000000001', '3.123456789012345678'),
    rate: fc.constantFrom(...rates),
    isShort: fc.boolean(),
  })
  fc.assert(
    fc.property(near, ({ units, change, scale, quantity, rate, isShort }) => {
      const tier = feeTier('taker', decimal(rate))
      const entry = `${units}e-${scale}`
      // Close to where fees are just earned back.
      const breakEven =
        (units * (isShort ? tier.sellFactor : tier.buyFactor).units) /
        (isShort ? tier.buyFactor : tier.sellFactor).units
      const exit = `${breakEven + change}e-${scale}`
      if (breakEven + change <= 0n) return
      const open = isShort ? sell : buy
      const close = isShort ? buy : sell
      const options = { model: 'margin', cash: '1e20' } as const
      expectExact(booked(options, [open(quantity, entry, { tier }), close(quantity, exit, { tier })]))
    }),
    { numRuns: 1000 },
  )
})

test('a trade that earned exactly its fees made nothing', () => {
  // Bought at 999 with 0.1 % on top, 999.999; sold at 1001 less 0.1 %, 999.999.
  const { trades } = booked({}, [buy(1, 999, { tier: TEN_BASIS_POINTS }), sell(1, 1001, { tier: TEN_BASIS_POINTS })])
  expect(trades.profits()).toEqual({ profit: new Float64Array([0]), returnPct: new Float64Array([0]), count: 1 })
})

test('a fee in base is no part of what a unit costs, also where its share rounds to nothing', () => {
  const [unit, price] = ['0.000000000000000001', '0.000000001']
  const cover = buy(`2e-18`, price, { tier: TEN_BASIS_POINTS, feeInBase: true })
  expectExact(booked({ model: 'margin' }, [sell(unit, price), cover]))
})
