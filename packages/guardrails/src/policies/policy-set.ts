import { z } from 'zod'
import { describe } from '../context/read.ts'
import type { Assumptions } from '../context/review-context.ts'
import { amountOf, limitAmount } from '../model/amount.ts'
import { GuardrailsError } from '../model/errors.ts'
import { hashJson } from '../model/hash.ts'
import { type OrderLimitsOf, orderPolicyKinds, policyKinds, type StartLimitsOf, startPolicyKinds } from './kinds.ts'
import { limitMs, type OnBreach, type OrderPolicyKind, type Policy, type StartPolicyKind } from './policy.ts'

/** Members of every policy besides its limits. */
export type PolicyCommon = {
  /** Unique in its set, 1 to 64 of `A-Z a-z 0-9 . _ -`; not `guardrails`. */
  readonly name: string
  /** `shadow` only reports. Default `enforce`. */
  readonly mode?: 'enforce' | 'shadow' | undefined
  /** Symbols to whose orders it applies; for a start, datasets. Default `all`. */
  readonly symbols?: 'all' | readonly string[] | undefined
}

type OrderPolicyCommon = PolicyCommon & {
  /**
   * What a breach leads to: the order is refused, needs approval, or is refused and trading halts, which ends a
   * backtest. Missing or unusable data always refuses. Default `refuse`.
   */
  readonly onBreach?: OnBreach | undefined
  /** Whether orders that only shrink a position are not checked. The default depends on the kind. */
  readonly exemptReducing?: boolean | undefined
}

type StartPolicyCommon = PolicyCommon & {
  /** What a breach leads to. Default `refuse`. */
  readonly onBreach?: Exclude<OnBreach, 'halt'> | undefined
  /** A start has no position to reduce. */
  readonly exemptReducing?: undefined
}

/** One policy as data: its name, its kind and the limits of that kind. */
export type PolicyData =
  | {
      readonly [Kind in keyof OrderLimitsOf]: OrderPolicyCommon & { readonly kind: Kind } & OrderLimitsOf[Kind]
    }[keyof OrderLimitsOf]
  | {
      readonly [Kind in keyof StartLimitsOf]: StartPolicyCommon & { readonly kind: Kind } & StartLimitsOf[Kind]
    }[keyof StartLimitsOf]

/** A set of policies as data. Its order does not matter to verdicts. */
export type PolicySet = {
  readonly version: 1
  /** A policy that reads older prices refuses. 1 ms to 400 days, default 10 000. */
  readonly maxMarketAgeMs?: number | undefined
  /** A policy that reads older equity or balances refuses. 1 ms to 400 days, default 60 000. */
  readonly maxAccountAgeMs?: number | undefined
  /** How much worse than the touch a market order may trade, as a fraction. Default `"0.05"`. */
  readonly marketSlippage?: string | undefined
  /** At most 200. */
  readonly policies: readonly PolicyData[]
}

/** A set that is ready to review intents, its limits parsed. */
export type Policies = {
  /** The set, defaults filled in, frozen. */
  readonly data: PolicySet
  /** SHA-256 of the set, defaults filled in, as 64 hexadecimal digits. */
  readonly hash: string
  readonly assumptions: Assumptions
  readonly policies: readonly Policy[]
}

