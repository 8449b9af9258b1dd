import { DAY_MS } from '@tezgah/core/clock'
import { annualTurnover, tradesPerYear } from '../definitions/activity.ts'
import { alphaWithoutRiskFree, beta, periodInformationRatio } from '../definitions/benchmark.ts'
import { deepest, meanDepth, NO_DRAWDOWN, ofSampledDrawdowns, squaredDrawdowns } from '../definitions/drawdowns.ts'
import { gainToPainOfReturns, omega, probabilityOfSkill, sharpe, sortino } from '../definitions/ratios.ts'
import * as returns from '../definitions/returns.ts'
import * as risk from '../definitions/risk.ts'
import { longestRun, PLAIN_TRADES } from '../definitions/trades.ts'
import type { Drawdown } from '../drawdowns.ts'
import type { Metric } from '../metric-input.ts'
import { available, missing } from '../metrics.ts'
import { type Convention, notDefined } from './convention.ts'
import { averageLoss, averageWin, kelly, payoff, periodProfitFactor, periodWinRate } from './quantstats-periods.ts'

const YEAR_DAYS = 252

const maxDrawdown = ofSampledDrawdowns((drawdowns) => -deepest(drawdowns) * 100, 0)

/** Root of the squared drawdowns' sum / (returns − 1). */
const ulcerIndex = returns.ofReturns(2, ({ marks, count }) => {
  return Math.sqrt(squaredDrawdowns(marks, marks[0]!) / (count - 1)) * 100
})

/** |sum of the returns − risk-free rate as given|, not compounded. */
const simpleSum = returns.ofReturns(1, (series, { riskFreeRate }) => {
  return Math.abs(series.sum((value) => value) - riskFreeRate) * 100
})

const probabilisticSharpe = returns.ofReturns(4, (series, { riskFree }) =>
  probabilityOfSkill(series, riskFree, risk.adjustedSkew(series), risk.adjustedKurtosis(series)),
)

/** Mean of the returns that are not zero. */
const meanOfActive = returns.ofReturns(1, (series) => {
  const active = series.values.filter((value) => value !== 0)
  if (active.length === 0) return missing('all returns are zero')
  return (series.sum((value) => value) / active.length) * 100
})

/** Days from the first below the peak to the last one, both counted. */
function days({ firstBelowTime, lastBelowTime }: Drawdown): number {
  return Math.floor((lastBelowTime - firstBelowTime) / DAY_MS) + 1
}

/** Returns that are not zero in percent of all, rounded up to whole percent. */
const exposure: Metric = returns.ofReturns(1, ({ values, count }) => {
  return Math.ceil((values.filter((value) => value !== 0).length / count) * 100)
})

/** Most returns in a row for which the test holds. */
function periodRun(belongs: (value: number) => boolean): Metric {
  return (source, trades) => {
    if (!trades.isWhole) return notDefined(source, trades)
    return source.series.obstacle(1) ?? available(longestRun(source.series.values, belongs))
  }
}

/**
 * QuantStats 0.0.84, on the changes of the day's last equity. Wins, losses, streaks, payoff, profit factor and Kelly
 * are of days, as there, not of trades; the drawdown is negative.
 *
 * @see https://github.com/ranaroussi/quantstats, `stats.py`
 */
export const quantstats: Convention = {
  sampling: () => 'day',
  startsAtInitialCash: false,
  minimumDays: 0,
  periodsPerYear: () => YEAR_DAYS,
  riskFreePerPeriod: returns.compoundedRate,
  metrics: {
    returns: {
      totalReturnPct: returns.compoundedReturn,
      cagrPct: returns.periodGrowth,
      meanReturnPct: meanOfActive,
      geometricMeanReturnPct: returns.geometricMeanReturn,
      bestPeriodPct: returns.bestPeriod,
      worstPeriodPct: returns.worstPeriod,
      bestDayPct: returns.bestPeriod,
      worstDayPct: returns.worstPeriod,
      bestMonthPct: returns.bestOf('month'),
      worstMonthPct: returns.worstOf('month'),
      bestYearPct: returns.bestOf('year'),
      worstYearPct: returns.worstOf('year'),
    },
    risk: {
      annualVolatilityPct: risk.annualVolatility,
      valueAtRiskPct: risk.normalValueAtRisk,
      conditionalValueAtRiskPct: risk.normalShortfall,
      skew: risk.sampleSkew,
      kurtosis: risk.sampleKurtosis,
      tailRatio: risk.tailRatio,
    },
    drawdown: {
      maxDrawdownPct: maxDrawdown,
      averageDrawdownPct: ofSampledDrawdowns((drawdowns) => -meanDepth(drawdowns) * 100, NO_DRAWDOWN),
      maxDrawdownDurationMs: ofSampledDrawdowns(
        (drawdowns) => drawdowns.reduce((most, drawdown) => Math.max(most, days(drawdown)), 0) * DAY_MS,
        0,
      ),
      averageDrawdownDurationMs: ofSampledDrawdowns(
        (drawdowns) => (drawdowns.reduce((sum, drawdown) => sum + days(drawdown), 0) / drawdowns.length) * DAY_MS,
        NO_DRAWDOWN,
      ),
      drawdownCount: ofSampledDrawdowns((drawdowns) => drawdowns.length, 0),
      ulcerIndexPct: ulcerIndex,
    },
    ratios: {
      sharpe,
      probabilisticSharpe,
      sortino,
      calmar: returns.quotientOf(returns.periodGrowth, maxDrawdown, NO_DRAWDOWN),
      omega,
      martin: returns.quotientOf(returns.lessRiskFree(returns.compoundedReturn), ulcerIndex, NO_DRAWDOWN),
      gainToPain: gainToPainOfReturns,
      recoveryFactor: returns.quotientOf(simpleSum, maxDrawdown, NO_DRAWDOWN),
    },
    benchmark: { alphaPct: alphaWithoutRiskFree, beta, informationRatio: periodInformationRatio },
    activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
    trades: {
      ...PLAIN_TRADES,
      winRatePct: periodWinRate,
      payoffRatio: payoff,
      profitFactor: periodProfitFactor,
      kelly,
      averageWinPct: averageWin,
      averageLossPct: averageLoss,
      maxConsecutiveWins: periodRun((value) => value > 0),
      maxConsecutiveLosses: periodRun((value) => value < 0),
    },
  },
}
