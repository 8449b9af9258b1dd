import { z } from 'zod'
import type { Actor } from '../four-eyes/actor.ts'
import { actorSchema, hashText, idText, moment, reasonText } from '../four-eyes/schema.ts'
import type { Parameters } from '../parameters/parameters.ts'

/** What is proposed, and why. */
type ProposalDraft = {
  readonly id: string
  readonly actor: Actor
  /** The parameters in force. */
  readonly current: Parameters
  /** The parameters as they shall be. */
  readonly target: Parameters
  /** Hash of the policy set in force. */
  readonly policies: string
  readonly reason: string
  readonly expiresAt: number
}

/** What is in force at the moment at which a proposal is applied. */
type ApplyContext = {
  readonly id: string
  readonly actor: Actor
  readonly current: Parameters
  readonly policies: string
}

/** A command to `applyGateCommand`. */
export type GateCommand =
  | ({ readonly type: 'propose' } & ProposalDraft)
  /** Replaces everything but the id and the proposer, and discards the approvals. */
  | ({ readonly type: 'amend' } & ProposalDraft)
  /** `content` is `Proposal.content` as the approver saw it. */
  | { readonly type: 'approve'; readonly id: string; readonly actor: Actor; readonly content: string }
  | { readonly type: 'reject'; readonly id: string; readonly actor: Actor; readonly reason: string }
  | { readonly type: 'withdraw'; readonly id: string; readonly actor: Actor; readonly reason: string }
  | { readonly type: 'schedule'; readonly id: string; readonly actor: Actor; readonly notBefore: number }
  | ({ readonly type: 'apply' } & ApplyContext)
  /** Applies without the quorum, by an actor with the emergency role. */
  | ({ readonly type: 'emergencyApply'; readonly reason: string } & ApplyContext)
  /** Marks what has expired, as every other command does too. */
  | { readonly type: 'expire'; readonly actor: Actor }

// Checked by `parametersProblem`, which a schema would get wrong at `__proto__`.
const parameters = z.custom<Parameters>((value) => typeof value === 'object' && value !== null, 'must be an object')
const common = { id: idText, actor: actorSchema }
const wish = {
  ...common,
  current: parameters,
  target: parameters,
  policies: hashText,
  reason: reasonText,
  expiresAt: moment,
}
const use = { ...common, current: parameters, policies: hashText }

export const gateCommandSchema: z.ZodType<GateCommand> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('propose'), ...wish }),
  z.strictObject({ type: z.literal('amend'), ...wish }),
  z.strictObject({ type: z.literal('approve'), ...common, content: hashText }),
  z.strictObject({ type: z.literal('reject'), ...common, reason: reasonText }),
  z.strictObject({ type: z.literal('withdraw'), ...common, reason: reasonText }),
  z.strictObject({ type: z.literal('schedule'), ...common, notBefore: moment }),
  z.strictObject({ type: z.literal('apply'), ...use }),
  z.strictObject({ type: z.literal('emergencyApply'), ...use, reason: reasonText }),
  z.strictObject({ type: z.literal('expire'), actor: actorSchema }),
])
