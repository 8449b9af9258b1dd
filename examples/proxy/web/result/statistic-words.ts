import type { RunResult } from '../api/result.ts'
import { formatCount, formatMoney, formatPercent, formatRatio, formatSignedPercent } from '../format/number.ts'
import { formatDuration } from '../format/time.ts'

/** How a statistic is called, written and explained. */
export type StatisticWords = {
  readonly name: string
  readonly label: string
  readonly help: string
  readonly write: (value: string | number) => string
}

const asNumber =
  (write: (value: number) => string) =>
  (value: string | number): string =>
    write(Number(value))

const percent = asNumber(formatPercent)
const signed = asNumber(formatSignedPercent)
const ratio = asNumber(formatRatio)
const duration = asNumber(formatDuration)
const count = asNumber(formatCount)

const words = (name: string, label: string, write: StatisticWords['write'], help: string): StatisticWords => ({
  name,
  label,
  help,
  write,
})

/** In reading order: what came out, at what risk, by which trades. */
export const STATISTICS: readonly StatisticWords[] = [
  words('initialCash', 'Starting cash', formatMoney, 'Cash before the first candle'),
  words('finalEquity', 'Final equity', formatMoney, 'Cash and position at the last close'),
  words('returnPct', 'Return', signed, 'Final equity against starting cash'),
  words('buyAndHoldReturnPct', 'Buy and hold', signed, 'What simply holding would have returned'),
  words('cagrPct', 'Yearly growth (CAGR)', signed, 'Constant yearly return with the same end'),
  words('annualVolatilityPct', 'Yearly volatility', percent, 'Spread of the returns, over a year'),
  words('sharpe', 'Sharpe', ratio, 'Yearly return per unit of volatility'),
  words('sortino', 'Sortino', ratio, 'As Sharpe, counting only losses as risk'),
  words('calmar', 'Calmar', ratio, 'Yearly growth per unit of maximum drawdown'),
  words('maxDrawdownPct', 'Maximum drawdown', percent, 'Deepest fall below an earlier peak'),
  words('maxDrawdownDurationMs', 'Longest drawdown', duration, 'Longest time below an earlier peak'),
  words('exposurePct', 'Exposure', percent, 'Share of the time with an open position'),
  words('tradeCount', 'Trades', count, 'Closed round trips'),
  words('openTradeCount', 'Open trades', count, 'Positions still held at the end, valued at the last close'),
  words('winRatePct', 'Win rate', percent, 'Share of the trades with a profit'),
  words('profitFactor', 'Profit factor', ratio, 'Money won over money lost'),
  words('expectancyPct', 'Expectancy', signed, 'Mean return of a trade'),
  words('sqn', 'SQN', ratio, 'System quality number: mean trade over its spread, by √trades'),
  words('feesPaid', 'Fees paid', formatMoney, 'All fees, in the quote currency'),
]

/** A published value as text, or null where it does not exist. */
export function writeStatistic(result: RunResult, name: string): string | null {
  const value = result.statistics.values[name]
  const known = STATISTICS.find((statistic) => statistic.name === name)
  if (value === null || value === undefined) return null
  return known === undefined ? String(value) : known.write(value)
}
