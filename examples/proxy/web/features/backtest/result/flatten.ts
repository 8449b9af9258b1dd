import { type Fields, isFields } from '../../../api/documents.ts'
import { formatTime } from '../../../i18n/format.ts'
import { humanise } from '../../../i18n/humanise.ts'

export type Line = readonly [name: string, text: string]

/** Nested settings as one line each, with the words of their path: `Fees minimum` → `0`, `Rules SP500 tick` → `0.01`. */
export function flatten(value: unknown, path: readonly string[] = []): readonly Line[] {
  if (typeof value !== 'object' || value === null) return [[labelOf(path), textOf(value, path.at(-1))]]
  const entries = Object.entries(value)
  if (entries.length === 0) return [[labelOf(path), 'none']]
  // The number of an entry says something only beside others.
  const isOnly = Array.isArray(value) && entries.length === 1
  return entries.flatMap(([name, inner]) => {
    const step = Array.isArray(value) ? (isOnly ? [] : [String(Number(name) + 1)]) : [name]
    return flatten(inner, [...path, ...step])
  })
}

/**
 * The assumptions without what is said twice: the short form of a slippage in basis points stands in the model as well, and
 * so do the fee rates where there is one tier of fees.
 */
export function withoutRepeats(assumptions: Fields): Fields {
  const { slippageBps, fees, ...rest } = assumptions
  const shown: Record<string, unknown> = { ...rest }
  if (!isFields(assumptions['slippage']) && slippageBps !== undefined) shown['slippageBps'] = slippageBps
  if (fees !== undefined) shown['fees'] = withoutOnlyTier(fees, assumptions)
  return shown
}

/** The assumptions as lines, each said once. */
export const assumptionLines = (assumptions: Fields): readonly Line[] => flatten(withoutRepeats(assumptions))

function withoutOnlyTier(fees: unknown, { makerFeeRate, takerFeeRate }: Fields): unknown {
  if (!isFields(fees) || !Array.isArray(fees['tiers']) || fees['tiers'].length !== 1) return fees
  const { tiers, ...rest } = fees
  const tier: unknown = tiers[0]
  const isSaid = isFields(tier) && tier['makerFeeRate'] === makerFeeRate && tier['takerFeeRate'] === takerFeeRate
  return isSaid ? rest : fees
}

/** The names of settings are camel case; symbols are not, and stay as they are. */
export function labelOf(path: readonly string[]): string {
  const words = path.map((name) => (/[a-z]/.test(name) ? humanise(name).toLowerCase() : name)).join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(value: unknown, name: string | undefined): string {
  if (name === 'from') return typeof value === 'number' ? formatTime(value, true) : 'always'
  if (value === null) return 'none'
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
