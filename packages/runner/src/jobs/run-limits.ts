import { z } from 'zod'

/** What one run may reach; beyond it, it ends as failed with `limit_reached`. */
export type RunLimits = {
  /** Largest fall of equity from its highest close so far, in percent of it: above 0, at most 100. */
  readonly maxDrawdownPct?: number | undefined
  /** Value of all positions together at the last closes, and of an order before it is placed; quote currency, above 0. */
  readonly maxNotional?: string | number | undefined
}

/** Checks a {@link RunLimits}; unknown keys are refused. */
export const runLimitsSchema: z.ZodType<RunLimits> = z.strictObject({
  maxDrawdownPct: z.number().gt(0).max(100).optional().describe('Largest fall of equity from its peak, in percent'),
  maxNotional: z
    .union([
      z.number().gt(0),
      z
        .string()
        .max(40)
        .regex(/^(?=.*[1-9])\d{1,20}(\.\d{1,18})?$/, 'must be a decimal above 0'),
    ])
    .optional()
    .describe('Largest value of all positions together, quote currency'),
})
