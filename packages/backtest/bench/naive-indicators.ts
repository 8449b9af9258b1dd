// The same indicators as one loop each without any care for rounding: the speed that care is measured against.

export function naiveSma(values: Float64Array, period: number, out: Float64Array): void {
  const share = 1 / period
  let sum = 0
  for (let index = 0; index < values.length; index++) {
    sum += values[index]!
    if (index >= period) sum -= values[index - period]!
    out[index] = index >= period - 1 ? sum * share : Number.NaN
  }
}

export function naiveEma(values: Float64Array, period: number, out: Float64Array): void {
  const alpha = 2 / (period + 1)
  let average = mean(values, 0, period)
  out.fill(Number.NaN, 0, period - 1)
  out[period - 1] = average
  for (let index = period; index < values.length; index++) {
    average += alpha * (values[index]! - average)
    out[index] = average
  }
}

export function naiveRsi(values: Float64Array, period: number, out: Float64Array): void {
  const keep = (period - 1) / period
  const share = 1 / period
  let gain = 0
  let loss = 0
  for (let index = 1; index < values.length; index++) {
    const change = values[index]! - values[index - 1]!
    gain = gain * keep + (change > 0 ? change * share : 0)
    loss = loss * keep + (change > 0 ? 0 : -change * share)
    const total = gain + loss
    out[index] = total === 0 ? 50 : (100 * gain) / total
  }
}

export function naiveAtr(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  out: Float64Array,
): void {
  let average = 0
  for (let index = 1; index < close.length; index++) {
    const previous = close[index - 1]!
    const range = Math.max(high[index]!, previous) - Math.min(low[index]!, previous)
    average = (average * (period - 1) + range) / period
    out[index] = average
  }
}

/** Sliding variance after Welford. */
export function naiveBollinger(
  values: Float64Array,
  period: number,
  deviations: number,
  bands: { readonly upper: Float64Array; readonly middle: Float64Array; readonly lower: Float64Array },
): void {
  const { upper, middle, lower } = bands
  let average = mean(values, 0, period)
  let squares = 0
  for (let index = 0; index < period; index++) squares += (values[index]! - average) ** 2
  for (let index = period; index < values.length; index++) {
    const value = values[index]!
    const old = values[index - period]!
    const next = average + (value - old) / period
    squares += (value - old) * (value - next + old - average)
    average = next
    const width = deviations * Math.sqrt(squares > 0 ? squares / period : 0)
    middle[index] = average
    upper[index] = average + width
    lower[index] = average - width
  }
}

function mean(values: Float64Array, from: number, count: number): number {
  let sum = 0
  for (let index = from; index < from + count; index++) sum += values[index]!
  return sum / count
}
