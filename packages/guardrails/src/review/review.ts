import { isReducing } from '../context/exposure.ts'
import { describe, MissingDataError } from '../context/read.ts'
import { ReviewContext } from '../context/review-context.ts'
import { readStartContext, type StartContext } from '../context/start-context.ts'
import type { Clock } from '../context/time-window.ts'
import type { ActiveOverride, WaivedReason } from '../model/active-override.ts'
import { type Approved, approve } from '../model/approved.ts'
import { type Intent, intentSchema, type OrderIntent, readOrder, type StartIntent } from '../model/intent.ts'
import { type Breach, REASON_CODES, type Reason, type ReasonCode } from '../model/reason.ts'
import type { State } from '../model/state.ts'
import { NONE, type OrderPolicy, type Policy, type StartPolicy } from '../policies/policy.ts'
import type { Policies } from '../policies/policy-set.ts'
import { matchingOverride } from './override-match.ts'

/** What every verdict comes with. All lists are sorted, so that the order of policies does not matter. */
type Findings = {
  /** Breaches of policies in shadow mode. */
  readonly shadow: readonly Reason[]
  /** What overrides let pass. */
  readonly waived: readonly WaivedReason[]
}

/** The verdict on an intent. Only an approved intent may reach a venue. */
export type Review =
  | (Findings & { readonly verdict: 'approved'; readonly intent: Approved<Intent>; readonly reasons: readonly [] })
  | (Findings & {
      readonly verdict: 'refused' | 'needsApproval'
      /** One at least, each of which would have sufficed. */
      readonly reasons: readonly [Reason, ...Reason[]]
    })

/**
 * Judges an intent. Same arguments, same review; it keeps nothing and never throws. Two orders that are reviewed
 * against the same state do not see one another: put an approved order into the state before the next review.
 *
 * A well-formed cancel is always approved. An order is approved only if the mode of trading permits it, at least one
 * enforced policy judges it, every such policy had all the data it needs, and each breach is waived.
 *
 * @param intent - unchecked data
 * @param state - unchecked data; only what a policy needs is read
 * @param overrides - the ones in force; malformed ones waive nothing
 */
export function review(
  intent: Intent,
  state: State,
  policies: Policies,
  overrides: readonly ActiveOverride[] = [],
): Review {
  try {
    return reviewIntent(intent, state, policies, overrides)
  } catch (error) {
    return refused([builtInReason(breachOf(error))])
  }
}

function reviewIntent(
  intent: unknown,
  state: unknown,
  policies: Policies,
  overrides: readonly ActiveOverride[],
): Review {
  const parsed = intentSchema.safeParse(intent)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const observed = ['intent', ...(issue?.path ?? [])].join('.').slice(0, 64)
    return refused([
      builtInReason({ code: 'INVALID_INTENT', observed, limit: issue?.message ?? 'an intent', unit: '' }),
    ])
  }
  const { data } = parsed
  if (data.kind === 'cancel') return approved(data, [], [])
  return data.kind === 'order'
    ? reviewOrder(data, state, policies, overrides)
    : reviewStart(data, state, policies, overrides)
}

function reviewOrder(
  intent: OrderIntent,
  state: unknown,
  policies: Policies,
  overrides: readonly ActiveOverride[],
): Review {
  const applicable = policies.policies.filter(
    (policy): policy is OrderPolicy =>
      policy.subject === 'order' && (policy.symbols === 'all' || policy.symbols.has(intent.symbol)),
  )
  const context = new ReviewContext(state, readOrder(intent), policies.assumptions)
  const found = evaluatePolicies(
    applicable,
    (policy) => (policy.exemptReducing && isReducing(context) ? NONE : policy.check(context)),
    (reason) => matchingOverride(reason, overrides, context, [intent.symbol]),
  )
  const builtIn = [...timeBreaches(intent, context), ...modeBreaches(context)]
  return verdictOn(intent, applicable, builtIn, found)
}

function reviewStart(
  intent: StartIntent,
  state: unknown,
  policies: Policies,
  overrides: readonly ActiveOverride[],
): Review {
  const applicable = policies.policies.filter(
    (policy): policy is StartPolicy =>
      policy.subject === 'start' &&
      (policy.symbols === 'all' ||
        intent.datasets.some((symbol) => policy.symbols !== 'all' && policy.symbols.has(symbol))),
  )
  const context = readStartContext(state, intent)
  const isOverridable = context.mode !== 'reducing'
  const found = evaluatePolicies(
    applicable,
    (policy) => policy.check(context),
    (reason) => (isOverridable ? matchingOverride(reason, overrides, context, intent.datasets) : undefined),
  )
  const builtIn = [...timeBreaches(intent, context), ...startModeBreaches(context, found)]
  return verdictOn(intent, applicable, builtIn, found)
}

/** What the policies found, by what it leads to. */
type Found = {
  readonly refusals: Reason[]
  readonly approvals: Reason[]
  readonly shadow: Reason[]
  readonly waived: WaivedReason[]
}

function evaluatePolicies<P extends Policy>(
  applicable: readonly P[],
  check: (policy: P) => readonly Breach[],
  overrideOf: (reason: Reason) => ActiveOverride | undefined,
): Found {
  const found: Found = { refusals: [], approvals: [], shadow: [], waived: [] }
  for (const policy of applicable) {
    const { breaches, isComplete } = evaluatePolicy(policy, check)
    for (const breach of breaches) {
      const reason = reasonOf(policy.name, policy.kind, breach)
      const override = isComplete && policy.mode === 'enforce' ? overrideOf(reason) : undefined
      if (policy.mode !== 'enforce') found.shadow.push(reason)
      else if (override !== undefined) found.waived.push({ ...reason, override: override.id })
      else if (isComplete && policy.onBreach === 'needsApproval') found.approvals.push(reason)
      else found.refusals.push(reason)
    }
  }
  return found
}

