import { z } from 'zod'

// The engine judges the range and the digits; here only the kind is checked.
const decimal = z.union([z.string().max(120), z.number()], {
  error: 'must be a decimal, as a text like "0.001" or as a number',
})

const account = z.strictObject({
  initialCash: decimal.optional(),
  feeRate: decimal.optional(),
  makerFeeRate: decimal.optional(),
  takerFeeRate: decimal.optional(),
})

const execution = z.strictObject({
  slippageBps: decimal.optional(),
  lot: decimal.optional(),
  limitFill: z.enum(['cross', 'touch']).optional(),
})

const statistics = z.strictObject({ periodsPerYear: z.number().optional() })

/**
 * What someone may ask for. Everything is optional: what is missing comes from the runner's default strategy and dataset and
 * from the engine's defaults. Unknown keys are refused.
 */
export const runRequestSchema: z.ZodType<RunRequest> = z.strictObject({
  strategy: z.string().min(1).max(64).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  dataset: z.string().min(1).max(64).optional(),
  account: account.optional(),
  execution: execution.optional(),
  statistics: statistics.optional(),
  seed: z.int().min(0).optional(),
})

type Decimal = string | number

/** Asks for one run; see {@link runRequestSchema}. The options are those of the engine. */
export type RunRequest = {
  /** Name of a strategy. */
  readonly strategy?: string | undefined
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** Id of a dataset. */
  readonly dataset?: string | undefined
  readonly account?:
    | {
        readonly initialCash?: Decimal | undefined
        readonly feeRate?: Decimal | undefined
        readonly makerFeeRate?: Decimal | undefined
        readonly takerFeeRate?: Decimal | undefined
      }
    | undefined
  readonly execution?:
    | {
        readonly slippageBps?: Decimal | undefined
        readonly lot?: Decimal | undefined
        readonly limitFill?: 'cross' | 'touch' | undefined
      }
    | undefined
  readonly statistics?: { readonly periodsPerYear?: number | undefined } | undefined
  /** A whole number from 0. */
  readonly seed?: number | undefined
}
