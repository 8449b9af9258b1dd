import type { JsonValue, Parameters } from '@tezgah/guardrails'
import { runLimitsSchema } from '@tezgah/runner'
import { z } from 'zod'
import { named } from '../named-schema.ts'

/** Any JSON: one instance, which the OpenAPI document knows by its identity. */
export const jsonValue: z.ZodType<JsonValue> = z.json()
z.globalRegistry.add(jsonValue, { id: 'JsonValue' })

const paramsSchema = z.record(z.string().max(128), jsonValue)

/** What people have approved together: how strategies may be run, and what a run may reach. */
export const approvedSchema = named(
  'Approved',
  z.strictObject({
    strategies: z
      .record(z.string().min(1).max(64), paramsSchema)
      .describe(
        'By strategy, the parameters it may be run with; one that is not named may be run with all that its schema allows',
      ),
    limits: runLimitsSchema.describe('What every run may reach; a limit that is not named does not exist'),
  }),
)

export type Approved = z.output<typeof approvedSchema>

/** Before anybody has approved anything: no limits. */
export const NOTHING_APPROVED: Approved = { strategies: {}, limits: {} }

/** In the form that the gate guards. */
export function parametersOf(approved: Approved): Parameters {
  // A copy as JSON has it: without members that are `undefined`.
  return { values: JSON.parse(JSON.stringify(approved)) as JsonValue }
}
