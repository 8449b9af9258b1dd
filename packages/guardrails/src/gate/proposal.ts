import { z } from 'zod'
import type { Person } from '../four-eyes/actor.ts'
import { idText } from '../four-eyes/schema.ts'
import { limitAmount } from '../model/amount.ts'
import { hashJson } from '../model/hash.ts'
import type { Change } from '../parameters/diff.ts'
import { copyParameters, type Parameters, parametersProblem } from '../parameters/parameters.ts'
import type { Threshold } from './thresholds.ts'

/** How the gate decides. */
export type GateRules = {
  /** How many people besides the proposer must approve, 1 to 10. */
  readonly quorum: number
  /** At most 1000, one per path. */
  readonly thresholds: readonly Threshold[]
  /** How many proposals may be open, 1 to 100. */
  readonly maxOpen: number
  /** How long a proposal may live, 1 ms to 90 days. */
  readonly maxLifetimeMs: number
  /** Role of an actor that may apply a proposal alone in an emergency; `null` if none may. */
  readonly emergencyRole: string | null
}

export type ProposalStatus =
  | 'pending'
  | 'approved'
  | 'scheduled'
  | 'applied'
  | 'rejected'
  | 'expired'
  | 'conflicted'
  | 'withdrawn'

/** A change of parameters that waits for approval. */
export type Proposal = {
  readonly id: string
  /** Hash of all that an approver agrees to; another one after each amendment. */
  readonly content: string
  /** Hash of the parameters that were in force when it was made. */
  readonly base: string
  readonly target: string
  /** The parameters as they shall be. */
  readonly parameters: Parameters
  /** Hash of the policy set that was in force when it was made. */
  readonly policies: string
  readonly changes: readonly Change[]
  /** How many people besides the proposer must approve; 0 if every change lies within its threshold. */
  readonly quorum: number
  readonly proposer: Person
  readonly reason: string
  readonly createdAt: number
  /** It can be approved and applied before this moment. */
  readonly expiresAt: number
  /** Not to be applied before this moment, `null` where none is set. */
  readonly notBefore: number | null
  readonly approvals: readonly { readonly by: Person; readonly at: number }[]
  readonly status: ProposalStatus
}

/** The gate with all that waits in it. Plain JSON data. */
export type GateState = {
  readonly version: 1
  readonly rules: GateRules
  /** What the quorum approved last. Thresholds count from here, so many small steps are not freer than one large. */
  readonly baseline: Parameters
  /** Oldest first: all open ones, and the last 50 others. */
  readonly proposals: readonly Proposal[]
}

/** How many closed proposals the gate remembers. */
export const MAX_CLOSED = 50

const thresholdSchema = z
  .strictObject({
    path: z.string().max(1024),
    absolute: limitAmount.optional(),
    relative: limitAmount.optional(),
  })
  .refine(({ absolute, relative }) => absolute !== undefined || relative !== undefined, 'absolute or relative')

const rulesSchema: z.ZodType<GateRules> = z.strictObject({
  quorum: z.int().min(1).max(10),
  thresholds: z
    .array(thresholdSchema)
    .max(1000)
    .refine((all) => new Set(all.map(({ path }) => path)).size === all.length, 'one threshold per path'),
  maxOpen: z.int().min(1).max(100),
  maxLifetimeMs: z
    .int()
    .min(1)
    .max(90 * 86_400_000),
  emergencyRole: idText.nullable(),
})

/**
 * An empty gate.
 *
 * @param parameters - those in force, taken as approved
 * @throws RangeError naming the rule or the part of the parameters that is wrong
 */
export function createGate(rules: GateRules, parameters: Parameters): GateState {
  const parsed = rulesSchema.safeParse(rules)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new RangeError(`${['rules', ...(issue?.path ?? [])].map(String).join('.')}: ${issue?.message ?? 'not rules'}`)
  }
  const problem = parametersProblem(parameters, 'parameters')
  if (problem !== null) throw new RangeError(problem)
  return { version: 1, rules: parsed.data, baseline: copyParameters(parameters), proposals: [] }
}

/** True if the proposal may still come to be applied. */
export function isOpen({ status }: Proposal): boolean {
  return status === 'pending' || status === 'approved' || status === 'scheduled'
}

/** Hash of everything that an approver agrees to. */
export function contentHash(proposal: Omit<Proposal, 'content' | 'approvals' | 'status' | 'notBefore'>): string {
  const { id, base, target, policies, changes, quorum, proposer, reason, createdAt, expiresAt } = proposal
  const content = { id, base, target, policies, changes, quorum, proposer, reason, createdAt, expiresAt }
  return hashJson('tezgah/guardrails/proposal/v1', content)
}
