import { type Approved, approve } from './approved.ts'
import { REASON_CODES } from './codes.ts'
import { reduces } from './facts/exposure.ts'
import { Facts } from './facts/facts.ts'
import { CannotTell, describe } from './facts/read.ts'
import { type Intent, intentSchema, type OrderIntent, readOrder } from './intent.ts'
import type { Breach, Policy, Reason } from './policy.ts'
import type { Policies } from './policy-set.ts'
import type { State } from './state.ts'
import { type ActiveOverride, type WaivedReason, waiverOf } from './waiver.ts'

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
    return judge(intent, state, policies, overrides)
  } catch (error) {
    return refused([ownReason(breachOf(error))])
  }
}

function judge(intent: unknown, state: unknown, policies: Policies, overrides: readonly ActiveOverride[]): Review {
  const parsed = intentSchema.safeParse(intent)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const observed = ['intent', ...(issue?.path ?? [])].join('.').slice(0, 64)
    return refused([ownReason({ code: 'INVALID_INTENT', observed, limit: issue?.message ?? 'an intent', unit: '' })])
  }
  if (parsed.data.kind === 'cancel') return approved(parsed.data, [], [])
  return judgeOrder(parsed.data, state, policies, overrides)
}

function judgeOrder(
  intent: OrderIntent,
  state: unknown,
  policies: Policies,
  overrides: readonly ActiveOverride[],
): Review {
  const judges = policies.policies.filter(({ symbols }) => symbols === 'all' || symbols.has(intent.symbol))
  const facts = new Facts(state, readOrder(intent), policies.assumptions)
  const refusals: Reason[] = ownBreaches(facts).map(ownReason)
  if (!judges.some(({ mode }) => mode === 'enforce')) {
    refusals.push(ownReason({ code: 'NO_POLICIES', observed: '0', limit: 'at least 1', unit: 'enforced policies' }))
  }
  const [approvals, shadow, waived]: [Reason[], Reason[], WaivedReason[]] = [[], [], []]
  for (const policy of judges) {
    const { breaches, told } = ask(policy, facts)
    for (const breach of breaches) {
      const reason = reasonOf(policy.name, policy.kind, breach)
      const override = told && policy.mode === 'enforce' ? waiverOf(reason, overrides, facts) : undefined
      if (policy.mode !== 'enforce') shadow.push(reason)
      else if (override !== undefined) waived.push({ ...reason, override: override.id })
      else if (told && policy.onBreach === 'needsApproval') approvals.push(reason)
      else refusals.push(reason)
    }
  }
  if (refusals.length > 0) return refused(refusals, shadow, waived)
  if (approvals.length > 0) return { ...refused(approvals, shadow, waived), verdict: 'needsApproval' }
  return approved(intent, shadow, waived)
}

/** What holds without any policy, and can never be waived. */
function ownBreaches(facts: Facts): readonly Breach[] {
  const { intent } = facts.order
  const breaches: Breach[] = []
  if (intent.at - facts.at > facts.clockErrorMs) {
    const [observed, limit] = [`intent.at = ${intent.at}`, `no later than ${facts.at + facts.clockErrorMs}`]
    breaches.push({ code: 'INVALID_INTENT', observed, limit, unit: 'ms' })
  }
  if (facts.mode === 'halted') breaches.push({ code: 'TRADING_HALTED', observed: 'order', limit: 'cancel', unit: '' })
  else if ((facts.mode === 'reducing' || intent.reduceOnly) && !reduces(facts)) {
    breaches.push({
      code: 'NOT_REDUCING',
      observed: `${intent.side} ${intent.quantity}`,
      limit: 'to flat',
      unit: 'base',
    })
  }
  return breaches
}

/** What a policy says; `told` is false where it could not tell, which no override and no approval helps. */
function ask(policy: Policy, facts: Facts): { readonly breaches: readonly Breach[]; readonly told: boolean } {
  try {
    if (policy.exemptReducing && reduces(facts)) return { breaches: [], told: true }
    return { breaches: policy.check(facts), told: true }
  } catch (error) {
    return { breaches: [breachOf(error)], told: false }
  }
}

function breachOf(error: unknown): Breach {
  if (error instanceof CannotTell) {
    return { code: error.code, observed: error.observed, limit: error.limit, unit: error.unit }
  }
  const observed = error instanceof Error ? describe(error.message) : 'a throw'
  return { code: 'EVALUATION_FAILED', observed, limit: 'no error', unit: '' }
}

function ownReason(breach: Breach): Reason {
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
