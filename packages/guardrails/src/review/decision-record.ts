import { canonicalJson } from '@tezgah/core/canonical-json'
import { z } from 'zod'
import type { ActiveOverride } from '../model/active-override.ts'
import { GuardrailsError } from '../model/errors.ts'
import type { Intent } from '../model/intent.ts'
import type { State } from '../model/state.ts'
import type { Policies } from '../policies/policy-set.ts'
import { type Review, review } from './review.ts'

/** Everything that a decision was made of, and the decision, as JSON data. */
export type DecisionRecord = {
  readonly version: 1
  /** Hash of the policy set. */
  readonly policies: string
  readonly intent: unknown
  readonly state: unknown
  readonly overrides: unknown
  readonly verdict: Review['verdict']
  readonly reasons: Review['reasons']
  readonly shadow: Review['shadow']
  readonly waived: Review['waived']
}

export type Decision = { readonly review: Review; readonly record: DecisionRecord }

/**
 * Reviews an intent and keeps what is needed to do it again. It reviews a copy as JSON, so that no caller can
 * change it between the verdict and the record. Never throws; inputs that are not JSON are refused.
 */
export function decide(
  intent: Intent,
  state: State,
  policies: Policies,
  overrides: readonly ActiveOverride[] = [],
): Decision {
  return decideOn(plainCopy(intent), plainCopy(state), plainCopy(overrides), policies)
}

/**
 * Makes a recorded decision again.
 *
 * @returns the same review; an intent that it approves is approved anew, so guard who may replay
 * @throws GuardrailsError `invalid_record`; `other_policies` if the record was made with another set; `replay_differs`
 *   if the verdict or any reason is not, byte for byte, the recorded one
 */
export function replay(record: DecisionRecord, policies: Policies): Review {
  const parsed = recordSchema.safeParse(record)
  if (!parsed.success) throw new GuardrailsError('invalid_record', `replay: ${parsed.error.issues[0]?.message}`)
  if (record.policies !== policies.hash) {
    throw new GuardrailsError('other_policies', `replay: made with ${record.policies}, replayed with ${policies.hash}`)
  }
  const again = decideOn(record.intent, record.state, record.overrides, policies)
  if (spelled(again.record) !== spelled(record)) {
    throw new GuardrailsError('replay_differs', `replay: recorded ${record.verdict}, now ${again.review.verdict}`)
  }
  return again.review
}

function spelled(record: DecisionRecord): string {
  return canonicalJson(record, { undefinedMembers: 'omit' })
}

function decideOn(intent: unknown, state: unknown, overrides: unknown, policies: Policies): Decision {
  const verdict = review(intent as Intent, state as State, policies, overrides as readonly ActiveOverride[])
  const record = {
    version: 1,
    policies: policies.hash,
    intent,
    state,
    overrides,
    verdict: verdict.verdict,
    reasons: verdict.reasons,
    shadow: verdict.shadow,
    waived: verdict.waived,
  } as const
  return { review: verdict, record }
}

const present = z.unknown().refine((value) => value !== undefined)
const recordSchema = z.strictObject({
  version: z.literal(1),
  policies: z.string().regex(/^[0-9a-f]{64}$/),
  intent: present,
  state: present,
  overrides: present,
  verdict: z.enum(['approved', 'refused', 'needsApproval']),
  reasons: z.array(z.unknown()),
  shadow: z.array(z.unknown()),
  waived: z.array(z.unknown()),
})

/** A copy that JSON can say; `null`, which nothing accepts, where there is none. */
function plainCopy(value: unknown): unknown {
  try {
    // A half of a surrogate pair, which JSON.stringify writes as an escape, has no canonical form.
    const text = JSON.stringify(value, spellOut).replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\\ufffd')
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** What JSON would drop or turn into `null`, which may mean something, becomes text that is never a valid value. */
function spellOut(_key: string, value: unknown): unknown {
  const isJson =
    typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'bigint' && typeof value !== 'function'
  return isJson ? value : `not JSON: ${String(value).slice(0, 48)}`
}
