import {
  compilePolicies,
  type JsonValue,
  type Review,
  type RunLimits,
  review,
  type StartIntent,
  startPolicies,
  type TradingMode,
} from '@tezgah/guardrails'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seed } from '../seed.ts'
import { breachesOf, type OldBreach } from './oracle/breaches.ts'

const RUNS = Number(process.env['START_CASES'] ?? 1500)
const NOW = 1_736_942_400_000

type Json = { readonly [name: string]: JsonValue }
type Override = {
  readonly id: string
  readonly policies: readonly string[]
  readonly symbols: readonly string[] | 'all'
}
type Case = {
  readonly approved: { readonly strategies: Readonly<Record<string, Json>>; readonly limits: RunLimits }
  readonly start: StartIntent
  readonly mode: TradingMode
  readonly overrides: readonly Override[]
}

const names = ['fast', 'slow', 'a.b', 'a', '__proto__', 'constructor']
const leaves: fc.Arbitrary<JsonValue> = fc.constantFrom(1, 2, 2.5, '2', true, null, [1, 2], [2, 1], { fast: 1 }, {})
const params = fc
  .array(fc.tuple(fc.constantFrom(...names), leaves), { maxLength: 4 })
  .map(
    (members) =>
      JSON.parse(`{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)}}`) as Json,
  )
const drawdowns = fc.option(fc.constantFrom(20, 20.000000000000004, 19.999, 50, 0.5, 1e-7), { nil: undefined })
const notionals = fc.option(
  fc.constantFrom<string | number>(
    '1000',
    '1000.000000000000000001',
    '999.999999999999999999',
    1000,
    1e21,
    '01000',
    '5',
  ),
  { nil: undefined },
)
const limits: fc.Arbitrary<RunLimits> = fc.tuple(drawdowns, notionals).map(([maxDrawdownPct, maxNotional]) => ({
  ...(maxDrawdownPct !== undefined && { maxDrawdownPct }),
  ...(maxNotional !== undefined && { maxNotional }),
}))
const strategies = fc.constantFrom('sma-cross', 'rsi', 'constructor')
const waivable = ['approved-parameters', 'max-drawdown', 'max-notional']
const overrides = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('o1', 'o2', 'o3'),
    policies: fc.subarray(waivable, { minLength: 1 }),
    symbols: fc.constantFrom<'all' | string[]>('all', ['btc'], ['btc', 'eth']),
  }),
  { selector: ({ id }) => id, maxLength: 3 },
)

const cases: fc.Arbitrary<Case> = fc
  .record({
    approved: fc.record({
      strategies: fc.dictionary(strategies, params, { maxKeys: 2, noNullPrototype: true }),
      limits,
    }),
    strategy: strategies,
    asked: params,
    isAsApproved: fc.boolean(),
    limits: fc.option(limits, { nil: undefined }),
    datasets: fc.constantFrom(['btc'], ['btc', 'eth']),
    mode: fc.constantFrom<TradingMode>('active', 'active', 'reducing', 'halted'),
    overrides,
  })
  .map(({ approved, strategy, asked, isAsApproved, limits = {}, datasets, mode, overrides }) => {
    const own = Object.hasOwn(approved.strategies, strategy) ? approved.strategies[strategy] : undefined
    const parameters = isAsApproved ? (own ?? asked) : asked
    const start: StartIntent = { kind: 'start', id: 'job-1', strategy, parameters, datasets, limits, at: NOW }
    return { approved, start, mode, overrides }
  })

/** The policies that the service named, and what it answered, before its rules were policies. */
type Opinion = {
  readonly isApproved: boolean
  readonly policies: readonly string[]
  readonly errors: readonly object[]
  readonly waived: readonly string[]
}

function oldOpinion({ approved, start, mode, overrides }: Case): Opinion {
  const { strategy, parameters, limits, datasets } = start
  const byMode = { isApproved: false, policies: ['trading-mode'], errors: [], waived: [] }
  if (mode === 'halted') return byMode
  const breaches: readonly OldBreach[] = breachesOf({ strategy, params: parameters as Json, limits }, approved)
  if (mode === 'reducing' && (!Object.hasOwn(approved.strategies, strategy) || breaches.length > 0)) return byMode
  const policies = breaches.map(({ policy }) => policy)
  const fitting = overrides
    .filter(({ symbols }) => symbols === 'all' || datasets.every((id) => symbols.includes(id)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const used = policies.map((policy) => fitting.find((override) => override.policies.includes(policy))?.id)
  if (used.includes(undefined)) {
    return { isApproved: false, policies, errors: breaches.flatMap(({ errors }) => errors), waived: [] }
  }
  return { isApproved: true, policies, errors: [], waived: used.map((id, index) => `${policies[index]} ${id}`) }
}

function newOpinion({ approved, start, mode, overrides }: Case): Opinion {
  const active = overrides.map((override) => ({ ...override, from: 0, until: NOW + 1, usesLeft: 1 }))
  const verdict = review(start, { at: NOW, clockErrorMs: 0, mode }, compilePolicies(startPolicies(approved)), active)
  if (verdict.reasons.some(({ policy }) => policy === 'guardrails')) {
    return { isApproved: false, policies: ['trading-mode'], errors: [], waived: [] }
  }
  const isApproved = verdict.verdict === 'approved'
  const broken = [...verdict.reasons, ...verdict.waived].map(({ policy }) => policy)
  const waived = isApproved ? verdict.waived.map(({ policy, override }) => `${policy} ${override}`) : []
  return { isApproved, policies: [...new Set(broken)].sort(), errors: errorsOf(verdict), waived: [...new Set(waived)] }
}

function errorsOf({ verdict, reasons, waived }: Review): readonly object[] {
  if (verdict === 'approved') return []
  return [...reasons, ...waived]
    .map(({ policy, field, limit, observed }) => ({
      policy,
      field,
      message: `approved is ${limit}, received ${observed}`,
    }))
    .sort((a, b) => waivable.indexOf(a.policy) - waivable.indexOf(b.policy))
    .map(({ field, message }) => ({ field, message }))
}

/** Fields with a point in their name may change places, which no answer promises. */
const sorted = ({ errors, ...rest }: Opinion) => ({
  ...rest,
  errors: errors.map((error) => JSON.stringify(error)).sort(),
})

it('judges every start as the service did before its rules were policies', { timeout: 600_000 }, () => {
  let [approved, refused] = [0, 0]
  fc.assert(
    fc.property(cases, (given) => {
      const opinion = newOpinion(given)
      if (opinion.isApproved) approved += 1
      else refused += 1
      expect(sorted(opinion)).toEqual(sorted(oldOpinion(given)))
    }),
    { numRuns: RUNS, seed },
  )
  expect(Math.min(approved, refused)).toBeGreaterThan(RUNS / 50)
})
