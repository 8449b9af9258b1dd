import { sumOf } from '../compensated-sum.ts'
import type { Rule } from '../conventions/convention.ts'
import type { TradeSet } from '../full/trade-set.ts'
import { absent, known, type Measure } from '../measure.ts'
import { profitFactor as profitFactorOf, systemQualityNumber } from '../trades.ts'
import { measured } from './return-rules.ts'

const NO_TRADES = 'there are no closed trades'
const NO_WIN = 'no closed trade made money'
const NO_LOSS = 'no closed trade lost money'

/** A figure of the closed trades; absent without one. */
export function ofTrades(figure: (trades: TradeSet) => Measure | number): Rule {
  return (_, trades) => (trades.count === 0 ? absent(NO_TRADES) : measured(figure(trades)))
}

export const tradeCount: Rule = (_, { count }) => known(count)
export const winCount: Rule = (_, { profit }) => known(profit.filter((value) => value > 0).length)
export const lossCount: Rule = (_, { profit }) => known(profit.filter((value) => value < 0).length)
export const breakEvenCount: Rule = (_, { profit }) => known(profit.filter((value) => value === 0).length)

export const netProfit: Rule = (_, { profit }) => known(sum(profit))
export const grossProfit: Rule = (_, trades) => known(sum(trades.only(trades.profit, 'win')))
/** A magnitude: 0 or above. */
export const grossLoss: Rule = (_, trades) => known(-sum(trades.only(trades.profit, 'loss')))
export const tradeFees: Rule = (_, trades) => known(sum(trades.column('fees')))

/** Trades with a profit above zero / all closed trades. */
export const winRate: Rule = ofTrades((trades) => winShare(trades) * 100)

export function winShare({ profit, count }: TradeSet): number {
  return profit.filter((value) => value > 0).length / count
}

/** Mean profit of the winning trades / mean loss of the losing ones, in account currency. */
export const payoffRatio: Rule = ofTrades(payoffOf)

export function payoffOf(trades: TradeSet): Measure | number {
  const wins = trades.only(trades.profit, 'win')
  const losses = trades.only(trades.profit, 'loss')
  if (wins.length === 0) return absent(NO_WIN)
  return losses.length === 0 ? absent(NO_LOSS) : -mean(wins) / mean(losses)
}

/** Sum of the profits above zero / sum of those below, in account currency. */
export const profitFactor: Rule = (_, { profit, returnPct, count }) => profitFactorOf({ profit, returnPct, count })

/** Mean profit in account currency. */
export const expectancy: Rule = ofTrades(({ profit }) => mean(profit))

/** Mean of the trades' returns. */
export const meanTradeReturn: Rule = ofTrades(({ returnPct }) => mean(returnPct))

/**
 * √N × mean(profit) / sample deviation(profit).
 *
 * @see Tharp (2008), "Definitive Guide to Position Sizing Strategies"
 */
export const sqn: Rule = (_, { profit, returnPct, count }) => systemQualityNumber({ profit, returnPct, count })

/**
 * W − (1 − W) / R with W the share of trades that made money and R the payoff ratio: the part of the capital to risk.
 *
 * @see Kelly (1956), "A New Interpretation of Information Rate", Bell System Technical Journal 35(4)
 */
export const kelly: Rule = ofTrades((trades) => {
  const payoff = payoffOf(trades)
  const wins = winShare(trades)
  return typeof payoff === 'number' ? wins - (1 - wins) / payoff : payoff
})

export const bestTrade: Rule = ofTrades(({ returnPct }) => returnPct.reduce((a, b) => Math.max(a, b)))
export const worstTrade: Rule = ofTrades(({ returnPct }) => returnPct.reduce((a, b) => Math.min(a, b)))
export const averageWin: Rule = ofOutcome('win', ({ returnPct }) => returnPct)
export const averageLoss: Rule = ofOutcome('loss', ({ returnPct }) => returnPct)

/** Most trades in a row that made money; breaking even ends the row. */
export const consecutiveWins: Rule = ofTrades(({ profit }) => longestRun(profit, (value) => value > 0))
/** Most trades in a row that lost money; breaking even ends the row. */
export const consecutiveLosses: Rule = ofTrades(({ profit }) => longestRun(profit, (value) => value < 0))

export const maxHolding: Rule = ofTrades(({ holdingMs }) => holdingMs.reduce((a, b) => Math.max(a, b)))
export const averageHolding: Rule = ofTrades(({ holdingMs }) => mean(holdingMs))
export const averageWinHolding: Rule = ofOutcome('win', ({ holdingMs }) => holdingMs)
export const averageLossHolding: Rule = ofOutcome('loss', ({ holdingMs }) => holdingMs)

/** Mean of exit index − entry index. */
export const averageHoldingCandles: Rule = ofTrades((trades) => {
  return (sum(trades.column('exitIndex')) - sum(trades.column('entryIndex'))) / trades.count
})

export const averageEntryValue: Rule = ofTrades((trades) => mean(trades.column('entryValue')))
export const averageMae: Rule = ofTrades((trades) => excursion(trades, 'maePct'))
export const averageMfe: Rule = ofTrades((trades) => excursion(trades, 'mfePct'))

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

function ofOutcome(outcome: 'win' | 'loss', values: (trades: TradeSet) => Float64Array): Rule {
  return ofTrades((trades) => {
    const chosen = trades.only(values(trades), outcome)
    return chosen.length === 0 ? absent(outcome === 'win' ? NO_WIN : NO_LOSS) : mean(chosen)
  })
}

/** Mean over the trades whose excursion is known. */
function excursion(trades: TradeSet, name: 'maePct' | 'mfePct'): Measure | number {
  const known = trades.column(name).filter((value) => !Number.isNaN(value))
  return known.length === 0 ? absent('no excursion of a trade is known') : mean(known)
}