function verdictOn(
  intent: OrderIntent | StartIntent,
  applicable: readonly Policy[],
  builtIn: readonly Breach[],
  { refusals, approvals, shadow, waived }: Found,
): Review {
  const all = [...builtIn.map(builtInReason), ...refusals]
  if (!applicable.some(({ mode }) => mode === 'enforce')) {
    all.push(builtInReason({ code: 'NO_POLICIES', observed: '0', limit: 'at least 1', unit: 'enforced policies' }))
  }
  if (all.length > 0) return refused(all, shadow, waived)
  if (approvals.length > 0) return { ...refused(approvals, shadow, waived), verdict: 'needsApproval' }
  return approved(intent, shadow, waived)
}

/** An intent may not be from the future. This and the breaches below hold without any policy and are never waived. */
function timeBreaches({ at }: OrderIntent | StartIntent, clock: Clock): readonly Breach[] {
  if (at - clock.at <= clock.clockErrorMs) return NONE
  const [observed, limit] = [`intent.at = ${at}`, `no later than ${clock.at + clock.clockErrorMs}`]
  return [{ code: 'INVALID_INTENT', observed, limit, unit: 'ms' }]
}

function modeBreaches(context: ReviewContext): readonly Breach[] {
  const { intent } = context.order
  if (context.mode === 'halted') return [{ code: 'TRADING_HALTED', observed: 'order', limit: 'cancel', unit: '' }]
  if ((context.mode !== 'reducing' && !intent.reduceOnly) || isReducing(context)) return NONE
  return [{ code: 'NOT_REDUCING', observed: `${intent.side} ${intent.quantity}`, limit: 'to flat', unit: 'base' }]
}

/** While trading is reducing, a start passes only exactly as approved: no override and no later approval helps. */
function startModeBreaches({ mode, start }: StartContext, { refusals, approvals }: Found): readonly Breach[] {
  if (mode === 'halted') return [{ code: 'TRADING_HALTED', observed: 'start', limit: 'cancel', unit: '' }]
  if (mode !== 'reducing' || refusals.length + approvals.length === 0) return NONE
  return [{ code: 'NOT_APPROVED_WHILE_REDUCING', observed: start.strategy, limit: 'as approved', unit: '' }]
}

/** The breaches of a policy; `isComplete` is false where data is missing, which no override and no approval helps. */
function evaluatePolicy<P extends Policy>(
  policy: P,
  check: (policy: P) => readonly Breach[],
): { readonly breaches: readonly Breach[]; readonly isComplete: boolean } {
  try {
    return { breaches: check(policy), isComplete: true }
  } catch (error) {
    return { breaches: [breachOf(error)], isComplete: false }
  }
}

function breachOf(error: unknown): Breach {
  if (error instanceof MissingDataError) {
    return { code: error.code, observed: error.observed, limit: error.limit, unit: error.unit }
  }
  const observed = error instanceof Error ? describe(error.message) : 'a throw'
  return { code: 'EVALUATION_FAILED', observed, limit: 'no error', unit: '' }
}

function builtInReason(breach: Breach): Reason {
  return reasonOf('guardrails', 'guardrails', breach)
}

function reasonOf(policy: string, kind: string, { code, observed, limit, unit, field }: Breach): Reason {
  const message = `${policy}: ${REASON_CODES[code]} (${[observed, 'against', limit, unit].join(' ').trim()})`
  const reason = { policy, kind, code, observed, limit, unit, message }
  return Object.freeze(field === undefined ? reason : { ...reason, field })
}

function approved(intent: Intent, shadow: Reason[], waived: WaivedReason[]): Review {
  return { verdict: 'approved', intent: approve(intent), reasons: [], shadow: sorted(shadow), waived: sorted(waived) }
}

function refused(
  reasons: Reason[],
  shadow: Reason[] = [],
  waived: WaivedReason[] = [],
): Review & { verdict: 'refused' | 'needsApproval' } {
  // Only called with one reason at least.
  const sortedReasons = sorted(reasons) as unknown as readonly [Reason, ...Reason[]]
  return { verdict: 'refused', reasons: sortedReasons, shadow: sorted(shadow), waived: sorted(waived) }
}

function sorted<T extends Reason>(reasons: T[]): readonly T[] {
  return reasons.sort((a, b) => {
    const [left, right] = [sortKey(a), sortKey(b)]
    return left < right ? -1 : left > right ? 1 : 0
  })
}

function sortKey({ policy, code, observed, limit, unit, field = '' }: Reason): string {
  return [policy, code, field, observed, limit, unit].join('\n')
}

/** Codes of missing or unusable data: they refuse, but nothing is known that would halt trading. */
const INCOMPLETE: ReadonlySet<ReasonCode> = new Set([
  'MISSING_INPUT',
  'STALE_INPUT',
  'INVALID_INPUT',
  'EVALUATION_FAILED',
])

/** The reasons of a verdict after which trading must halt: breaches of policies with `onBreach: 'halt'`. */
export function haltReasons({ reasons }: Review, { policies }: Policies): readonly Reason[] {
  const halting = new Set(policies.flatMap(({ name, onBreach }) => (onBreach === 'halt' ? [name] : [])))
  return reasons.filter(({ policy, code }) => halting.has(policy) && !INCOMPLETE.has(code))
}
