import { DAY_MS } from '@tezgah/core/clock'
import { dayOf } from '../calendar.ts'
import { annualTurnover, exposure, tradesPerYear } from '../definitions/activity.ts'
import { compounded, compoundedRate, holdingReturn, metricValue } from '../definitions/returns.ts'
import * as trades from '../definitions/trades.ts'
import type { Metric, MetricInput } from '../metric-input.ts'
import { available, type MetricValue, missing } from '../metrics.ts'
import type { TradeSet } from '../trade-set.ts'
import type { Convention } from './convention.ts'

const YEAR_DAYS = 365
const MINUTE_MS = 60_000
const NO_TRADES = 'there are no closed trades'

/** A figure of the closed trades over a run in which time passes. */
function ofRun(figure: (trades: TradeSet, days: number, source: MetricInput) => MetricValue | number): Metric {
  return (source, set) => {
    const { time } = source.input
    if (set.count === 0) return missing(NO_TRADES)
    if (time.length < 2) return missing('no time passes between the first and the last candle')
    return metricValue(figure(set, daysOf(source), source))
  }
}

/** Whole days from the first candle to the last one, at least one. */
function daysOf({ input: { time } }: MetricInput): number {
  return Math.max(Math.floor((time[time.length - 1]! - time[0]!) / DAY_MS), 1)
}

/** Mean profit of a day / deviation of the trades' profits (divisor N), both in parts of the starting balance, × √365. */
const sharpe: Metric = ofRun(({ profit }, days, { initialCash }) => {
  return dailyRatio(profit, profit, days, initialCash)
})

/** The same with the deviation of the losing trades' profits around their own mean. */
const sortino: Metric = ofRun((set, days, { initialCash }) => {
  return dailyRatio(set.profit, set.only(set.profit, 'loss'), days, initialCash)
})

function dailyRatio(profit: Float64Array, spreadOf: Float64Array, days: number, balance: number): MetricValue | number {
  if (spreadOf.length === 0) return missing('no closed trade lost money')
  if (spreadOf.every((value) => value === spreadOf[0])) return missing('the deviation of these trades is zero')
  const parts = spreadOf.map((value) => value / balance)
  const middle = trades.mean(parts)
  const variance = trades.mean(parts.map((value) => (value - middle) * (value - middle)))
  const daily = trades.sum(profit) / balance / days
  return (daily / Math.sqrt(variance)) * Math.sqrt(YEAR_DAYS)
}

/** The drawdown of the balance by the most money, a balance that only closed trades change. */
export type BalanceFall = {
  /** (peak − balance) / peak; 0 without a drawdown. */
  readonly depth: number
  /** From the exit that made the peak to the exit at the lowest; the first exit stands for the starting balance. */
  readonly durationMs: number
}

/** The largest drawdown in money of starting balance + profits so far, by time of exit; of equal ones the first. */
export function deepestBalanceFall({ profit, exitTime, count }: TradeSet, startingBalance: number): BalanceFall {
  const order = Array.from({ length: count }, (_, row) => row).sort((a, b) => exitTime[a]! - exitTime[b]!)
  let total = 0
  let high = 0
  let highRow = order[0]!
  let largest = 0
  let drawdown: BalanceFall = { depth: 0, durationMs: 0 }
  for (const row of order) {
    total += profit[row]!
    if (total > high) {
      high = total
      highRow = row
    }
    if (high - total > largest) {
      largest = high - total
      const peak = startingBalance + high
      drawdown = { depth: (peak - (startingBalance + total)) / peak, durationMs: exitTime[row]! - exitTime[highRow]! }
    }
  }
  return drawdown
}

/** Mean profit of a day in percent of the starting balance / largest drawdown as a fraction × √365. */
const calmar: Metric = ofRun((set, days, { initialCash }) => {
  const { depth } = deepestBalanceFall(set, initialCash)
  if (depth === 0) return missing('the balance was never below its peak')
  return (((trades.sum(set.profit) / initialCash / days) * 100) / depth) * Math.sqrt(YEAR_DAYS)
})

