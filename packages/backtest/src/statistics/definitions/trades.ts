import type { Metric } from '../metric-input.ts'
import { available, type METRICS, type MetricValue, missing } from '../metrics.ts'
import { addTo, emptySum, sumOf, totalOf } from '../numeric/compensated-sum.ts'
import type { TradeSet } from '../trade-set.ts'
import { metricValue } from './returns.ts'

const NO_TRADES = 'there are no closed trades'
const NO_WIN = 'no closed trade made money'
const NO_LOSS = 'no closed trade lost money'

/** A figure of the closed trades; missing without one. */
export function ofTrades(figure: (trades: TradeSet) => MetricValue | number): Metric {
  return (_, trades) => (trades.count === 0 ? missing(NO_TRADES) : metricValue(figure(trades)))
}

export const tradeCount: Metric = (_, { count }) => available(count)
export const winCount: Metric = (_, { profit }) => available(profit.filter((value) => value > 0).length)
export const lossCount: Metric = (_, { profit }) => available(profit.filter((value) => value < 0).length)
export const breakEvenCount: Metric = (_, { profit }) => available(profit.filter((value) => value === 0).length)

export const netProfit: Metric = (_, { profit }) => available(sum(profit))
export const grossProfit: Metric = (_, trades) => available(sum(trades.only(trades.profit, 'win')))
/** A magnitude: 0 or above. */
export const grossLoss: Metric = (_, trades) => available(-sum(trades.only(trades.profit, 'loss')))
export const tradeFees: Metric = (_, trades) => available(sum(trades.column('fees')))

/** Trades with a profit above zero / all closed trades. */
export const winRate: Metric = ofTrades((trades) => winShare(trades) * 100)

export function winShare({ profit, count }: TradeSet): number {
  return profit.filter((value) => value > 0).length / count
}

/** Mean profit of the winning trades / mean loss of the losing ones, in account currency. */
export const payoffRatio: Metric = ofTrades(payoffOf)

export function payoffOf(trades: TradeSet): MetricValue | number {
  const wins = trades.only(trades.profit, 'win')
  const losses = trades.only(trades.profit, 'loss')
  if (wins.length === 0) return missing(NO_WIN)
  return losses.length === 0 ? missing(NO_LOSS) : -mean(wins) / mean(losses)
}

/**
 * Profit factor, a plain number: sum of the winning trades' profits / sum of the losing trades' losses.
 * Missing without closed trades and without a losing one, where it would be infinite.
 */
export const profitFactor: Metric = ofTrades(({ profit, count }) => {
  const won = emptySum()
  const lost = emptySum()
  for (let i = 0; i < count; i++) {
    if (profit[i]! > 0) addTo(won, profit[i]!)
    else addTo(lost, -profit[i]!)
  }
  const grossLoss = totalOf(lost)
  return grossLoss === 0 ? missing(NO_LOSS) : quotient(totalOf(won), grossLoss)
})

/** Mean profit in account currency. */
export const expectancy: Metric = ofTrades(({ profit }) => mean(profit))

/** Mean of the trades' returns. */
export const meanTradeReturn: Metric = ofTrades(({ returnPct }) => mean(returnPct))

/**
 * System quality number, a plain number: √N × mean(profit) / sample deviation (n − 1) of profit, over closed trades.
 * Missing for fewer than two closed trades and where all profits are equal.
 *
 * @see Tharp (2008), "Definitive Guide to Position Sizing Strategies"; there over R-multiples, here over profits in account currency
 */
export const sqn: Metric = (_, { profit, count }) => {
  if (count < 2) return missing('fewer than two closed trades')
  // Compared value by value: rounding of the mean would leave a small variance in 0.1, 0.1, 0.1.
  if (allEqual(profit, count)) return missing('all closed trades have the same profit')
  const mean = sumOf(profit, count) / count
  const squares = emptySum()
  for (let i = 0; i < count; i++) addTo(squares, (profit[i]! - mean) * (profit[i]! - mean))
  const deviation = Math.sqrt(totalOf(squares) / (count - 1))
  return available(quotient(Math.sqrt(count) * mean, deviation))
}

