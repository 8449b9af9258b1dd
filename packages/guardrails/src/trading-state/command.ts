import { z } from 'zod'
import type { Actor } from '../four-eyes/actor.ts'
import { actorSchema, idText, moment, reasonText } from '../four-eyes/schema.ts'

/** Worsens the mode; needs one actor, who may be a program. */
export type TripCommand = {
  readonly type: 'trip'
  readonly to: 'reducing' | 'halted'
  readonly actor: Actor
  readonly reason: string
}

/** What people do to trade more freely again. */
export type RearmCommand =
  | {
      readonly type: 'requestRearm'
      readonly id: string
      readonly to: 'active' | 'reducing'
      readonly actor: Actor
      readonly reason: string
      /** Later than now, by a day at most. */
      readonly expiresAt: number
    }
  | { readonly type: 'approveRearm'; readonly id: string; readonly actor: Actor }
  | { readonly type: 'withdrawRearm'; readonly id: string; readonly actor: Actor }

/** A command to `applyTradingCommand`. */
export type TradingCommand = TripCommand | RearmCommand

export const rearmCommandSchema: z.ZodType<RearmCommand> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('requestRearm'),
    id: idText,
    to: z.enum(['active', 'reducing']),
    actor: actorSchema,
    reason: reasonText,
    expiresAt: moment,
  }),
  z.strictObject({ type: z.literal('approveRearm'), id: idText, actor: actorSchema }),
  z.strictObject({ type: z.literal('withdrawRearm'), id: idText, actor: actorSchema }),
])
