import type { BacktestResult } from '@tezgah/backtest'
import { formatMoney, formatNumber, formatPercent } from './format.ts'

const MOST_POSITIONS = 10

/** Warnings below the table: open positions, the cost of borrowing, fills that depend on the path. */
export function findings(result: BacktestResult): string[] {
  return [
    ...positions(result),
    ...interest(result),
    ...liquidations(result),
    ...pathDependence(result),
    ...uncertainPaths(result),
    ...bounds(result),
  ]
}

/** Of one symbol the table says enough. */
function positions({ account, manifest }: BacktestResult): string[] {
  const held = account.positions.filter(({ quantity }) => Number(quantity) !== 0)
  if (manifest.symbols.length === 1 || held.length === 0) return []
  const lines = held
    .slice(0, MOST_POSITIONS)
    .map(
      ({ symbol, quantity, mark, unrealised }) =>
        `    ${symbol} ${quantity} at ${mark}, profit ${formatMoney(unrealised)}`,
    )
  const left = held.length - lines.length
  return ['  Positions at the end', ...lines, ...(left > 0 ? [`    and ${left} more`] : [])]
}

function interest({ account }: BacktestResult): string[] {
  return Number(account.interestPaid) === 0 ? [] : [`  Interest paid ${formatMoney(account.interestPaid)}`]
}

function liquidations({ fills }: BacktestResult): string[] {
  const count = fills.filter(({ reason }) => reason === 'liquidation').length
  return count === 0 ? [] : [`  ! ${formatNumber(count, 0)} positions liquidated`]
}

function pathDependence({ fills, manifest, bounds }: BacktestResult): string[] {
  const count = fills.filter(({ pathDependent }) => pathDependent).length
  if (count === 0) return []
  const share = `${formatNumber(count, 0)} of ${formatNumber(fills.length, 0)} fills`
  const advice = bounds === null ? '; --bounds says how much that can change' : ''
  return [`  ~ ${share} depend on the path inside the candle, here ${manifest.assumptions.path}${advice}`]
}

function uncertainPaths({ manifest, uncertainPaths }: BacktestResult): string[] {
  if (uncertainPaths === undefined) return []
  const count = formatNumber(uncertainPaths, 0)
  return [`  ~ ${count} candles were not searched to the end for the path ${manifest.assumptions.path}`]
}

function bounds({ bounds }: BacktestResult): string[] {
  if (bounds === null) return []
  const { finalEquity, maxDrawdownPct } = bounds
  return [
    `  Along the paths run: final equity ${formatMoney(finalEquity.lowest)} to ${formatMoney(finalEquity.highest)}, ` +
      `max drawdown ${formatPercent(maxDrawdownPct.lowest)} to ${formatPercent(maxDrawdownPct.highest)}`,
  ]
}
