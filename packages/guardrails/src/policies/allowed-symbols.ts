import { z } from 'zod'
import { NONE, type OrderPolicyKind } from './policy.ts'

export type AllowedSymbolsLimits = {
  /** Symbols that may be traded; at most 1000. */
  readonly allow: readonly string[]
}

/** Only listed symbols are traded. */
export const allowedSymbols: OrderPolicyKind<AllowedSymbolsLimits> = {
  subject: 'order',
  limits: { allow: z.array(z.string().min(1).max(128)).max(1000) },
  exemptReducing: false,
  description: ({ allow }) => `an order of another symbol than ${allow.join(', ') || 'none'}`,
  compile({ allow }) {
    const allowed = new Set(allow)
    return ({ order: { intent } }) =>
      allowed.has(intent.symbol)
        ? NONE
        : [{ code: 'SYMBOL_NOT_ALLOWED', observed: intent.symbol, limit: `${allowed.size} symbols`, unit: '' }]
  },
}
