import { readSync, writeSync } from 'node:fs'
import { type CandleSeries, createSeries, isBacktestError } from '@tezgah/backtest'
import { messageOf } from '@tezgah/core/describe'
import { z } from 'zod'
import { isRunnerError } from '../errors.ts'
import type { JobError } from '../jobs/job.ts'
import { loadGuardModule } from '../run/guard-module.ts'
import { runBacktest } from '../run/run-backtest.ts'
import { readStrategies, type StrategyMap } from '../strategies/load-strategies.ts'
import { FRAME_HEADER_BYTES, type FrameKind, frameHeader, readFrameHeader } from './frames.ts'
import { type Message, type SeriesHead, shortened, type Task } from './messages.ts'
import { installSandbox } from './sandbox.ts'

const REQUESTS = 0
const REPLIES = 3

/** A process handles one task. */
const task = JSON.parse(new TextDecoder().decode(readFrame())) as Task
const series =
  task.type === 'run' ? { candles: task.candles.map(readSeries), detail: task.detail.map(readSeries) } : null
// Before any code of the user runs.
const guards = task.type === 'run' && task.guardModule !== null ? await loadGuardModule(task.guardModule) : null
installSandbox(task.root)
try {
  const strategies = await readStrategies(task.module)
  if (task.type === 'describe') send({ type: 'described', strategies: describe(strategies) })
  else if (series !== null) run(task, strategies, series)
} catch (error) {
  send({ type: 'refused', error: toJobError(error) })
}

function run(
  { spec, maxResultBytes }: Extract<Task, { type: 'run' }>,
  strategies: StrategyMap,
  { candles, detail }: { readonly candles: readonly CandleSeries[]; readonly detail: readonly CandleSeries[] },
): void {
  const strategy = strategies.get(spec.strategy)
  if (strategy === undefined) {
    const message = `the module exports no strategy "${spec.strategy}"`
    send({ type: 'refused', error: { code: 'unknown_strategy', message, field: 'strategy' } })
    return
  }
  const answer = runBacktest({ strategy, spec, candles, detail, guards }, (progress) =>
    send({ type: 'progress', progress }),
  )
  if (answer.type === 'refused') send({ type: 'refused', error: shortenedError(answer.error) })
  else if (answer.result.length > maxResultBytes) {
    const message = `the result has ${answer.result.length} bytes, at most ${maxResultBytes} are stored`
    send({ type: 'refused', error: { code: 'result_too_large', message, field: null } })
  } else {
    write('bytes', answer.result)
    send({ type: 'ran', runMs: answer.runMs })
  }
}

function describe(strategies: StrategyMap) {
  return [...strategies.values()].map(({ name, description, params }) => ({
    name,
    description,
    params: z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
  }))
}

/** What a module throws, also while it is imported, is an error of its strategy. */
function toJobError(error: unknown): JobError {
  const message = messageOf(error)
  if (!isRunnerError(error) && !isBacktestError(error))
    return shortenedError({ code: 'strategy_failed', message, field: null })
  return shortenedError({ code: error.code, message, field: isBacktestError(error) ? error.field : null })
}

function shortenedError({ code, message, field }: JobError): JobError {
  return { code, message: shortened(message), field: field === null ? null : shortened(field, 200) }
}

function readSeries({ symbol, interval, length }: SeriesHead): CandleSeries {
  const bytes = readFrame()
  const column = (at: number) => new Float64Array(bytes.buffer, at * length * 8, length)
  return createSeries({
    symbol,
    interval,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  })
}

function readFrame(): Uint8Array<ArrayBuffer> {
  return readExactly(readFrameHeader(readExactly(FRAME_HEADER_BYTES)).length)
}

function readExactly(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let filled = 0; filled < length; ) {
    const count = readSync(REQUESTS, bytes, filled, length - filled, null)
    if (count === 0) throw new Error('the request is incomplete')
    filled += count
  }
  return bytes
}

function send(message: Message): void {
  write('message', new TextEncoder().encode(JSON.stringify(message)))
}

function write(kind: FrameKind, body: Uint8Array): void {
  for (const bytes of [frameHeader(kind, body.length), body]) {
    for (let written = 0; written < bytes.length; ) written += writeSync(REPLIES, bytes, written)
  }
}