/**
 * W − (1 − W) / R with W the share of trades that made money and R the payoff ratio: the part of the capital to risk.
 *
 * @see Kelly (1956), "A New Interpretation of Information Rate", Bell System Technical Journal 35(4)
 */
export const kelly: Metric = ofTrades((trades) => {
  const payoff = payoffOf(trades)
  const wins = winShare(trades)
  return typeof payoff === 'number' ? wins - (1 - wins) / payoff : payoff
})

export const bestTrade: Metric = ofTrades(({ returnPct }) => returnPct.reduce((a, b) => Math.max(a, b)))
export const worstTrade: Metric = ofTrades(({ returnPct }) => returnPct.reduce((a, b) => Math.min(a, b)))
export const averageWin: Metric = ofOutcome('win', ({ returnPct }) => returnPct)
export const averageLoss: Metric = ofOutcome('loss', ({ returnPct }) => returnPct)

/** Most trades in a row that made money; breaking even ends the row. */
export const consecutiveWins: Metric = ofTrades(({ profit }) => longestRun(profit, (value) => value > 0))
/** Most trades in a row that lost money; breaking even ends the row. */
export const consecutiveLosses: Metric = ofTrades(({ profit }) => longestRun(profit, (value) => value < 0))

export const maxHolding: Metric = ofTrades(({ holdingMs }) => holdingMs.reduce((a, b) => Math.max(a, b)))
export const averageHolding: Metric = ofTrades(({ holdingMs }) => mean(holdingMs))
export const averageWinHolding: Metric = ofOutcome('win', ({ holdingMs }) => holdingMs)
export const averageLossHolding: Metric = ofOutcome('loss', ({ holdingMs }) => holdingMs)

/** Mean of exit index − entry index. */
export const averageHoldingCandles: Metric = ofTrades((trades) => {
  return (sum(trades.column('exitIndex')) - sum(trades.column('entryIndex'))) / trades.count
})

export const averageEntryValue: Metric = ofTrades((trades) => mean(trades.column('entryValue')))
export const averageMae: Metric = ofTrades((trades) => excursion(trades, 'maePct'))
export const averageMfe: Metric = ofTrades((trades) => excursion(trades, 'mfePct'))

export function longestRun(values: Float64Array, belongs: (value: number) => boolean): number {
  let longest = 0
  let run = 0
  for (const value of values) {
    run = belongs(value) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

export function sum(values: Float64Array): number {
  return sumOf(values, values.length)
}

export function mean(values: Float64Array): number {
  return sum(values) / values.length
}

function ofOutcome(outcome: 'win' | 'loss', values: (trades: TradeSet) => Float64Array): Metric {
  return ofTrades((trades) => {
    const chosen = trades.only(values(trades), outcome)
    return chosen.length === 0 ? missing(outcome === 'win' ? NO_WIN : NO_LOSS) : mean(chosen)
  })
}

/** Mean over the trades whose excursion is known. */
function excursion(trades: TradeSet, name: 'maePct' | 'mfePct'): MetricValue | number {
  const known = trades.column(name).filter((value) => !Number.isNaN(value))
  return known.length === 0 ? missing('no excursion of a trade is known') : mean(known)
}

function allEqual(values: Float64Array, count: number): boolean {
  for (let i = 1; i < count; i++) if (values[i] !== values[0]) return false
  return true
}

/** An overflow of the denominator must not give a ratio of zero. */
function quotient(above: number, below: number): number {
  return Number.isFinite(below) ? above / below : Number.NaN
}

/** Counts, sums and means that are the same under any convention. */
export const PLAIN_TRADES: Readonly<Partial<Record<keyof (typeof METRICS)['trades'], Metric>>> = {
  count: tradeCount,
  winCount: winCount,
  lossCount: lossCount,
  breakEvenCount: breakEvenCount,
  netProfit: netProfit,
  grossProfit: grossProfit,
  grossLoss: grossLoss,
  fees: tradeFees,
  averageWinHoldingMs: averageWinHolding,
  averageLossHoldingMs: averageLossHolding,
  averageHoldingCandles: averageHoldingCandles,
  averageEntryValue: averageEntryValue,
  averageMaePct: averageMae,
  averageMfePct: averageMfe,
}
