import type { Klines } from '../endpoints/klines.ts'
import { BtcturkError } from '../errors.ts'
import { type CandleColumns, COLUMN_NAMES, columnsBy } from './columns.ts'
import type { Grid, TimeRange } from './grid.ts'

/** A candle that the exchange sent and that cannot be used. It is not among the candles, so it shows as a gap too. */
export type DiscardedCandle = {
  /** Its open time as sent. */
  readonly time: number
  /** `off_grid`: it opens where no candle of the interval does; `invalid_values`: no market has such prices or volume. */
  readonly reason: 'off_grid' | 'invalid_values'
}

/** What was put right in answers. Counts of candles. */
export type Repairs = {
  /** Sent twice with the same values. */
  readonly duplicates: number
  /** Sent twice with different values; the one of larger volume was kept, since volume only grows. */
  readonly conflicts: number
  /** Sent before an earlier one. */
  readonly unordered: number
  /** Not asked for. */
  readonly outside: number
}

export const NO_REPAIRS: Repairs = { duplicates: 0, conflicts: 0, unordered: 0, outside: 0 }

/** The usable part of an answer. */
export type Cleaned = {
  readonly candles: CandleColumns
  readonly discarded: readonly DiscardedCandle[]
  readonly repairs: Repairs
  /** Earliest and latest time inside the span that the exchange sent, usable or not; `null` for an empty answer. */
  readonly extent: { readonly first: number; readonly last: number } | null
}

/**
 * Sorts an answer, takes each candle once, and leaves out what was not asked for and what cannot be.
 *
 * @throws BtcturkError `malformed` for columns of different length, for times that are not whole, and for an answer with
 *   candles of which none is inside the span: nothing can be concluded from it
 */
export function cleanAnswer(answer: Klines, span: TimeRange, grid: Grid): Cleaned {
  checkShape(answer)
  const { time } = answer
  const rows = [...time.keys()].filter((row) => time[row]! >= span.from && time[row]! < span.to)
  if (rows.length === 0 && time.length > 0) throw outOfRange(time[0]!, span)
  const unordered = rows.filter((row, at) => at > 0 && time[row]! < time[rows[at - 1]!]!).length
  if (unordered > 0) rows.sort((left, right) => time[left]! - time[right]!)
  const { kept, discarded, duplicates, conflicts } = selectRows(answer, rows, grid)
  return {
    // Adding zero turns −0 into 0, which is how it comes back from a file.
    candles: columnsBy((name) => Float64Array.from(kept, (row) => answer[name][row]! + 0)),
    discarded,
    repairs: { duplicates, conflicts, unordered, outside: time.length - rows.length },
    extent: rows.length === 0 ? null : { first: time[rows[0]!]!, last: time[rows.at(-1)!]! },
  }
}

function selectRows(answer: Klines, rows: readonly number[], grid: Grid) {
  const { time } = answer
  const kept: number[] = []
  const discarded: DiscardedCandle[] = []
  let [duplicates, conflicts] = [0, 0]
  for (let at = 0; at < rows.length; ) {
    let best = rows[at++]!
    for (; at < rows.length && time[rows[at]!] === time[best]; at++) {
      const other = rows[at]!
      if (COLUMN_NAMES.every((name) => answer[name][other] === answer[name][best])) duplicates++
      else {
        conflicts++
        if (isLater(answer, other, best)) best = other
      }
    }
    const isOnGrid = (time[best]! - grid.origin) % grid.step === 0
    if (isOnGrid && isConsistent(answer, best)) kept.push(best)
    else discarded.push({ time: time[best]!, reason: isOnGrid ? 'invalid_values' : 'off_grid' })
  }
  return { kept, discarded, duplicates, conflicts }
}

function isLater(answer: Klines, other: number, best: number): boolean {
  const [otherIsSound, bestIsSound] = [isConsistent(answer, other), isConsistent(answer, best)]
  return otherIsSound === bestIsSound ? answer.volume[other]! >= answer.volume[best]! : otherIsSound
}

function isConsistent({ open, high, low, close, volume }: Klines, row: number): boolean {
  const [o, h, l, c, v] = [open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!]
  return l > 0 && h < Infinity && l <= o && o <= h && l <= c && c <= h && v >= 0 && v < Infinity
}

function checkShape(answer: Klines): void {
  const { length } = answer.time
  const ragged = COLUMN_NAMES.find((name) => answer[name].length !== length)
  if (ragged !== undefined) throw malformed(`${ragged} has ${answer[ragged].length} rows, time has ${length}`, ragged)
  const odd = answer.time.find((time) => !Number.isSafeInteger(time))
  if (odd !== undefined) throw malformed(`times must be whole milliseconds, received ${odd}`, 'time')
}

function outOfRange(time: number, { from, to }: TimeRange): BtcturkError {
  const hint = time * 1000 >= from && time * 1000 < to ? ', which looks like seconds' : ''
  return malformed(`asked for candles from ${from} to ${to - 1}, all that came lie elsewhere: ${time}${hint}`, 'time')
}

function malformed(message: string, field: string): BtcturkError {
  return new BtcturkError('malformed', message, { outcome: 'unknown', field })
}