const symbols = z.union([z.literal('all'), z.array(z.string().min(1).max(128)).min(1).max(1000)])
const name = z.string().regex(/^(?!guardrails$)[\w.-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 . _ -, and not guardrails')

// What a kind parses is what it compiles; only together they are safe, so their type ends here.
type AnyLimits = Readonly<Record<string, unknown>>
const orderKinds = orderPolicyKinds as unknown as Readonly<Record<string, OrderPolicyKind<AnyLimits>>>
const startKinds = startPolicyKinds as unknown as Readonly<Record<string, StartPolicyKind<AnyLimits>>>

const common = { name, mode: z.enum(['enforce', 'shadow']).default('enforce'), symbols: symbols.default('all') }

function checked<Shape extends z.ZodObject>(schema: Shape, problem: OrderPolicyKind<AnyLimits>['problem']): Shape {
  return schema.superRefine((policy, { addIssue }) => {
    const text = problem?.(policy) ?? null
    if (text !== null) addIssue({ code: 'custom', message: text })
  })
}

const entries = [
  ...Object.entries(orderKinds).map(([kind, { limits, exemptReducing, problem }]) => {
    const onBreach = z.enum(['refuse', 'needsApproval', 'halt']).default('refuse')
    const shape = { ...common, kind: z.literal(kind), onBreach, exemptReducing: z.boolean().default(exemptReducing) }
    return checked(z.strictObject({ ...shape, ...limits }), problem)
  }),
  ...Object.entries(startKinds).map(([kind, { limits, problem }]) => {
    const onBreach = z.enum(['refuse', 'needsApproval']).default('refuse')
    return checked(z.strictObject({ ...common, kind: z.literal(kind), onBreach, ...limits }), problem)
  }),
]

const [first, ...rest] = entries
if (first === undefined) throw new TypeError('there are no kinds of policies')

const setSchema = z
  .strictObject({
    version: z.literal(1),
    maxMarketAgeMs: limitMs.default(10_000),
    maxAccountAgeMs: limitMs.default(60_000),
    marketSlippage: limitAmount.default('0.05'),
    policies: z.array(z.discriminatedUnion('kind', [first, ...rest])).max(200),
  })
  .refine(({ policies }) => new Set(policies.map((policy) => policy.name)).size === policies.length, {
    error: 'names must differ',
    path: ['policies'],
  })

/** One thing that is wrong with a set of policies. */
export type PolicyProblem = {
  /** Where, such as `policies.0.maxQuantity`; empty for the set as a whole. */
  readonly path: string
  /** What is allowed there. */
  readonly limit: string
  /** What stands there, in short. */
  readonly received: string
}

/**
 * Everything that is wrong with a set of policies; empty if `compilePolicies` takes it.
 *
 * @param set - data, such as parsed JSON
 */
export function policyProblems(set: unknown): readonly PolicyProblem[] {
  const issues = setSchema.safeParse(set).error?.issues ?? []
  return issues.map(({ code, message, path }) => ({
    path: path.join('.'),
    limit:
      code === 'invalid_union' && path.at(-1) === 'kind' ? `one of ${Object.keys(policyKinds).join(', ')}` : message,
    received: describe(path.reduce<unknown>(member, set)),
  }))
}

function member(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined
}

/**
 * Checks a set of policies and makes it ready to review intents.
 *
 * @param set - data, such as parsed JSON; members that are not known are an error
 * @throws GuardrailsError `invalid_policies`, naming the first member that is wrong
 */
export function compilePolicies(set: unknown): Policies {
  const parsed = setSchema.safeParse(set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = ['policies', ...(issue?.path ?? [])].join('.').replace(/^policies\.policies/, 'policies')
    throw new GuardrailsError('invalid_policies', `${where}: ${issue?.message ?? 'not a set of policies'}`)
  }
  const data = deepFreeze(parsed.data)
  return Object.freeze({
    data: data as unknown as PolicySet,
    hash: hashJson('tezgah/guardrails/policies/v1', data),
    assumptions: Object.freeze({
      maxMarketAgeMs: data.maxMarketAgeMs,
      maxAccountAgeMs: data.maxAccountAgeMs,
      marketSlippage: amountOf(data.marketSlippage),
    }),
    policies: Object.freeze(data.policies.map((policy) => compilePolicy(policy as unknown as ParsedPolicy))),
  })
}

type ParsedPolicy = {
  readonly name: string
  readonly kind: string
  readonly mode: 'enforce' | 'shadow'
  readonly onBreach: OnBreach
  readonly symbols: 'all' | readonly string[]
  readonly exemptReducing?: boolean
}

function compilePolicy(data: ParsedPolicy): Policy {
  const { name, kind, mode, onBreach } = data
  const symbols = data.symbols === 'all' ? 'all' : new Set(data.symbols)
  const startKind = startKinds[kind]
  if (startKind !== undefined) {
    return Object.freeze({ subject: 'start', name, kind, mode, onBreach, symbols, check: startKind.compile(data) })
  }
  const orderKind = orderKinds[kind]
  if (orderKind === undefined)
    throw new RangeError(`kind must be one of ${Object.keys(policyKinds).join(', ')}, received ${kind}`)
  const { exemptReducing = orderKind.exemptReducing } = data
  const createMonitor = onBreach === 'halt' && mode === 'enforce' ? (orderKind.compileMonitor?.(data) ?? null) : null
  const check = orderKind.compile(data)
  return Object.freeze({ subject: 'order', name, kind, mode, onBreach, symbols, exemptReducing, check, createMonitor })
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFreeze(member)
    Object.freeze(value)
  }
  return value
}
