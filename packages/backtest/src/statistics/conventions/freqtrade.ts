import { DAY_MS, dayOf } from '../full/calendar.ts'
import type { Facts } from '../full/facts.ts'
import type { TradeSet } from '../full/trade-set.ts'
import { absent, known, type Measure } from '../measure.ts'
import { annualTurnover, exposure, tradesPerYear } from '../rules/activity-rules.ts'
import { compounded, holdingReturn, measured } from '../rules/return-rules.ts'
import * as trades from '../rules/trade-rules.ts'
import type { Convention, Rule } from './convention.ts'
import { type BalanceFall, deepestBalanceFall } from './freqtrade-drawdown.ts'
import { compoundedRate } from './tezgah.ts'
import { noBenchmark, noDrawdown, noRatios, noReturns, noRisk, plainTrades } from './undefined-groups.ts'

const YEAR_DAYS = 365
const MINUTE_MS = 60_000
const NO_TRADES = 'there are no closed trades'

/** A figure of the closed trades over a run in which time passes. */
function ofRun(figure: (trades: TradeSet, days: number, facts: Facts) => Measure | number): Rule {
  return (facts, set) => {
    const { time } = facts.input
    if (set.count === 0) return absent(NO_TRADES)
    if (time.length < 2) return absent('no time passes between the first and the last candle')
    return measured(figure(set, daysOf(facts), facts))
  }
}

/** Whole days from the first candle to the last one, at least one. */
function daysOf({ input: { time } }: Facts): number {
  return Math.max(Math.floor((time[time.length - 1]! - time[0]!) / DAY_MS), 1)
}

/** Mean profit of a day / deviation of the trades' profits (divisor N), both in parts of the starting balance, × √365. */
const sharpe: Rule = ofRun(({ profit }, days, { initialCash }) => {
  return dailyRatio(profit, profit, days, initialCash)
})

/** The same with the deviation of the losing trades' profits around their own mean. */
const sortino: Rule = ofRun((set, days, { initialCash }) => {
  return dailyRatio(set.profit, set.only(set.profit, 'loss'), days, initialCash)
})

function dailyRatio(profit: Float64Array, spreadOf: Float64Array, days: number, balance: number): Measure | number {
  if (spreadOf.length === 0) return absent('no closed trade lost money')
  if (spreadOf.every((value) => value === spreadOf[0])) return absent('the deviation of these trades is zero')
  const parts = spreadOf.map((value) => value / balance)
  const middle = trades.mean(parts)
  const variance = trades.mean(parts.map((value) => (value - middle) * (value - middle)))
  const daily = trades.sum(profit) / balance / days
  return (daily / Math.sqrt(variance)) * Math.sqrt(YEAR_DAYS)
}

/** Mean profit of a day in percent of the starting balance / largest drawdown as a fraction × √365. */
const calmar: Rule = ofRun((set, days, { initialCash }) => {
  const { depth } = deepestBalanceFall(set, initialCash)
  if (depth === 0) return absent('the balance was never below its peak')
  return (((trades.sum(set.profit) / initialCash / days) * 100) / depth) * Math.sqrt(YEAR_DAYS)
})

function ofBalance({ initialCash }: Facts, set: TradeSet, figure: (fall: BalanceFall) => number): Measure {
  return set.count === 0 ? absent(NO_TRADES) : known(figure(deepestBalanceFall(set, initialCash)))
}

/** (final balance / starting balance)^(365 / days) − 1. */
const growth: Rule = (facts, { profit }) => {
  const { initialCash } = facts
  if (facts.input.time.length === 0) return absent('there are no candles')
  const final = initialCash + trades.sum(profit)
  if (!(final > 0)) return absent('the final balance is zero or below')
  return known((compounded(final / initialCash, YEAR_DAYS / daysOf(facts)) - 1) * 100)
}

/** Rounded to four decimals, as it is there. */
const roundedSqn: Rule = (facts, set) => {
  const measure = trades.sqn(facts, set)
  return measure.value === null ? measure : known(Math.round(measure.value * 10_000) / 10_000)
}

/** Mean holding time, rounded to whole minutes and to the even one of two equally near, as it is there. */
const wholeMinutes: Rule = trades.ofTrades(({ holdingMs }) => {
  const minutes = trades.mean(holdingMs) / MINUTE_MS
  const below = Math.floor(minutes)
  const isUp = minutes - below === 0.5 ? below % 2 === 1 : minutes - below > 0.5
  return (isUp ? below + 1 : below) * MINUTE_MS
})

/** Sum of the trades' returns by the day of their exit; days between without an exit count as zero. */
function extremeDay(choose: (a: number, b: number) => number): Rule {
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
  name: 'freqtrade',
  sampling: () => 'day',
  startsAtInitialCash: true,
  periodsPerYear: () => YEAR_DAYS,
  riskFreePerPeriod: compoundedRate,
  returns: {
    ...noReturns,
    totalReturnPct: ({ initialCash }, { profit }) => known((trades.sum(profit) / initialCash) * 100),
    buyAndHoldReturnPct: holdingReturn,
    cagrPct: growth,
    bestDayPct: extremeDay(Math.max),
    worstDayPct: extremeDay(Math.min),
  },
  risk: noRisk,
  drawdown: {
    ...noDrawdown,
    maxDrawdownPct: (facts, set) => ofBalance(facts, set, ({ depth }) => depth * 100),
    maxDrawdownDurationMs: (facts, set) => ofBalance(facts, set, ({ durationMs }) => durationMs),
  },
  ratios: { ...noRatios, sharpe, sortino, calmar },
  benchmark: noBenchmark,
  activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
  trades: {
    ...plainTrades,
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
}