function ofBalance(
  { initialCash }: MetricInput,
  set: TradeSet,
  figure: (drawdown: BalanceFall) => number,
): MetricValue {
  return set.count === 0 ? missing(NO_TRADES) : available(figure(deepestBalanceFall(set, initialCash)))
}

/** (final balance / starting balance)^(365 / days) − 1. */
const growth: Metric = (source, { profit }) => {
  const { initialCash } = source
  if (source.input.time.length === 0) return missing('there are no candles')
  const final = initialCash + trades.sum(profit)
  if (!(final > 0)) return missing('the final balance is zero or below')
  return available((compounded(final / initialCash, YEAR_DAYS / daysOf(source)) - 1) * 100)
}

/** Rounded to four decimals, as it is there. */
const roundedSqn: Metric = (source, set) => {
  const found = trades.sqn(source, set)
  return found.value === null ? found : available(Math.round(found.value * 10_000) / 10_000)
}

/** Mean holding time, rounded to whole minutes and to the even one of two equally near, as it is there. */
const wholeMinutes: Metric = trades.ofTrades(({ holdingMs }) => {
  const minutes = trades.mean(holdingMs) / MINUTE_MS
  const below = Math.floor(minutes)
  const isUp = minutes - below === 0.5 ? below % 2 === 1 : minutes - below > 0.5
  return (isUp ? below + 1 : below) * MINUTE_MS
})

/** Sum of the trades' returns by the day of their exit; days between without an exit count as zero. */
function extremeDay(choose: (a: number, b: number) => number): Metric {
  return trades.ofTrades(({ returnPct, exitTime, count }) => {
    const byDay = new Map<number, number>()
    for (let row = 0; row < count; row++) {
      const day = dayOf(exitTime[row]!)
      byDay.set(day, (byDay.get(day) ?? 0) + returnPct[row]!)
    }
    const days = [...byDay.keys()]
    const span = days.reduce((a, b) => Math.max(a, b)) - days.reduce((a, b) => Math.min(a, b)) + 1
    const extreme = [...byDay.values()].reduce((a, b) => choose(a, b))
    return span > byDay.size ? choose(extreme, 0) : extreme
  })
}

/**
 * freqtrade's backtest report: everything from the closed trades, against the starting balance; a year has 365 days. Where
 * it prints −100 for a ratio that does not exist, there is none here.
 *
 * @see https://github.com/freqtrade/freqtrade, `freqtrade/data/metrics.py` and `optimize_reports.py`
 */
export const freqtrade: Convention = {
  sampling: () => 'day',
  startsAtInitialCash: true,
  minimumDays: 0,
  periodsPerYear: () => YEAR_DAYS,
  riskFreePerPeriod: compoundedRate,
  metrics: {
    returns: {
      totalReturnPct: ({ initialCash }, { profit }) => available((trades.sum(profit) / initialCash) * 100),
      buyAndHoldReturnPct: holdingReturn,
      cagrPct: growth,
      bestDayPct: extremeDay(Math.max),
      worstDayPct: extremeDay(Math.min),
    },
    risk: {},
    drawdown: {
      maxDrawdownPct: (source, set) => ofBalance(source, set, ({ depth }) => depth * 100),
      maxDrawdownDurationMs: (source, set) => ofBalance(source, set, ({ durationMs }) => durationMs),
    },
    ratios: { sharpe, sortino, calmar },
    benchmark: {},
    activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
    trades: {
      ...trades.PLAIN_TRADES,
      winRatePct: trades.winRate,
      profitFactor: trades.profitFactor,
      expectancy: trades.expectancy,
      sqn: roundedSqn,
      bestTradePct: trades.bestTrade,
      worstTradePct: trades.worstTrade,
      averageTradePct: trades.meanTradeReturn,
      maxConsecutiveWins: trades.consecutiveWins,
      maxConsecutiveLosses: trades.ofTrades(({ returnPct }) => trades.longestRun(returnPct, (value) => !(value > 0))),
      averageHoldingMs: wholeMinutes,
    },
  },
}
