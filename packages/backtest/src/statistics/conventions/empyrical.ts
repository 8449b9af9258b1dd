import { annualTurnover, exposure, tradesPerYear } from '../definitions/activity.ts'
import { beta, compoundedAlpha, downCapture, periodInformationRatio, upCapture } from '../definitions/benchmark.ts'
import { deepest, NO_DRAWDOWN, ofSampledDrawdowns } from '../definitions/drawdowns.ts'
import { omega, sharpe, sortinoToZero, stability } from '../definitions/ratios.ts'
import { compoundedReturn, periodGrowth, quotientOf } from '../definitions/returns.ts'
import {
  annualVolatility,
  downsideDeviationToZero,
  historicalValueAtRisk,
  lowestReturns,
  populationKurtosis,
  populationSkew,
  tailRatio,
} from '../definitions/risk.ts'
import { PLAIN_TRADES } from '../definitions/trades.ts'
import type { Convention } from './convention.ts'

const YEAR_DAYS = 252

const maxDrawdown = ofSampledDrawdowns((drawdowns) => -deepest(drawdowns) * 100, 0)

/**
 * empyrical-reloaded, on the changes of the day's last equity. The risk-free rate is that of one period, and the
 * drawdown is negative. Skewness and kurtosis are scipy's with its defaults.
 *
 * @see https://github.com/stefan-jansen/empyrical-reloaded, `stats.py`
 */
export const empyrical: Convention = {
  sampling: () => 'day',
  startsAtInitialCash: false,
  minimumDays: 0,
  periodsPerYear: () => YEAR_DAYS,
  riskFreePerPeriod: (rate) => rate,
  metrics: {
    returns: { totalReturnPct: compoundedReturn, cagrPct: periodGrowth, annualReturnPct: periodGrowth },
    risk: {
      annualVolatilityPct: annualVolatility,
      downsideDeviationPct: downsideDeviationToZero,
      valueAtRiskPct: historicalValueAtRisk,
      conditionalValueAtRiskPct: lowestReturns,
      skew: populationSkew,
      kurtosis: populationKurtosis,
      tailRatio,
    },
    drawdown: { maxDrawdownPct: maxDrawdown },
    ratios: {
      sharpe,
      sortino: sortinoToZero,
      calmar: quotientOf(periodGrowth, maxDrawdown, NO_DRAWDOWN),
      omega,
      stability,
    },
    benchmark: {
      alphaPct: compoundedAlpha,
      beta,
      informationRatio: periodInformationRatio,
      upCapture,
      downCapture,
    },
    activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
    trades: PLAIN_TRADES,
  },
}
