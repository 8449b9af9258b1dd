import { NO_CLOSES } from '../definitions/returns.ts'
import type { Metric } from '../metric-input.ts'
import { available, type MetricValue, missing } from '../metrics.ts'
import { logarithmOfRatio } from '../numeric/logarithm.ts'
import { Sample } from '../sample.ts'

/** (last / value at the index − 1) × 100. */
export function marketReturn(values: Float64Array | null, from: number): MetricValue {
  if (values === null) return missing(NO_CLOSES)
  const first = values[from]
  if (first === undefined) return missing('there are no candles')
  if (!(first > 0)) return missing('the first value is not above zero')
  return available(((values[values.length - 1]! - first) / first) * 100)
}

/**
 * Covariance of the logarithmic returns of equity and market, from candle to candle, / variance of the market's. The
 * market is the symbol itself unless a benchmark is given.
 */
export const backtestingPyBeta: Metric = ({ benchmark, equity: marks, input }) => {
  const closes = benchmark ?? input.close
  if (closes === null) return missing(NO_CLOSES)
  if (closes.length < 3) return missing('fewer than two returns')
  if (!marks.every((mark) => mark > 0)) return missing('equity is zero or below at some candle')
  if (!closes.every((close) => close > 0)) return missing('a close of the market is not above zero')
  const market = new Sample(logarithmicReturns(closes))
  const equity = new Sample(logarithmicReturns(marks))
  const variance = market.momentOf(2)
  if (market.deviation === 0) return missing('all returns of the market are equal')
  let index = 0
  return available(equity.sum((value) => (value - equity.mean) * (market.values[index++]! - market.mean)) / variance)
}

/** Return − risk-free − beta × (return of buying and holding − risk-free), over the whole run and not of a year. */
export const backtestingPyAlpha: Metric = (source, trades) => {
  const { benchmark, equity, input, riskFreeRate } = source
  const beta = backtestingPyBeta(source, trades)
  const own = marketReturn(equity, 0)
  const held = marketReturn(benchmark ?? input.close, input.firstActiveIndex)
  if (beta.value === null) return beta
  if (own.value === null) return own
  if (held.value === null) return held
  const riskFree = riskFreeRate * 100
  return available(own.value - riskFree - beta.value * (held.value - riskFree))
}

function logarithmicReturns(values: Float64Array): Float64Array {
  const returns = new Float64Array(values.length - 1)
  for (let i = 1; i < values.length; i++) returns[i - 1] = logarithmOfRatio(values[i]!, values[i - 1]!)
  return returns
}
