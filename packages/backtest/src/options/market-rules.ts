import type { OptionsOf } from './option.ts'

/** What a market accepts. What is left out is not restricted. */
export const MARKET_RULES = {
  /** Step of a price in quote currency; a decimal above 0. Default any price. */
  tick: { kind: 'decimal', above: 0, unset: 'any price', doc: 'Step of a price in quote currency' },
  /** Step of a quantity in base units; a decimal above 0. Default execution.lot. */
  lot: { kind: 'decimal', above: 0, unset: 'execution.lot', doc: 'Step of a quantity in base units' },
  /** Smallest price × quantity of an order in quote currency; a decimal above 0. Default none. */
  minimumValue: {
    kind: 'decimal',
    above: 0,
    unset: 'none',
    doc: 'Smallest price × quantity of an order in quote currency',
  },
  /** Largest quantity of an order in base units; a decimal above 0. Default none. */
  maximumQuantity: { kind: 'decimal', above: 0, unset: 'none', doc: 'Largest quantity of an order in base units' },
} as const

export const DATE = {
  /** When these rules begin; only the first may leave it out and has always held. */
  from: { kind: 'time', doc: 'When these rules begin; only the first may leave it out and has always held' },
} as const

/** Most symbols that have rules, and most entries of one of them. */
export const MOST_RULES = 10_000

export const RULES = {
  kind: 'json',
  allowed: 'an object of at most 10000 symbols',
  unset: 'none',
  doc: "Market rules by symbol, '*' for every symbol that is not named",
} as const

/** What a market accepts. What is left out is not restricted. */
export interface RuleOptions extends OptionsOf<typeof MARKET_RULES> {}

/** Rules from a moment on. Each entry stands for itself: what it leaves out is not taken from the one before. */
export interface DatedRuleOptions extends RuleOptions, OptionsOf<typeof DATE> {}

/** By symbol; `'*'` stands for every symbol that is not named. */
export type RulesOptions = { readonly [symbol: string]: RuleOptions | readonly DatedRuleOptions[] }

const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?Z?)?$/

/**
 * Epoch milliseconds of a time given as such or as ISO 8601 in UTC: `2024-03-01`, `2024-03-01T10:00`,
 * `2024-03-01T10:00:00Z`. `null` for anything else.
 */
export function parseEffectiveFrom(from: number | string): number | null {
  if (typeof from === 'number') return Number.isSafeInteger(from) ? from : null
  const match = ISO_TIME.exec(from)
  if (match === null) return null
  const [, date, minutes = '00:00', seconds = ':00'] = match
  const time = Date.parse(`${date}T${minutes}${seconds}Z`)
  // Date.parse reads the 30th of February and 24:00 as the day after.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(`${date}T${minutes}`) ? null : time
}
