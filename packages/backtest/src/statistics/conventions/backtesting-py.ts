import { DAY_MS, dayOf, weekdayOf } from '../full/calendar.ts'
import type { Facts } from '../full/facts.ts'
import type { Fall } from '../full/falls.ts'
import type { FullStatisticsInput } from '../full/input.ts'
import type { ReturnSeries } from '../full/return-series.ts'
import type { Sampling } from '../full/sampling.ts'
import type { TradeSet } from '../full/trade-set.ts'
import { cagrPct } from '../growth.ts'
import { logarithmOfRatio } from '../logarithm.ts'
import { absent, known, type Measure } from '../measure.ts'
import { exponential } from '../power.ts'
import { annualTurnover, tradesPerYear } from '../rules/activity-rules.ts'
import { deepest, meanDepth, NO_FALL, ofFalls } from '../rules/drawdown-rules.ts'
import { compounded, lessRiskFree, NO_PERIOD, ofReturns, quotientOf } from '../rules/return-rules.ts'
import { downside } from '../rules/risk-rules.ts'
import * as trades from '../rules/trade-rules.ts'
import { backtestingPyAlpha, backtestingPyBeta, marketReturn } from './backtesting-py-market.ts'
import type { Convention, Rule } from './convention.ts'
import { compoundedRate } from './tezgah.ts'
import { noBenchmark, noDrawdown, noRatios, noReturns, noRisk, plainTrades } from './undefined-groups.ts'

/** Candles this far apart (the median of the last 100) are taken for weeks, months and years. */
const LONG_PERIODS: Readonly<Record<number, { readonly sampling: Sampling; readonly perYear: number }>> = {
  7: { sampling: 'week', perYear: 52 },
  31: { sampling: 'month', perYear: 12 },
  365: { sampling: 'year', perYear: 1 },
}

/** From this share of candles on weekends on, the market is taken to trade on every day of the year. */
const WEEKEND_SHARE = (2 / 7) * 0.6

