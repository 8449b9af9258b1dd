import { isReducing } from '../context/exposure.ts'
import { describe, MissingDataError } from '../context/read.ts'
import { ReviewContext } from '../context/review-context.ts'
import type { ActiveOverride, WaivedReason } from '../model/active-override.ts'
import { type Approved, approve } from '../model/approved.ts'
import { type Intent, intentSchema, type OrderIntent, readOrder } from '../model/intent.ts'
import { type Breach, REASON_CODES, type Reason } from '../model/reason.ts'
import type { State } from '../model/state.ts'
import type { Policy } from '../policies/policy.ts'
import type { Policies } from '../policies/policy-set.ts'
import { matchingOverride } from './override-match.ts'

/** What every verdict comes with. All lists are sorted, so that the order of policies does not matter. */
type Findings = {
  /** What policies in shadow mode would have said. */
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
 * @param intent - data that nobody has checked yet
 * @param state - data that nobody has checked yet; nothing in it is read that no policy needs
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
  if (parsed.data.kind === 'cancel') return approved(parsed.data, [], [])
  return reviewOrder(parsed.data, state, policies, overrides)
}

function reviewOrder(
  intent: OrderIntent,
  state: unknown,
  policies: Policies,
  overrides: readonly ActiveOverride[],
): Review {
  const applicable = policies.policies.filter(({ symbols }) => symbols === 'all' || symbols.has(intent.symbol))
  const context = new ReviewContext(state, readOrder(intent), policies.assumptions)
  const refusals: Reason[] = builtInBreaches(context).map(builtInReason)
  if (!applicable.some(({ mode }) => mode === 'enforce')) {
    refusals.push(builtInReason({ code: 'NO_POLICIES', observed: '0', limit: 'at least 1', unit: 'enforced policies' }))
  }
  const [approvals, shadow, waived]: [Reason[], Reason[], WaivedReason[]] = [[], [], []]
  for (const policy of applicable) {
    const { breaches, isComplete } = evaluatePolicy(policy, context)
    for (const breach of breaches) {
      const reason = reasonOf(policy.name, policy.kind, breach)
      const override =
        isComplete && policy.mode === 'enforce' ? matchingOverride(reason, overrides, context) : undefined
      if (policy.mode !== 'enforce') shadow.push(reason)
      else if (override !== undefined) waived.push({ ...reason, override: override.id })
      else if (isComplete && policy.onBreach === 'needsApproval') approvals.push(reason)
      else refusals.push(reason)
    }
  }
  if (refusals.length > 0) return refused(refusals, shadow, waived)
  if (approvals.length > 0) return { ...refused(approvals, shadow, waived), verdict: 'needsApproval' }
  return approved(intent, shadow, waived)
}

/** What holds without any policy, and can never be waived. */
function builtInBreaches(context: ReviewContext): readonly Breach[] {
  const { intent } = context.order
  const breaches: Breach[] = []
  if (intent.at - context.at > context.clockErrorMs) {
    const [observed, limit] = [`intent.at = ${intent.at}`, `no later than ${context.at + context.clockErrorMs}`]
    breaches.push({ code: 'INVALID_INTENT', observed, limit, unit: 'ms' })
  }
  if (context.mode === 'halted') breaches.push({ code: 'TRADING_HALTED', observed: 'order', limit: 'cancel', unit: '' })
  else if ((context.mode === 'reducing' || intent.reduceOnly) && !isReducing(context)) {
    breaches.push({
      code: 'NOT_REDUCING',
      observed: `${intent.side} ${intent.quantity}`,
      limit: 'to flat',
      unit: 'base',
    })
  }
  return breaches
}

/** What a policy says; `isComplete` is false where it could not tell, which no override and no approval helps. */
function evaluatePolicy(
  policy: Policy,
  context: ReviewContext,
): { readonly breaches: readonly Breach[]; readonly isComplete: boolean } {
  try {
    if (policy.exemptReducing && isReducing(context)) return { breaches: [], isComplete: true }
    return { breaches: policy.check(context), isComplete: true }
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

function reasonOf(policy: string, kind: string, { code, observed, limit, unit }: Breach): Reason {
  const message = `${policy}: ${REASON_CODES[code]} (${[observed, 'against', limit, unit].join(' ').trim()})`
  return Object.freeze({ policy, kind, code, observed, limit, unit, message })
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

function sortKey({ policy, code, observed, limit, unit }: Reason): string {
  return [policy, code, observed, limit, unit].join('\n')
}
