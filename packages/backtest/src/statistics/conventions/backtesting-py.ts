import { DAY_MS } from '@tezgah/core/clock'
import type { Sampling } from '../calendar.ts'
import { dayOf, weekdayOf } from '../calendar.ts'
import { annualTurnover, tradesPerYear } from '../definitions/activity.ts'
import { deepest, meanDepth, NO_DRAWDOWN, ofDrawdowns } from '../definitions/drawdowns.ts'
import {
  cagrPct,
  compounded,
  compoundedRate,
  lessRiskFree,
  NO_PERIOD,
  ofReturns,
  quotientOf,
} from '../definitions/returns.ts'
import { downside } from '../definitions/risk.ts'
import * as trades from '../definitions/trades.ts'
import type { Drawdown } from '../drawdowns.ts'
import type { CompleteInput } from '../input.ts'
import type { Metric, MetricInput } from '../metric-input.ts'
import { available, type MetricValue, missing } from '../metrics.ts'
import { logarithmOfRatio } from '../numeric/logarithm.ts'
import { exponential } from '../numeric/power.ts'
import type { ReturnSeries } from '../sample.ts'
import type { TradeSet } from '../trade-set.ts'
import { backtestingPyAlpha, backtestingPyBeta, marketReturn } from './backtesting-py-market.ts'
import type { Convention } from './convention.ts'

/** Candles this far apart (the median of the last 100) are taken for weeks, months and years. */
const LONG_PERIODS: Readonly<Record<number, { readonly sampling: Sampling; readonly perYear: number }>> = {
  7: { sampling: 'week', perYear: 52 },
  31: { sampling: 'month', perYear: 12 },
  365: { sampling: 'year', perYear: 1 },
}

/** From this share of candles on weekends on, the market is taken to trade on every day of the year. */
const WEEKEND_SHARE = (2 / 7) * 0.6

