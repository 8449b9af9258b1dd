import type { Rule } from '../conventions/convention.ts'
import type { Facts } from '../full/facts.ts'
import { type Fall, fallsOf } from '../full/falls.ts'
import { absent, known, type Measure } from '../measure.ts'

const NO_CANDLE = 'there are no candles'
export const NO_FALL = 'equity was never below its peak'

/** A figure of the falls of equity at every candle; `whenNone` is its value, or the reason, where there is no fall. */
export function ofFalls(figure: (falls: readonly Fall[]) => number, whenNone: number | string): Rule {
  return (facts) => figureOf(facts, facts.falls, figure, whenNone)
}

/** The same of the marks that the convention samples, the first of them being the first peak. */
export function ofSampledFalls(figure: (falls: readonly Fall[]) => number, whenNone: number | string): Rule {
  return (facts) => figureOf(facts, sampledFalls(facts), figure, whenNone)
}

export function sampledFalls(facts: Facts): readonly Fall[] {
  return fallsOf(facts.series.marks, facts.sampled(facts.input.time), null)
}

function figureOf(
  { input }: Facts,
  falls: readonly Fall[],
  figure: (falls: readonly Fall[]) => number,
  whenNone: number | string,
): Measure {
  if (input.time.length === 0) return absent(NO_CANDLE)
  if (falls.length > 0) return known(figure(falls))
  return typeof whenNone === 'number' ? known(whenNone) : absent(whenNone)
}

export function deepest(falls: readonly Fall[]): number {
  return falls.reduce((depth, fall) => Math.max(depth, fall.depth), 0)
}

export function meanDepth(falls: readonly Fall[]): number {
  return falls.reduce((sum, fall) => sum + fall.depth, 0) / falls.length
}

export const maxDrawdown: Rule = ofFalls((falls) => deepest(falls) * 100, 0)
export const averageDrawdown: Rule = ofFalls((falls) => meanDepth(falls) * 100, NO_FALL)
export const maxDuration: Rule = ofFalls((falls) => longest(durations(falls)), 0)
export const averageDuration: Rule = ofFalls((falls) => sum(durations(falls)) / falls.length, NO_FALL)
export const fallCount: Rule = ofFalls((falls) => falls.length, 0)

/** How far the last mark is below its peak, in percent. */
export const currentDrawdown: Rule = (facts) => {
  const { equity } = facts.input
  if (equity.length === 0) return absent(NO_CANDLE)
  const peak = equity.reduce((highest, mark) => Math.max(highest, mark), facts.firstPeak?.mark ?? equity[0]!)
  const last = equity[equity.length - 1]!
  return last < peak ? known(((peak - last) / peak) * 100) : known(0)
}

/**
 * √(mean of the squared drawdowns over all candles), in percent.
 *
 * @see Martin and McCann (1989), "The Investor's Guide to Fidelity Funds"
 */
export const ulcerIndex: Rule = (facts) => {
  const { equity } = facts.input
  if (equity.length === 0) return absent(NO_CANDLE)
  const squares = squaredDrawdowns(equity, facts.firstPeak?.mark ?? equity[0]!)
  return known(Math.sqrt(squares / equity.length) * 100)
}

/** Sum of ((peak − mark) / peak)². */
export function squaredDrawdowns(marks: Float64Array, firstPeak: number): number {
  let peak = firstPeak
  let squares = 0
  for (const mark of marks) {
    if (mark >= peak) {
      peak = mark
    } else {
      const depth = (peak - mark) / peak
      squares += depth * depth
    }
  }
  return squares
}

function durations(falls: readonly Fall[]): number[] {
  return falls.map(({ durationMs }) => durationMs)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function longest(values: readonly number[]): number {
  return values.reduce((highest, value) => Math.max(highest, value), 0)
}
