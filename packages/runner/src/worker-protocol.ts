import type { CandleSource, SharedCandles } from './datasets/load-columns.ts'
import type { JobError, JobSpec } from './job.ts'
import type { Progress } from './partial-equity.ts'
import type { RunAnswer } from './run-backtest.ts'

/** What a worker is told when it starts. */
export type WorkerSetup = { readonly strategiesModule: string }

/** What a worker can be asked. It does one thing at a time. */
export type WorkerRequest =
  | { readonly type: 'load'; readonly source: CandleSource }
  | {
      readonly type: 'run'
      readonly spec: JobSpec
      /** Of each of the job's datasets, in their order. */
      readonly candles: readonly SharedCandles[]
      readonly detail: readonly SharedCandles[]
    }
  /** Reads what a user's process gave as its result. */
  | {
      readonly type: 'check'
      readonly result: Uint8Array<ArrayBuffer>
      readonly spec: JobSpec
      readonly runMs: number
    }

/** What a worker says. `ready` comes once, before it is asked anything; `loaded`, `ran` and `refused` end a request. */
export type WorkerReply =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'loaded'; readonly candles: SharedCandles }
  | { readonly type: 'refused'; readonly error: JobError }
  | (Extract<RunAnswer, { type: 'ran' }> & {
      /** Of the result, worked out where it was made: it takes long for a large one. */
      readonly sha256: string
    })