function periodMs({ time, intervalMs }: CompleteInput): number {
  const steps = time.subarray(-100).map((at, i, last) => (i === 0 ? 0 : at - last[i - 1]!))
  const sorted = steps.subarray(1).sort()
  if (sorted.length === 0) return intervalMs
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function longPeriod(input: CompleteInput) {
  return LONG_PERIODS[Math.floor(periodMs(input) / DAY_MS)]
}

function periodsPerYear(input: CompleteInput): number {
  const weekends = input.time.filter((at) => weekdayOf(dayOf(at)) >= 5).length
  return longPeriod(input)?.perYear ?? (weekends / input.time.length > WEEKEND_SHARE ? 365 : 252)
}

/** (1 + geometric mean)^(periods per year) − 1. */
const annualReturn: Metric = ofReturns(1, (series, { periodsPerYear: perYear }) => {
  if (perYear === null) return missing(NO_PERIOD)
  return (compounded(1 + geometricMean(series), perYear) - 1) * 100
})

/** Of compounded returns: √((variance + (1 + g)²)^ppy − (1 + g)^(2 ppy)) with g the geometric mean. */
const annualVolatility: Metric = ofReturns(2, (series, { periodsPerYear: perYear }) => {
  if (perYear === null) return missing(NO_PERIOD)
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
const annualDownside: Metric = ofReturns(1, (series, { periodsPerYear: perYear }) => {
  return perYear === null ? missing(NO_PERIOD) : downside(series, 0) * Math.sqrt(perYear) * 100
})

const maxDrawdown = ofDrawdowns((drawdowns) => -deepest(drawdowns) * 100, 0)

/** A drawdown that begins at the last candle is not counted. */
function counted(figure: (drawdowns: readonly Drawdown[], source: MetricInput) => number): Metric {
  return (source) => {
    const drawdowns = source.drawdowns.filter(({ marksBelow, recoveryTime }) => recoveryTime !== null || marksBelow > 1)
    return drawdowns.length === 0 ? missing(NO_DRAWDOWN) : available(figure(drawdowns, source))
  }
}

/** Times are rounded up to whole units of the candles' period: days, hours, minutes or seconds. */
function roundedUp(duration: number, { input }: MetricInput): number {
  const period = periodMs(input)
  const unit = [DAY_MS, 3_600_000, 60_000, 1000].find((size) => period % size === 0) ?? 1
  return Math.ceil(duration / unit) * unit
}

function ofHolding(figure: (holdingMs: Float64Array) => number): Metric {
  return (source, set) => {
    const found = trades.ofTrades(({ holdingMs }) => figure(holdingMs))(source, set)
    return found.value === null ? found : available(roundedUp(found.value, source))
  }
}

/** Candles from the entry to the exit of a trade, both included, in percent of all. */
const exposure: Metric = ({ input }, set) => {
  if (input.time.length === 0) return missing('there are no candles')
  const isHeld = new Uint8Array(input.time.length)
  const entryIndex = set.column('entryIndex')
  const exitIndex = set.column('exitIndex')
  for (let row = 0; row < set.count; row++) isHeld.fill(1, entryIndex[row]!, exitIndex[row]! + 1)
  return available((isHeld.reduce((sum, held) => sum + held, 0) / isHeld.length) * 100)
}

/** Geometric mean of the trades' returns; zero where one of them lost everything. */
function geometricTradeReturn({ returnPct, count }: TradeSet): number {
  if (returnPct.some((value) => value <= -100)) return 0
  const logarithms = returnPct.map((value) => logarithmOfRatio(100 + value, 100))
  return (exponential({ hi: trades.sum(logarithms) / count, lo: 0 }) - 1) * 100
}

/** Sum of the trades' returns above zero / sum of those below, in percent of each trade's amount, not in money. */
function returnFactor({ returnPct }: TradeSet): MetricValue | number {
  const lost = trades.sum(returnPct.filter((value) => value < 0))
  return lost === 0 ? missing('no closed trade lost money') : trades.sum(returnPct.filter((value) => value > 0)) / -lost
}

/**
 * backtesting.py 0.6.6: annual figures of compounded returns of the day's last equity (weeks, months and years for such
 * candles), 365 or 252 days a year by whether there are candles on weekends; drawdowns negative, of every candle.
 *
 * @see https://github.com/kernc/backtesting.py, `_stats.py`
 */
export const backtestingPy: Convention = {
  sampling: (input) => longPeriod(input)?.sampling ?? 'day',
  startsAtInitialCash: false,
  minimumDays: 0,
  periodsPerYear,
  riskFreePerPeriod: compoundedRate,
  metrics: {
    returns: {
      totalReturnPct: ({ equity }) => marketReturn(equity, 0),
      buyAndHoldReturnPct: ({ input }) => marketReturn(input.close, input.firstActiveIndex),
      cagrPct: ({ equity, years }) =>
        equity.length === 0
          ? missing('there are no candles')
          : cagrPct(String(equity[0]), String(equity[equity.length - 1]), years),
      annualReturnPct: annualReturn,
    },
    risk: { annualVolatilityPct: annualVolatility },
    drawdown: {
      maxDrawdownPct: maxDrawdown,
      averageDrawdownPct: counted((drawdowns) => -meanDepth(drawdowns) * 100),
      maxDrawdownDurationMs: counted((drawdowns, source) =>
        roundedUp(
          drawdowns.reduce((longest, { durationMs }) => Math.max(longest, durationMs), 0),
          source,
        ),
      ),
      averageDrawdownDurationMs: counted((drawdowns, source) =>
        roundedUp(drawdowns.reduce((sum, { durationMs }) => sum + durationMs, 0) / drawdowns.length, source),
      ),
    },
    ratios: {
      sharpe: quotientOf(lessRiskFree(annualReturn), annualVolatility, 'the volatility is zero'),
      sortino: quotientOf(lessRiskFree(annualReturn), annualDownside, 'no return is below zero'),
      calmar: quotientOf(annualReturn, maxDrawdown, NO_DRAWDOWN),
    },
    benchmark: { alphaPct: backtestingPyAlpha, beta: backtestingPyBeta },
    activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
    trades: {
      ...trades.PLAIN_TRADES,
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
  },
}
