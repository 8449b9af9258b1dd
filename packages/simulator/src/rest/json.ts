import { type Amount, formatAmount } from '../core/amount.ts'

/** Node 22 has both; the types of the language level do not know them yet. */
const { rawJSON, parse } = JSON as unknown as {
  rawJSON(text: string): unknown
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
}

/** A JSON number of exactly these characters, such as one that no double holds. */
export function rawNumber(text: string): unknown {
  return rawJSON(text)
}

/** An amount as a JSON number without a digit lost. */
export function amountNumber(amount: Amount): unknown {
  return rawJSON(formatAmount(amount))
}

/** An amount as a JSON number that always has a decimal point, as the chart host writes prices. */
export function pointNumber(amount: Amount): unknown {
  const text = formatAmount(amount)
  return rawJSON(text.includes('.') ? text : `${text}.0`)
}

/** Reads JSON whose numbers become the very text that was written: `604560.0` and `604560` are not the same order. */
export function parseWithNumberText(text: string): unknown {
  return parse(text, (_key, value, { source }) => (typeof value === 'number' ? source : value))
}
