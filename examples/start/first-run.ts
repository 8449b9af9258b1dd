import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

const started = z.object({ id: z.string() })

const runStatus = z.object({
  status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  runMs: z.number().nullable(),
  error: z.object({ message: z.string() }).nullish(),
})

const statistic = z.number().nullable()

const runResult = z.object({
  manifest: z.object({
    strategy: z.string(),
    symbol: z.string(),
    interval: z.string(),
    from: z.number(),
    to: z.number(),
    candleCount: z.number(),
  }),
  stats: z.object({
    returnPct: statistic,
    buyAndHoldReturnPct: statistic,
    maxDrawdownPct: statistic,
    sharpe: statistic,
    tradeCount: z.number(),
  }),
})

/** A finished run with the fields of the summary. */
export type FirstRun = z.output<typeof runResult> & {
  readonly id: string
  /** Time in the worker, in milliseconds. */
  readonly runMs: number
}

const POLL_MS = 150
const MAX_RUN_MS = 60_000

async function ask<T extends z.ZodType>(schema: T, url: string, init: RequestInit): Promise<z.output<T>> {
  const answer = await fetch(url, init)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`)
  return schema.parse(JSON.parse(text))
}

/** Runs the default backtest the way the page does, through the proxy at `base`. */
export async function runFirstBacktest(base: string, signal: AbortSignal): Promise<FirstRun> {
  const { id } = await ask(started, `${base}/api/backtest/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal,
  })
  const deadline = Date.now() + MAX_RUN_MS
  while (Date.now() < deadline) {
    const run = await ask(runStatus, `${base}/api/backtest/${id}`, { signal })
    if (run.status === 'done') {
      const result = await ask(runResult, `${base}/api/backtest/${id}/result`, { signal })
      return { ...result, id, runMs: run.runMs ?? 0 }
    }
    if (run.status === 'failed' || run.status === 'cancelled') {
      throw new Error(`The first backtest ${run.status}: ${run.error?.message ?? 'no reason given'}`)
    }
    await wait(POLL_MS, undefined, { signal })
  }
  throw new Error(`The first backtest (${id}) was not done within ${MAX_RUN_MS / 1_000} s`)
}

const percent = (value: number | null): string => (value === null ? 'none' : `${value.toFixed(2)} %`)
const signed = (value: number | null): string => (value !== null && value > 0 ? `+${percent(value)}` : percent(value))
const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

const speed = ({ runMs, manifest }: FirstRun): string =>
  `${count.format((manifest.candleCount / Math.max(1, runMs)) * 1_000)} candles/s`

/** The first run in a few lines, and the addresses of the page. */
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
