import type { FirstRun } from './first-run.ts'

const percent = (value: number | null): string => (value === null ? 'none' : `${value.toFixed(2)} %`)
const signed = (value: number | null): string => (value !== null && value > 0 ? `+${percent(value)}` : percent(value))
const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

const speed = ({ runMs, manifest }: FirstRun): string =>
  `${count.format((manifest.candleCount / Math.max(1, runMs)) * 1_000)} candles/s`

/** The first run in a few lines, and where to look at all of it. */
export function summarise(run: FirstRun, base: string): string {
  const { manifest, stats } = run
  const rows: readonly (readonly [string, string])[] = [
    ['Return', signed(stats.returnPct)],
    ['Buy and hold', signed(stats.buyAndHoldReturnPct)],
    ['Maximum drawdown', percent(stats.maxDrawdownPct)],
    ['Sharpe', stats.sharpe === null ? 'none' : stats.sharpe.toFixed(2)],
    ['Trades', count.format(stats.tradeCount)],
    ['Run time', `${run.runMs.toFixed(0)} ms in the worker`],
    ['Speed', speed(run)],
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  return [
    '',
    `${manifest.strategy} on ${manifest.symbol}, ${count.format(manifest.candleCount)} candles of ${manifest.interval}, ${day(manifest.from)} to ${day(manifest.to)}`,
    '',
    ...rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`),
    '',
    `  The page:  ${base}/`,
    `  This run:  ${base}/?run=${run.id}`,
    '',
  ].join('\n')
}
