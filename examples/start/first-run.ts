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

/** A finished run with what the summary tells of it. */
export type FirstRun = z.output<typeof runResult> & {
  readonly id: string
  /** Time in the worker, in milliseconds. */
  readonly runMs: number
}

const POLL_MS = 150
const LONGEST_RUN_MS = 60_000

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
  const deadline = Date.now() + LONGEST_RUN_MS
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
  throw new Error(`The first backtest (${id}) was not done within ${LONGEST_RUN_MS / 1_000} s`)
}
