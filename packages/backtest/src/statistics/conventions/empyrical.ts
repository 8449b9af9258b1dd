import { annualTurnover, exposure, tradesPerYear } from '../rules/activity-rules.ts'
import { beta, compoundedAlpha, downCapture, periodInformationRatio, upCapture } from '../rules/benchmark-rules.ts'
import { deepest, NO_FALL, ofSampledFalls } from '../rules/drawdown-rules.ts'
import { omega, sharpe, sortinoToZero, stability } from '../rules/ratio-rules.ts'
import { compoundedReturn, periodGrowth, quotientOf } from '../rules/return-rules.ts'
import {
  annualVolatility,
  downsideDeviationToZero,
  historicalValueAtRisk,
  lowestReturns,
  populationKurtosis,
  populationSkew,
  tailRatio,
} from '../rules/risk-rules.ts'
import type { Convention } from './convention.ts'
import { noBenchmark, noDrawdown, noRatios, noReturns, noRisk, plainTrades } from './undefined-groups.ts'

const YEAR_DAYS = 252

const maxDrawdown = ofSampledFalls((falls) => -deepest(falls) * 100, 0)

/**
 * empyrical-reloaded, on the changes of the day's last equity. The risk-free rate is that of one period, and the
 * drawdown is negative. Skewness and kurtosis are scipy's with its defaults.
 *
 * @see https://github.com/stefan-jansen/empyrical-reloaded, `stats.py`
 */
export const empyrical: Convention = {
  name: 'empyrical',
  sampling: () => 'day',
  startsAtInitialCash: false,
  periodsPerYear: () => YEAR_DAYS,
  riskFreePerPeriod: (rate) => rate,
  returns: { ...noReturns, totalReturnPct: compoundedReturn, cagrPct: periodGrowth, annualReturnPct: periodGrowth },
  risk: {
    ...noRisk,
    annualVolatilityPct: annualVolatility,
    downsideDeviationPct: downsideDeviationToZero,
    valueAtRiskPct: historicalValueAtRisk,
    conditionalValueAtRiskPct: lowestReturns,
    skew: populationSkew,
    kurtosis: populationKurtosis,
    tailRatio,
  },
  drawdown: { ...noDrawdown, maxDrawdownPct: maxDrawdown },
  ratios: {
    ...noRatios,
    sharpe,
    sortino: sortinoToZero,
    calmar: quotientOf(periodGrowth, maxDrawdown, NO_FALL),
    omega,
    stability,
  },
  benchmark: {
    ...noBenchmark,
    alphaPct: compoundedAlpha,
    beta,
    informationRatio: periodInformationRatio,
    upCapture,
    downCapture,
  },
  activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
  trades: plainTrades,
}
