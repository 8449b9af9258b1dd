import type { Rule } from '../conventions/convention.ts'
import { absent, known } from '../measure.ts'
import { mean } from './trade-rules.ts'

const NO_CANDLE = 'there are no candles'
const NO_TIME = 'no time passes between the first and the last candle'

/** Candles at whose close a position was open, in percent of all. */
export const exposure: Rule = ({ input }) => {
  const candles = input.time.length
  return candles === 0 ? absent(NO_CANDLE) : known((input.exposedCandles / candles) * 100)
}

/** Closed trades / years. */
export const tradesPerYear: Rule = ({ years }, { count }) => (years > 0 ? known(count / years) : absent(NO_TIME))

/** Traded value / mean equity / years. */
export const annualTurnover: Rule = ({ input, years }) => {
  if (!(years > 0)) return absent(NO_TIME)
  const equity = mean(input.equity)
  return equity > 0 ? known(Number(input.turnover) / equity / years) : absent('the mean equity is zero or below')
}
