import { type Amount, ONE, parseAmount } from '../model/amount.ts'
import type { Change } from '../parameters/diff.ts'
import type { JsonValue } from '../parameters/parameters.ts'

/** How far one number may move without the approval of a second person. At least one of the two bounds. */
export type Threshold = {
  /** As in `Change.path`. */
  readonly path: string
  /** The largest difference, in units of the value, as decimal text. */
  readonly absolute?: string | undefined
  /** The largest difference as a fraction of the value before, as decimal text. */
  readonly relative?: string | undefined
}

/**
 * True if a change needs no second person: a number at a path with a threshold moves by no more than each bound that
 * the threshold has. Everything else needs one: other paths, other kinds of change, numbers that are not plain decimals.
 */
export function isFree({ path, kind, from, to }: Change, thresholds: readonly Threshold[]): boolean {
  const threshold = thresholds.find((candidate) => candidate.path === path)
  if (threshold === undefined || kind !== 'changed') return false
  const [before, after] = [numberOf(from), numberOf(to)]
  const [absolute, relative] = [boundOf(threshold.absolute), boundOf(threshold.relative)]
  if (before === null || after === null || absolute === null || relative === null) return false
  if (absolute === undefined && relative === undefined) return false
  const moved = size(after - before)
  return (
    (absolute === undefined || moved <= absolute) && (relative === undefined || moved * ONE <= relative * size(before))
  )
}

/** A number of JSON by its shortest decimal text, or decimal text; `null` for exponents and everything else. */
function numberOf(value: JsonValue | undefined): Amount | null {
  return parseAmount(typeof value === 'number' ? `${value}` : value)
}

function boundOf(text: string | undefined): Amount | null | undefined {
  return text === undefined ? undefined : parseAmount(text)
}

function size(amount: Amount): Amount {
  return amount < 0n ? -amount : amount
}
