import type { BacktestResult } from '@tezgah/backtest'
import { candleText, qualityNotes } from './data-quality.ts'
import { equityChart } from './equity-chart.ts'
import { findings } from './findings.ts'
import {
  formatChange,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRatio,
  formatTime,
  NOTHING,
} from './format.ts'
import type { Style } from './style.ts'

export type SummaryOptions = {
  readonly style: Style
  /** Characters across. */
  readonly width: number
  readonly synthetic: boolean
  readonly intervalMs: number
  /** Time the run took, reading the file left out. */
  readonly elapsedMs: number
}

const CHART_HEIGHT = 10
const LABEL_WIDTH = 17
const VALUE_WIDTH = 15

/** A result for people: headline, table, chart, and warnings. */
export function summary(result: BacktestResult, options: SummaryOptions): string {
  const blocks = [
    headline(result, options),
    table(result),
    chart(result, options),
    [
      ...notes(result),
      ...qualityNotes(result, options.intervalMs),
      ...refusals(result),
      ...findings(result),
      speed(result, options),
    ],
  ]
  return blocks.map((lines) => lines.map((line) => `${line.trimEnd()}\n`).join('')).join('\n')
}

function headline(result: BacktestResult, { style, synthetic, intervalMs }: SummaryOptions): string[] {
  const { strategy, symbols, interval, intervals, from, to, params, assumptions } = result.manifest
  const period = `${formatTime(from, intervalMs)} to ${formatTime(to, intervalMs)}`
  const names = intervals === undefined ? symbols : symbols.map((symbol, index) => `${symbol} ${intervals[index]}`)
  const grid = intervals === undefined ? ` ${interval}` : ''
  const data = `${namesOf(names)}${grid}${synthetic ? ' (synthetic)' : ''}, ${candleText(result)}, ${period}`
  const shown = Object.entries(typeof params === 'object' && params !== null ? params : {}).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const preset = assumptions.preset === 'conservative' ? [] : [style.dim(`preset ${assumptions.preset}`)]
  const title = `${style.bold(strategy)} on ${data}`
  return [title, ...(shown.length === 0 ? [] : [style.dim(shown.join(' '))]), ...preset]
}

const MOST_NAMES = 4

function namesOf(symbols: readonly string[]): string {
  const left = symbols.length - MOST_NAMES
  return left > 0 ? `${symbols.slice(0, MOST_NAMES).join(', ')} and ${left} more,` : symbols.join(', ')
}

type Row = readonly [label: string, value: string]

function table({ stats, manifest }: BacktestResult): string[] {
  const open = stats.openTradeCount === 0 ? '' : ` (+${stats.openTradeCount} open)`
  const left: Row[] = [
    ['Return', formatChange(stats.returnPct)],
    ['Buy and hold', formatChange(stats.buyAndHoldReturnPct)],
    ['CAGR', formatChange(stats.cagrPct)],
    ['Volatility, year', formatPercent(stats.annualVolatilityPct)],
    ['Sharpe', formatRatio(stats.sharpe)],
    ['Sortino', formatRatio(stats.sortino)],
    ['Calmar', formatRatio(stats.calmar)],
    ['Max drawdown', formatPercent(stats.maxDrawdownPct)],
    ['… lasted', formatDuration(stats.maxDrawdownDurationMs)],
  ]
  const right: Row[] = [
    ['Trades', `${formatNumber(stats.tradeCount, 0)}${open}`],
    ['Win rate', formatPercent(stats.winRatePct)],
    ['Profit factor', formatRatio(stats.profitFactor)],
    ['Expectancy', formatChange(stats.expectancyPct)],
    ['SQN', formatRatio(stats.sqn)],
    ['Exposure', formatPercent(stats.exposurePct)],
    ['Fees paid', formatMoney(stats.feesPaid)],
    ['Initial cash', formatMoney(manifest.assumptions.initialCash)],
    ['Final equity', formatMoney(stats.finalEquity)],
  ]
  return left.map((row, index) => `  ${cell(row)}     ${cell(right[index] ?? ['', ''])}`)
}

function cell([label, value]: Row): string {
  return label.padEnd(LABEL_WIDTH) + value.padStart(VALUE_WIDTH)
}

function chart({ equity, manifest, stats }: BacktestResult, { style, width, intervalMs }: SummaryOptions): string[] {
  const paint = (stats.returnPct ?? 0) >= 0 ? style.green : style.red
  const labels = [formatTime(manifest.from, intervalMs), formatTime(manifest.to, intervalMs)] as const
  return ['  Equity', ...equityChart(equity.equity, { width, height: CHART_HEIGHT, labels, paint })]
}

/** Every dash in the table has its reason. */
function notes({ stats }: BacktestResult): string[] {
  return Object.entries(stats.notes).map(([name, reason]) => `  ${NOTHING} ${name}: ${reason}`)
}

/** A strategy whose orders are refused looks like one that trades little. */
function refusals(result: BacktestResult): string[] {
  const counts = new Map<string, number>()
  for (const { status, reason } of result.orders) {
    if (status === 'refused') counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1)
  }
  return [...counts].flatMap(([reason, count]) => {
    const line = `  ! ${formatNumber(count, 0)} orders refused: ${reason}`
    return reason === 'guard' ? [line, ...byPolicy(result)] : [line]
  })
}

function byPolicy(result: BacktestResult): string[] {
  return refusalsByPolicy(result).map(([policy, count]) => `      ${formatNumber(count, 0)} by ${policy}`)
}

/** How many orders each policy refused, the most first; an order that several refuse counts for each. */
function refusalsByPolicy({ orders }: BacktestResult): readonly (readonly [policy: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const { reason, observed } of orders) {
    if (reason !== 'guard') continue
    const names = [...(observed ?? '').matchAll(/(?:^|; )[A-Z_]+ \(([\w.-]+)\): /g)].map(([, name]) => name!)
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
}

function speed({ manifest }: BacktestResult, { elapsedMs, style }: SummaryOptions): string {
  // A clock that stands still between two readings must not make the speed infinite.
  const perSecond = manifest.candleCount / (Math.max(elapsedMs, 0.001) / 1000)
  return style.dim(
    `  ${formatNumber(manifest.candleCount, 0)} candles in ${formatNumber(elapsedMs, elapsedMs < 100 ? 1 : 0)} ms, ` +
      `${formatNumber(perSecond / 1e6, 2)} million candles/s`,
  )
}
