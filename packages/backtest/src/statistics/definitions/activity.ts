import type { Metric } from '../metric-input.ts'
import { available, missing } from '../metrics.ts'
import { mean } from './trades.ts'

const NO_CANDLE = 'there are no candles'
const NO_TIME = 'no time passes between the first and the last candle'

/** Candles at whose close a position was open, in percent of all. */
export const exposure: Metric = ({ input }) => {
  const candles = input.time.length
  if (candles === 0) return missing(NO_CANDLE)
  if (input.exposedCandles === null) return missing('the number of candles with a position was not given')
  return available((input.exposedCandles / candles) * 100)
}

/** Closed trades / years. */
export const tradesPerYear: Metric = ({ years }, { count }) => (years > 0 ? available(count / years) : missing(NO_TIME))

/** Traded value / mean equity / years. */
export const annualTurnover: Metric = ({ equity: marks, input, years }) => {
  if (!(years > 0)) return missing(NO_TIME)
  const equity = mean(marks)
  return equity > 0 ? available(Number(input.turnover) / equity / years) : missing('the mean equity is zero or below')
}
