import { requireWhole } from '@tezgah/core/describe'

/** How far a run is. */
export type Progress = {
  /** Candles processed so far. */
  readonly position: number
  /** Candles in all. */
  readonly length: number
}

/** The part of an `AbortSignal` that a run reads. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason?: unknown
}

export type RunOptions = {
  /** An `AbortSignal`; looked at between parts. */
  readonly signal?: StopSignal
  /**
   * Called after each part. A promise that it returns is awaited, which is how the caller lets its event loop turn: an
   * engine without timers cannot, and without it nothing else can abort the run.
   */
  readonly onProgress?: (progress: Progress) => void | Promise<void>
  /** Candles in a part, a whole number from 1; default 100,000. */
  readonly partSize?: number
}

type Steps = {
  readonly length: number
  readonly position: number
  readonly done: boolean
  step(count: number): void
}

const DEFAULT_PART = 100_000

/** Steps to the end in parts, with a look at the signal before each and a report after it. */
export async function runInParts(
  run: Steps,
  { signal, onProgress, partSize = DEFAULT_PART }: RunOptions,
): Promise<void> {
  requireWhole('partSize', partSize, 1)
  while (!run.done) {
    if (signal?.aborted) throw signal.reason ?? new Error('the run was aborted')
    run.step(partSize)
    await onProgress?.({ position: run.position, length: run.length })
  }
}