function periodMs({ time, intervalMs }: FullStatisticsInput): number {
  const steps = time.subarray(-100).map((at, i, last) => (i === 0 ? 0 : at - last[i - 1]!))
  const sorted = steps.subarray(1).sort()
  if (sorted.length === 0) return intervalMs
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function longPeriod(input: FullStatisticsInput) {
  return LONG_PERIODS[Math.floor(periodMs(input) / DAY_MS)]
}

function periodsPerYear(input: FullStatisticsInput): number {
  const weekends = input.time.filter((at) => weekdayOf(dayOf(at)) >= 5).length
  return longPeriod(input)?.perYear ?? (weekends / input.time.length > WEEKEND_SHARE ? 365 : 252)
}

/** (1 + geometric mean)^(periods per year) − 1. */
const annualReturn: Rule = ofReturns(1, (series, { periodsPerYear: perYear }) => {
  if (perYear === null) return absent(NO_PERIOD)
  return (compounded(1 + geometricMean(series), perYear) - 1) * 100
})

/** Of compounded returns: √((variance + (1 + g)²)^ppy − (1 + g)^(2 ppy)) with g the geometric mean. */
const annualVolatility: Rule = ofReturns(2, (series, { periodsPerYear: perYear }) => {
  if (perYear === null) return absent(NO_PERIOD)
  const growth = 1 + geometricMean(series)
  const variance = series.deviation * series.deviation
  const spread = compounded(variance + growth * growth, perYear) - compounded(growth, 2 * perYear)
  return Math.sqrt(Math.max(spread, 0)) * 100
})

function geometricMean({ marks, count }: ReturnSeries): number {
  const last = marks[marks.length - 1]!
  return last > 0 ? compounded(last / marks[0]!, 1 / count) - 1 : 0
}

/** Annual return / (root mean square of the returns below zero × √ppy). */
const annualDownside: Rule = ofReturns(1, (series, { periodsPerYear: perYear }) => {
  return perYear === null ? absent(NO_PERIOD) : downside(series, 0) * Math.sqrt(perYear) * 100
})

const maxDrawdown = ofFalls((falls) => -deepest(falls) * 100, 0)

/** A fall that begins at the last candle is not counted. */
function counted(figure: (falls: readonly Fall[], facts: Facts) => number): Rule {
  return (facts) => {
    const falls = facts.falls.filter(({ marksBelow, recoveryTime }) => recoveryTime !== null || marksBelow > 1)
    return falls.length === 0 ? absent(NO_FALL) : known(figure(falls, facts))
  }
}

/** Times are rounded up to whole units of the candles' period: days, hours, minutes or seconds. */
function roundedUp(duration: number, { input }: Facts): number {
  const period = periodMs(input)
  const unit = [DAY_MS, 3_600_000, 60_000, 1000].find((size) => period % size === 0) ?? 1
  return Math.ceil(duration / unit) * unit
}

function ofHolding(figure: (holdingMs: Float64Array) => number): Rule {
  return (facts, set) => {
    const measure = trades.ofTrades(({ holdingMs }) => figure(holdingMs))(facts, set)
    return measure.value === null ? measure : known(roundedUp(measure.value, facts))
  }
}

/** Candles from the entry to the exit of a trade, both included, in percent of all. */
const exposure: Rule = ({ input }) => {
  if (input.time.length === 0) return absent('there are no candles')
  const isHeld = new Uint8Array(input.time.length)
  const { count, entryIndex, exitIndex } = input.trades
  for (let row = 0; row < count; row++) isHeld.fill(1, entryIndex[row]!, exitIndex[row]! + 1)
  return known((isHeld.reduce((sum, held) => sum + held, 0) / isHeld.length) * 100)
}

/** Geometric mean of the trades' returns; zero where one of them lost everything. */
function geometricTradeReturn({ returnPct, count }: TradeSet): number {
  if (returnPct.some((value) => value <= -100)) return 0
  const logarithms = returnPct.map((value) => logarithmOfRatio(100 + value, 100))
  return (exponential({ hi: trades.sum(logarithms) / count, lo: 0 }) - 1) * 100
}

/** Sum of the trades' returns above zero / sum of those below, in percent of each trade's amount, not in money. */
function returnFactor({ returnPct }: TradeSet): Measure | number {
  const lost = trades.sum(returnPct.filter((value) => value < 0))
  return lost === 0 ? absent('no closed trade lost money') : trades.sum(returnPct.filter((value) => value > 0)) / -lost
}

/**
 * backtesting.py 0.6.6: annual figures of compounded returns of the day's last equity (weeks, months and years for such
 * candles), 365 or 252 days a year by whether there are candles on weekends; drawdowns negative, of every candle.
 *
 * @see https://github.com/kernc/backtesting.py, `_stats.py`
 */
export const backtestingPy: Convention = {
  name: 'backtesting.py',
  sampling: (input) => longPeriod(input)?.sampling ?? 'day',
  startsAtInitialCash: false,
  periodsPerYear,
  riskFreePerPeriod: compoundedRate,
  returns: {
    ...noReturns,
    totalReturnPct: ({ input }) => marketReturn(input.equity, 0),
    buyAndHoldReturnPct: ({ input }) => marketReturn(input.close, input.firstActiveIndex ?? 0),
    cagrPct: ({ input, years }) =>
      input.equity.length === 0
        ? absent('there are no candles')
        : cagrPct(String(input.equity[0]), String(input.equity[input.equity.length - 1]), years),
    annualReturnPct: annualReturn,
  },
  risk: { ...noRisk, annualVolatilityPct: annualVolatility },
  drawdown: {
    ...noDrawdown,
    maxDrawdownPct: maxDrawdown,
    averageDrawdownPct: counted((falls) => -meanDepth(falls) * 100),
    maxDrawdownDurationMs: counted((falls, facts) =>
      roundedUp(
        falls.reduce((longest, { durationMs }) => Math.max(longest, durationMs), 0),
        facts,
      ),
    ),
    averageDrawdownDurationMs: counted((falls, facts) =>
      roundedUp(falls.reduce((sum, { durationMs }) => sum + durationMs, 0) / falls.length, facts),
    ),
  },
  ratios: {
    ...noRatios,
    sharpe: quotientOf(lessRiskFree(annualReturn), annualVolatility, 'the volatility is zero'),
    sortino: quotientOf(lessRiskFree(annualReturn), annualDownside, 'no return is below zero'),
    calmar: quotientOf(annualReturn, maxDrawdown, NO_FALL),
  },
  benchmark: { ...noBenchmark, alphaPct: backtestingPyAlpha, beta: backtestingPyBeta },
  activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
  trades: {
    ...plainTrades,
    winRatePct: trades.winRate,
    profitFactor: trades.ofTrades(returnFactor),
    expectancyPct: trades.meanTradeReturn,
    sqn: trades.sqn,
    kelly: trades.kelly,
    bestTradePct: trades.bestTrade,
    worstTradePct: trades.worstTrade,
    averageTradePct: trades.ofTrades(geometricTradeReturn),
    maxHoldingMs: ofHolding((holdingMs) => holdingMs.reduce((a, b) => Math.max(a, b))),
    averageHoldingMs: ofHolding(trades.mean),
  },
}
