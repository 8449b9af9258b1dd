import { ofReturns } from '../definitions/returns.ts'
import { mean, sum } from '../definitions/trades.ts'
import type { Metric } from '../metric-input.ts'
import { type MetricValue, missing } from '../metrics.ts'
import type { ReturnSeries } from '../sample.ts'
import { notDefined } from './convention.ts'

/** QuantStats calls a day with a return above zero a win and one below zero a loss. */
type Days = { readonly wins: Float64Array; readonly losses: Float64Array }

/** A figure of the days of the whole account; the trades of one side have no days of their own. */
function ofDays(figure: (days: Days) => MetricValue | number): Metric {
  const whole = ofReturns(1, (series) => figure(daysOf(series)))
  return (source, trades) => (trades.isWhole ? whole : notDefined)(source, trades)
}

function daysOf({ values }: ReturnSeries): Days {
  return { wins: values.filter((value) => value > 0), losses: values.filter((value) => value < 0) }
}

const NO_WIN = 'no period gained'
const NO_LOSS = 'no period lost'

/** Winning days / days with a return other than zero. */
export const periodWinRate: Metric = ofDays((days) => {
  const share = winShare(days)
  return typeof share === 'number' ? share * 100 : share
})

/** Mean return of the winning days / that of the losing ones. */
export const payoff: Metric = ofDays(payoffOf)

/** Sum of the winning days' returns / that of the losing ones. */
export const periodProfitFactor: Metric = ofDays(({ wins, losses }) => {
  return losses.length === 0 ? missing(NO_LOSS) : sum(wins) / -sum(losses)
})

export const averageWin: Metric = ofDays(({ wins }) => (wins.length === 0 ? missing(NO_WIN) : mean(wins) * 100))
export const averageLoss: Metric = ofDays(({ losses }) => (losses.length === 0 ? missing(NO_LOSS) : mean(losses) * 100))

/** (R W − (1 − W)) / R with R the payoff and W the win rate of days. */
export const kelly: Metric = ofDays((days) => {
  const ratio = payoffOf(days)
  if (typeof ratio !== 'number') return ratio
  const share = winShare(days)
  return typeof share === 'number' ? (ratio * share - (1 - share)) / ratio : share
})

function payoffOf({ wins, losses }: Days): MetricValue | number {
  if (wins.length === 0) return missing(NO_WIN)
  return losses.length === 0 ? missing(NO_LOSS) : mean(wins) / -mean(losses)
}

function winShare({ wins, losses }: Days): MetricValue | number {
  const active = wins.length + losses.length
  return active === 0 ? missing('all returns are zero') : wins.length / active
}
