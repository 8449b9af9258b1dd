import { compilePolicies, type OrderIntent, review, type State } from '@tezgah/guardrails'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allSet, order, state } from './example.ts'

type Path = readonly string[]
type Inputs = { intent: unknown; state: unknown }
type Damage = { readonly path: Path; readonly what: string; readonly value: unknown }

const policies = compilePolicies(allSet)
const DELETED = Symbol('deleted')
const ADDED = Symbol('added')
const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('trap')
    },
    ownKeys() {
      throw new Error('trap')
    },
  },
)

/** Values that are right nowhere in an intent or a state. */
const hostile: readonly (readonly [string, unknown])[] = [
  ['deleted', DELETED],
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-1', -1],
  ['0.5', 0.5],
  ['2^60', 2 ** 60],
  ['list of true', [true]],
  ['bigint', 1n],
  ['function', () => 1],
  ['symbol', Symbol('hostile')],
  ['empty text', ''],
  ['empty object', {}],
  ['empty list', [[]]],
  ['throwing proxy', throwing],
  ['date', new Date(0)],
  ['boxed', Object('1')],
  ['long text', '9'.repeat(200)],
]
/** Text that is no amount, though it may be a name. */
const hostileAmounts = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e5',
  ' 1',
  '+1',
  '0x10',
  '1,5',
  '01',
  '.5',
  '1.',
  '١',
  '9'.repeat(41),
  `0.${'1'.repeat(19)}`,
  'null',
]
/** Where `null` has a meaning. */
const nullable = /\.(price|limitPrice|stopPrice)$/
/** Names of things: any short text is one. */
const names = /\.(symbol|id|base|quote)$/
/** A buy spends quote currency, so the balance of the base is not asked for. */
const unneeded = /^state\.account\.balances\.BTC/

const paths = [...pathsOf(order, ['intent']), ...pathsOf(state, ['state'])].filter(
  (path) => !unneeded.test(path.join('.')),
)

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))]
}

function damagesAt(path: Path): Damage[] {
  const text = path.join('.')
  const before = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], { intent: order, state })
  const values: [string, unknown][] = [...hostile.map(([what, value]): [string, unknown] => [what, value])]
  if (!nullable.test(text)) values.push(['null', null])
  if (!names.test(text)) values.push(...hostileAmounts.map((value): [string, unknown] => [value, value]))
  if (typeof before === 'object' && before !== null && !Array.isArray(before) && !/balances$|markets$/.test(text)) {
    values.push(['a foreign member', ADDED])
  }
  return values.map(([what, value]) => ({ path, what, value }))
}

const damages = paths.flatMap(damagesAt)

function damaged(damage: readonly Damage[]): Inputs | null {
  const inputs = { intent: structuredClone(order), state: structuredClone(state) } as unknown as Record<string, unknown>
  for (const { path, value } of damage) {
    let at: unknown = inputs
    for (const key of path.slice(0, -1))
      at = typeof at === 'object' && at !== null && at !== throwing ? Reflect.get(at, key) : undefined
    if (typeof at !== 'object' || at === null || at === throwing) return null
    const key = path.at(-1)!
    if (value === DELETED) Reflect.deleteProperty(at, key)
    else if (value === ADDED) {
      const inner = Reflect.get(at, key)
      if (typeof inner !== 'object' || inner === null || inner === throwing) return null
      Reflect.set(inner, 'unknownMember', 1)
    } else Reflect.set(at, key, value)
  }
  return inputs as unknown as Inputs
}

function verdictOf(inputs: Inputs): string {
  return review(inputs.intent as OrderIntent, inputs.state as State, policies).verdict
}

describe('inputs that are broken', () => {
  it('are never approved, with any wrong value in any field', () => {
    expect(verdictOf({ intent: order, state })).toBe('approved')
    const passed = damages.filter((damage) => {
      const inputs = damaged([damage])
      return inputs !== null && verdictOf(inputs) !== 'refused'
    })
    expect(damages.length).toBeGreaterThan(4000)
    expect(passed.map(({ path, what }) => `${path.join('.')} = ${what}`)).toEqual([])
  })

  it('are never approved when several places are broken at once', { timeout: 60_000 }, () => {
    const several = fc.array(fc.constantFrom(...damages), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(several, (damage) => {
        const inputs = damaged(damage)
        return inputs === null || verdictOf(inputs) === 'refused'
      }),
      { seed: 20_250_115, numRuns: 15_000 },
    )
  })

  it('never let a verdict throw or come without a reason', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), fc.anything(), (intent, anyState, set, overrides) => {
        const verdict = review(intent as never, anyState as never, set as never, overrides as never)
        expect(verdict.verdict).toBe('refused')
        expect(verdict.reasons.length).toBeGreaterThan(0)
      }),
      { seed: 7, numRuns: 3000 },
    )
  })
})

describe('names from JSON', () => {
  it('find nothing that was not given', () => {
    for (const symbol of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const verdict = review({ ...order, symbol }, state, policies)
      expect(verdict.verdict, symbol).toBe('refused')
    }
    const polluted = JSON.parse('{"__proto__": {"mode": "active"}, "at": 1, "clockErrorMs": 0}')
    expect(review(order, polluted, policies).reasons[0]?.code).toBe('INVALID_INPUT')
  })

  it('are not read from a prototype, nor from a polluted one', () => {
    const inherited = Object.create(state) as State
    expect(review(order, inherited, policies).verdict).toBe('refused')
    const prototype = Object.prototype as Record<string, unknown>
    prototype['reduceOnly'] = true
    try {
      expect(review(order, state, policies).verdict).toBe('refused')
    } finally {
      delete prototype['reduceOnly']
    }
  })

  it('of too many items are refused', () => {
    const trades = Array.from({ length: 10_001 }, () => ({ at: state.at }))
    const verdict = review(order, { ...state, activity: { ...state.activity, trades } }, policies)
    expect(verdict.reasons.map(({ code }) => code)).toContain('INVALID_INPUT')
  })
})
