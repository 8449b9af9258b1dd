import { z } from 'zod'
import { parseAmount } from '../model/amount.ts'
import type { RunLimits } from '../model/intent.ts'
import { NONE, type StartPolicyKind } from './policy.ts'

export type RunLimitCeilingLimits = {
  readonly limit: keyof RunLimits
  /** The widest limit that a start may ask for; where it is absent, any or none. */
  readonly ceiling?: string | number | undefined
}

/** A run asks for a limit that is no wider than the approved one. */
export const runLimitCeiling: StartPolicyKind<RunLimitCeilingLimits> = {
  subject: 'start',
  limits: { limit: z.enum(['maxDrawdownPct', 'maxNotional']), ceiling: z.union([z.string(), z.number()]).optional() },
  description: ({ limit, ceiling }) => `a start that asks for a wider limits.${limit} than ${ceiling ?? 'any'}`,
  compile({ limit, ceiling }) {
    if (ceiling === undefined) return () => NONE
    const allowed = amountOf(ceiling)
    return ({ start }) => {
      const asked = start.limits[limit]
      const amount = asked === undefined ? null : amountOf(asked)
      if (amount !== null && allowed !== null && amount <= allowed) return NONE
      const observed = asked === undefined ? 'nothing' : `${asked}`
      return [
        { code: 'RUN_LIMIT_ABOVE_APPROVED', observed, limit: `at most ${ceiling}`, unit: '', field: `limits.${limit}` },
      ]
    }
  },
}

/** A number without a plain decimal text, such as 1e-7, has no amount and is within no limit. */
function amountOf(limit: string | number): bigint | null {
  return parseAmount(String(limit))
}
