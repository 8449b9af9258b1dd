import { Sample } from '../full/sample.ts'
import { logarithmOfRatio } from '../logarithm.ts'
import { absent, known, type Measure } from '../measure.ts'
import type { Rule } from './convention.ts'

/** (last / value at the index − 1) × 100. */
export function marketReturn(values: Float64Array, from: number): Measure {
  const first = values[from]
  if (first === undefined) return absent('there are no candles')
  if (!(first > 0)) return absent('the first value is not above zero')
  return known(((values[values.length - 1]! - first) / first) * 100)
}

/**
 * Covariance of the logarithmic returns of equity and market, from candle to candle, / variance of the market's. The
 * market is the symbol itself unless a benchmark is given.
 */
export const backtestingPyBeta: Rule = ({ input, benchmark }) => {
  const closes = benchmark ?? input.close
  if (closes.length < 3) return absent('fewer than two returns')
  if (!input.equity.every((mark) => mark > 0)) return absent('equity is zero or below at some candle')
  if (!closes.every((close) => close > 0)) return absent('a close of the market is not above zero')
  const market = new Sample(logarithmicReturns(closes))
  const equity = new Sample(logarithmicReturns(input.equity))
  const variance = market.momentOf(2)
  if (market.deviation === 0) return absent('all returns of the market are equal')
  let index = 0
  return known(equity.sum((value) => (value - equity.mean) * (market.values[index++]! - market.mean)) / variance)
}

/** Return − risk-free − beta × (return of buying and holding − risk-free), over the whole run and not of a year. */
export const backtestingPyAlpha: Rule = (facts, trades) => {
  const { input, benchmark, riskFreeRate } = facts
  const beta = backtestingPyBeta(facts, trades)
  const own = marketReturn(input.equity, 0)
  const held = marketReturn(benchmark ?? input.close, input.firstActiveIndex ?? 0)
  if (beta.value === null) return beta
  if (own.value === null) return own
  if (held.value === null) return held
  const riskFree = riskFreeRate * 100
  return known(own.value - riskFree - beta.value * (held.value - riskFree))
}

function logarithmicReturns(values: Float64Array): Float64Array {
  const returns = new Float64Array(values.length - 1)
  for (let i = 1; i < values.length; i++) returns[i - 1] = logarithmOfRatio(values[i]!, values[i - 1]!)
  return returns
}
