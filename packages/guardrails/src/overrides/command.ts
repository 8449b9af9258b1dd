import { z } from 'zod'
import type { Actor } from '../four-eyes/actor.ts'
import { actorSchema, hashText, idText, moment, reasonText } from '../four-eyes/schema.ts'

/** A command to `applyOverrideCommand`. */
export type OverrideCommand =
  | {
      readonly type: 'request'
      readonly id: string
      readonly actor: Actor
      /** Names of policies, 1 to 50; not `guardrails`, whose reasons cannot be waived. */
      readonly policies: readonly string[]
      /** 1 to 1000, or `all`. */
      readonly symbols: readonly string[] | 'all'
      readonly from: number
      /** After `from` and now; 7 days after `from` at the latest. */
      readonly until: number
      /** 1 to 1000. */
      readonly maxUses: number
      readonly reason: string
    }
  /** `content` is `Override.content` as the approver saw it. */
  | { readonly type: 'approve'; readonly id: string; readonly actor: Actor; readonly content: string }
  | { readonly type: 'reject'; readonly id: string; readonly actor: Actor; readonly reason: string }
  /** Ends it at once; anyone can, alone. */
  | { readonly type: 'revoke'; readonly id: string; readonly actor: Actor; readonly reason: string }
  /** Counts one order that a review let pass by it; record it before the order is sent. */
  | {
      readonly type: 'recordUse'
      readonly id: string
      readonly actor: Actor
      readonly symbol: string
      /** The policies that it waived for this order. */
      readonly policies: readonly string[]
    }

const policyNames = z
  .array(z.string().regex(/^(?!guardrails$)[\w.-]{1,64}$/))
  .min(1)
  .max(50)
const symbolName = z.string().min(1).max(128)
const common = { id: idText, actor: actorSchema }

export const overrideCommandSchema: z.ZodType<OverrideCommand> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('request'),
    ...common,
    policies: policyNames,
    symbols: z.union([z.literal('all'), z.array(symbolName).min(1).max(1000)]),
    from: moment,
    until: moment,
    maxUses: z.int().min(1).max(1000),
    reason: reasonText,
  }),
  z.strictObject({ type: z.literal('approve'), ...common, content: hashText }),
  z.strictObject({ type: z.literal('reject'), ...common, reason: reasonText }),
  z.strictObject({ type: z.literal('revoke'), ...common, reason: reasonText }),
  z.strictObject({ type: z.literal('recordUse'), ...common, symbol: symbolName, policies: policyNames }),
])
