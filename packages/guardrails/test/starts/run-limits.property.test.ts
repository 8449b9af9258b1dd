import { type BacktestAccount, type BacktestOrder, createRunGuard, type RunLimits } from '@tezgah/guardrails/run-limits'
import { Decimal } from 'decimal.js'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { seed } from '../seed.ts'
import { LimitReached, limitGuard } from './oracle/limit-guard.ts'

const RUNS = Number(process.env['RUN_LIMIT_CASES'] ?? 1500)
const Exact = Decimal.clone({ precision: 200 })
const SYMBOLS = ['BTCTRY', 'ETHTRY', 'XRPTRY']

/** A moment of a run: what is held at which closes, what all is worth, and the order that comes next. */
type Moment = {
  readonly held: readonly (string | null)[]
  readonly closes: readonly (string | null)[]
  readonly equity: string
  readonly order: BacktestOrder | null
}
type Case = { readonly limits: RunLimits; readonly moments: readonly Moment[] }

const digits = (max: number) => fc.bigInt({ min: 0n, max: 10n ** BigInt(max) })
const scaled = (units: bigint, places: number) => new Exact(units.toString()).div(new Exact(10).pow(places)).toFixed()
const amounts = fc.tuple(digits(12), fc.constantFrom(0, 2, 8, 18, 24)).map(([units, places]) => scaled(units, places))
const prices = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.constantFrom(0, 2, 5, 10))
  .map(([units, places]) => scaled(units, places))
const signed = fc
  .tuple(amounts, fc.boolean())
  .map(([text, short]) => (short && !/^[0.]*$/.test(text) ? `-${text}` : text))
const orders: fc.Arbitrary<BacktestOrder | null> = fc.option(
  fc.record({
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constant('market' as const),
    quantity: fc.option(amounts, { freq: 9 }),
    limitPrice: fc.option(prices),
    stopPrice: fc.constant(null),
    reduceOnly: fc.boolean(),
  }),
)
const moments = fc.array(
  fc.record({
    held: fc.array(fc.option(signed), { minLength: 3, maxLength: 3 }),
    closes: fc.array(fc.option(prices, { freq: 9 }), { minLength: 3, maxLength: 3 }),
    equity: amounts.map((text) => new Exact(text).plus('0.01').toFixed()),
    order: orders,
  }),
  { minLength: 1, maxLength: 6 },
)

// Below 1e-5 % the guard before did not count the rounding of a difference, so it could miss the limit.
const percents = fc.oneof(
  fc.constantFrom(0.1, 1, 2.5, 20, 33.3, 50, 100, 1e-4),
  fc.double({ min: 1e-5, max: 100, noNaN: true }),
)
const epsilons = fc.constantFrom('0', '1e-18', '-1e-18', '1e-30', '-1e-30', '0.01')

/** Closes and holdings at random, with the equity of a moment moved to the limit, and the limit to a moment's value. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    moments,
    percent: percents,
    at: fc.nat(5),
    epsilon: epsilons,
    use: fc.constantFrom('both', 'fall', 'value'),
  })
  .map(({ moments, percent, at, epsilon, use }) => {
    const edge = atTheEdge(moments, percent, at, epsilon)
    const value = exposureOf(edge[at % edge.length]!).plus(epsilon)
    const text = value.gt(0) ? value.toDecimalPlaces(18, Decimal.ROUND_DOWN).toFixed() : '100.5'
    const maxNotional = /^(?=.*[1-9])\d{1,20}(\.\d{1,18})?$/.test(text) ? text : 1000
    return {
      moments: edge,
      limits: { ...(use !== 'value' && { maxDrawdownPct: percent }), ...(use !== 'fall' && { maxNotional }) },
    }
  })

function atTheEdge(moments: readonly Moment[], percent: number, at: number, epsilon: string): readonly Moment[] {
  const index = at % moments.length
  const peak = moments.slice(0, index).reduce((top, { equity }) => Decimal.max(top, equity), new Exact(0))
  if (peak.lte(0)) return moments
  const equity = peak.times(new Exact(100).minus(percent)).div(100).plus(epsilon)
  return moments.map((moment, place) => (place === index ? { ...moment, equity: equity.toFixed() } : moment))
}

/** What is held, with the order filled, at the exact prices. */
function exposureOf({ held, closes, order }: Moment): Decimal {
  return SYMBOLS.reduce((sum, symbol, index) => {
    const close = closes[index] ?? '0'
    const isOrdered = order !== null && order.symbol === symbol
    const change = isOrdered ? new Exact(order.quantity ?? 0).times(order.side === 'buy' ? 1 : -1) : new Exact(0)
    const price = isOrdered && order.limitPrice !== null ? Exact.max(close, order.limitPrice) : new Exact(close)
    return sum.plus(new Exact(held[index] ?? 0).plus(change).abs().times(price))
  }, new Exact(0))
}

function accountOf({ held, closes, equity }: Moment, time: number): BacktestAccount {
  const unused = () => {
    throw new Error('not read')
  }
  return {
    time,
    equity,
    cash: '0',
    freeCash: '0',
    freeQuantity: unused,
    closeOf: (symbol) => closes[SYMBOLS.indexOf(symbol)] ?? null,
    positions: () =>
      SYMBOLS.flatMap((symbol, index) => {
        const quantity = held[index]
        return quantity == null || /^-?[0.]*$/.test(quantity) ? [] : [{ symbol, quantity }]
      }),
    workingOrders: unused,
    fills: unused,
    closedTrades: unused,
  }
}

type End = { readonly field: string; readonly message: string } | null

function oldEnd({ limits, moments }: Case): End {
  const judge = limitGuard(limits)?.begin()
  try {
    for (const [index, moment] of moments.entries()) {
      const account = accountOf(moment, index * 60_000)
      judge?.observe(account)
      if (moment.order !== null) judge?.review(moment.order, account)
    }
    return null
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error
    return { field: error.field, message: error.message }
  }
}

function newEnd({ limits, moments }: Case): End {
  const judge = createRunGuard(limits)?.begin(SYMBOLS)
  for (const [index, moment] of moments.entries()) {
    const account = accountOf(moment, index * 60_000)
    const stop = judge?.observe(account) ?? (moment.order === null ? null : judge?.review(moment.order, account))
    if (stop != null && 'stop' in stop) return { field: stop.field ?? '', message: stop.message }
  }
  return null
}

it('ends every run where the guard before it did, with the same words', { timeout: 600_000 }, () => {
  let [ended, went] = [0, 0]
  fc.assert(
    fc.property(cases, (given) => {
      const end = newEnd(given)
      if (end === null) went += 1
      else ended += 1
      expect(end).toEqual(oldEnd(given))
    }),
    { numRuns: RUNS, seed },
  )
  expect(Math.min(ended, went)).toBeGreaterThan(RUNS / 20)
})

it.each<RunLimits>([
  {},
  { maxDrawdownPct: 20 },
  { maxNotional: '100000.50' },
  { maxDrawdownPct: 0.5, maxNotional: 1e21 },
])('keeps the name that the manifest of a run with %o holds', (limits) => {
  expect(createRunGuard(limits)?.name).toBe(limitGuard(limits)?.name)
})
