import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { SharedCandles } from '../datasets/shared-candles.ts'
import { type JobError, type JobSpec, MAX_EQUITY_POINTS, type Progress } from '../jobs/job.ts'
import { type FrameLimits, frameHeader } from './frames.ts'
import type { UserModule } from './user-modules.ts'

/** The first message to a process; the candles of each series follow as frames of bytes, column after column. */
export type Task = {
  /** `file:` URLs of the user's module and of its root: the file itself, or its folder with a slash at the end. */
  readonly module: string
  readonly root: string
} & (
  | { readonly type: 'describe' }
  | {
      readonly type: 'run'
      readonly spec: JobSpec
      readonly candles: readonly SeriesHead[]
      readonly detail: readonly SeriesHead[]
      readonly maxResultBytes: number
      /** URL of the module that keeps limits, or `null`. */
      readonly guardModule: string | null
    }
)

/** A run as it is requested: with the candles themselves. */
type RunWork = Omit<Extract<Task, { type: 'run' }>, 'module' | 'root' | 'candles' | 'detail'> & {
  readonly candles: readonly SharedCandles[]
  readonly detail: readonly SharedCandles[]
}

export type SeriesHead = { readonly symbol: string; readonly interval: string; readonly length: number }

/** A message of a process. The bytes of the one result are sent just before `ran`. */
export type Message =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'refused'; readonly error: JobError }
  | { readonly type: 'described'; readonly strategies: readonly Described[] }
  | { readonly type: 'ran'; readonly runMs: number }

/** A strategy as its module describes it; `params` is JSON Schema, not parsed yet. */
export type Described = {
  readonly name: string
  readonly description?: string | undefined
  readonly params: Readonly<Record<string, unknown>>
}

const MAX_MESSAGE_BYTES = 64 * 1024
const MAX_TEXT = 2_000

/** Codes that a process may report; all others are decided on this side. */
const CODES = [
  'invalid_candles',
  'invalid_options',
  'invalid_params',
  'strategy_failed',
  'guard_failed',
  'limit_reached',
  'unknown_strategy',
  'invalid_strategies',
  'result_too_large',
] as const

const count = z.int().min(0)
const numbers = z.array(z.number()).max(MAX_EQUITY_POINTS)
const curve = z
  .strictObject({ time: numbers, equity: numbers })
  .refine(({ time, equity }) => time.length === equity.length, 'must have columns of equal length')
const progress = z.strictObject({ position: count, length: count, equity: curve })
const error = z.strictObject({
  code: z.enum(CODES),
  message: z.string().max(MAX_TEXT),
  field: z.string().max(200).nullable(),
})
const described = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must be 1 to 64 of letters, digits, "_", "." and "-"'),
  description: z.string().max(MAX_TEXT).optional(),
  params: z.record(z.string(), z.unknown()),
})

const messageSchema: z.ZodType<Message> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), progress }),
  z.strictObject({ type: z.literal('refused'), error }),
  z.strictObject({ type: z.literal('described'), strategies: z.array(described).min(1).max(100) }),
  z.strictObject({ type: z.literal('ran'), runMs: z.number().min(0) }),
])

export function frameLimits(maxResultBytes: number): FrameLimits {
  return { message: MAX_MESSAGE_BYTES, bytes: maxResultBytes }
}

/**
 * @throws SyntaxError for what is not JSON
 * @throws ZodError for what is not a message
 */
export function parseMessage(body: Uint8Array): Message {
  return messageSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)))
}

/** A text from a strategy, short enough for a message. */
export function shortened(text: string, limit: number = MAX_TEXT): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}

/** A task for the process of `module`. */
export function taskOf(module: UserModule, work: { readonly type: 'describe' } | RunWork): Task {
  const root = pathToFileURL(module.root).href
  const place = { module: pathToFileURL(module.file).href, root: module.isFolder ? `${root}/` : root }
  if (work.type === 'describe') return { ...place, ...work }
  return { ...place, ...work, candles: work.candles.map(headOf), detail: work.detail.map(headOf) }
}

function headOf({ interval, symbol, time }: SharedCandles): SeriesHead {
  return { symbol, interval, length: time.length }
}

/** The bytes of a task. The columns are sent as they are in memory. */
export function* encodeTask(task: Task, series: readonly SharedCandles[]): Iterable<Uint8Array> {
  const head = new TextEncoder().encode(JSON.stringify(task))
  yield frameHeader('message', head.length)
  yield head
  for (const { time, open, high, low, close, volume } of series) {
    yield frameHeader('bytes', time.byteLength * 6)
    for (const { buffer, byteOffset, byteLength } of [time, open, high, low, close, volume]) {
      yield Buffer.from(buffer, byteOffset, byteLength)
    }
  }
}
