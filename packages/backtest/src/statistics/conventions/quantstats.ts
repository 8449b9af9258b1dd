import { DAY_MS } from '../full/calendar.ts'
import type { Fall } from '../full/falls.ts'
import { absent, known } from '../measure.ts'
import { annualTurnover, tradesPerYear } from '../rules/activity-rules.ts'
import { alphaWithoutRiskFree, beta, periodInformationRatio } from '../rules/benchmark-rules.ts'
import { deepest, meanDepth, NO_FALL, ofSampledFalls, squaredDrawdowns } from '../rules/drawdown-rules.ts'
import { gainToPainOfReturns, omega, probabilityOfSkill, sharpe, sortino } from '../rules/ratio-rules.ts'
import * as returns from '../rules/return-rules.ts'
import * as risk from '../rules/risk-rules.ts'
import { longestRun } from '../rules/trade-rules.ts'
import { type Convention, notDefined, type Rule } from './convention.ts'
import { averageLoss, averageWin, kelly, payoff, periodProfitFactor, periodWinRate } from './quantstats-periods.ts'
import { compoundedRate } from './tezgah.ts'
import { noBenchmark, noDrawdown, noRatios, noReturns, noRisk, plainTrades } from './undefined-groups.ts'

const YEAR_DAYS = 252

const maxDrawdown = ofSampledFalls((falls) => -deepest(falls) * 100, 0)

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
  if (active.length === 0) return absent('all returns are zero')
  return (series.sum((value) => value) / active.length) * 100
})

/** Days from the first below the peak to the last one, both counted. */
function days({ firstBelowTime, lastBelowTime }: Fall): number {
  return Math.floor((lastBelowTime - firstBelowTime) / DAY_MS) + 1
}

/** Returns that are not zero in percent of all, rounded up to whole percent. */
const exposure: Rule = returns.ofReturns(1, ({ values, count }) => {
  return Math.ceil((values.filter((value) => value !== 0).length / count) * 100)
})

/** Most returns in a row for which the test holds. */
function periodRun(belongs: (value: number) => boolean): Rule {
  return (facts, trades) => {
    if (!trades.isWhole) return notDefined(facts, trades)
    return facts.series.obstacle(1) ?? known(longestRun(facts.series.values, belongs))
  }
}

/**
 * QuantStats 0.0.84, on the changes of the day's last equity. Wins, losses, streaks, payoff, profit factor and Kelly
 * are of days, as there, not of trades; the drawdown is negative.
 *
 * @see https://github.com/ranaroussi/quantstats, `stats.py`
 */
export const quantstats: Convention = {
  name: 'quantstats',
  sampling: () => 'day',
  startsAtInitialCash: false,
  periodsPerYear: () => YEAR_DAYS,
  riskFreePerPeriod: compoundedRate,
  returns: {
    ...noReturns,
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
    ...noRisk,
    annualVolatilityPct: risk.annualVolatility,
    valueAtRiskPct: risk.normalValueAtRisk,
    conditionalValueAtRiskPct: risk.normalShortfall,
    skew: risk.sampleSkew,
    kurtosis: risk.sampleKurtosis,
    tailRatio: risk.tailRatio,
  },
  drawdown: {
    ...noDrawdown,
    maxDrawdownPct: maxDrawdown,
    averageDrawdownPct: ofSampledFalls((falls) => -meanDepth(falls) * 100, NO_FALL),
    maxDrawdownDurationMs: ofSampledFalls(
      (falls) => falls.reduce((most, fall) => Math.max(most, days(fall)), 0) * DAY_MS,
      0,
    ),
    averageDrawdownDurationMs: ofSampledFalls(
      (falls) => (falls.reduce((sum, fall) => sum + days(fall), 0) / falls.length) * DAY_MS,
      NO_FALL,
    ),
    drawdownCount: ofSampledFalls((falls) => falls.length, 0),
    ulcerIndexPct: ulcerIndex,
  },
  ratios: {
    ...noRatios,
    sharpe,
    probabilisticSharpe,
    sortino,
    calmar: returns.quotientOf(returns.periodGrowth, maxDrawdown, NO_FALL),
    omega,
    martin: returns.quotientOf(returns.lessRiskFree(returns.compoundedReturn), ulcerIndex, NO_FALL),
    gainToPain: gainToPainOfReturns,
    recoveryFactor: returns.quotientOf(simpleSum, maxDrawdown, NO_FALL),
  },
  benchmark: { ...noBenchmark, alphaPct: alphaWithoutRiskFree, beta, informationRatio: periodInformationRatio },
  activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
  trades: {
    ...plainTrades,
    winRatePct: periodWinRate,
    payoffRatio: payoff,
    profitFactor: periodProfitFactor,
    kelly,
    averageWinPct: averageWin,
    averageLossPct: averageLoss,
    maxConsecutiveWins: periodRun((value) => value > 0),
    maxConsecutiveLosses: periodRun((value) => value < 0),
  },
}
