import { messageOf } from '@tezgah/core/describe'
import type { TreeHead } from '../../merkle/tree.ts'
import type { AuditClock } from '../files/clock.ts'

/** Another party that keeps the checkpoints of this log. */
export interface Witness {
  /** For the log's state. */
  readonly name: string
  /**
   * Resolves once the witness has kept the checkpoint, with the signature lines it gave, or none.
   * Rejects when it did not.
   */
  submit(submission: WitnessSubmission): Promise<string>
}

/** A checkpoint on its way to a witness. */
export type WitnessSubmission = {
  readonly head: TreeHead
  readonly note: string
  /** The proof that this checkpoint goes on from one of `oldSize` records. */
  readonly prove: (oldSize: number) => Promise<readonly string[]>
}

/** How far a witness is. */
export type WitnessState = {
  readonly name: string
  /** How many records the last checkpoint covers that it kept since the log was opened; `null` before the first. */
  readonly witnessed: number | null
  /** How many durable records it has not kept. */
  readonly lag: number
  /** Failed attempts since the last that went well. */
  readonly failures: number
  /** What went wrong last; `null` when nothing has since the last that went well. */
  readonly error: string | null
}

/** Brings one witness up to date in the background: of all checkpoints that it missed, only the newest is kept. */
export interface WitnessFeed {
  offer(submission: WitnessSubmission): void
  /** Resolves when the newest checkpoint was tried. */
  idle(): Promise<void>
  stop(): void
  state(size: number): WitnessState
}

/** How long a witness may take, and how long it is left alone after a failure. Milliseconds. */
export const WITNESS_TIMEOUT_MS = 10_000
export const WITNESS_RETRY_MS = 5_000

export function createWitnessFeed(options: {
  readonly witness: Witness
  readonly clock: AuditClock
  /** Called with the note and the lines that the witness signed it with. */
  readonly onCosigned: (note: string, lines: string) => void
  /** Called when the witness fails, and when it is back. */
  readonly onChange: () => void
}): WitnessFeed {
  const { witness, clock, onCosigned, onChange } = options
  let next: WitnessSubmission | null = null
  let running: Promise<void> | null = null
  let cancelRetry: (() => void) | null = null
  let stopped = false
  let witnessed: number | null = null
  let failures = 0
  let error: string | null = null

  const attempt = async (submission: WitnessSubmission): Promise<void> => {
    try {
      const lines = await withinTime(clock, witness.submit(submission))
      if (lines !== '') onCosigned(submission.note, lines)
      witnessed = submission.head.size
      const wasAway = failures > 0
      failures = 0
      error = null
      if (wasAway) onChange()
    } catch (cause) {
      failures += 1
      error = messageOf(cause)
      next ??= submission
      if (!stopped) cancelRetry = clock.after(WITNESS_RETRY_MS, retry)
      onChange()
    }
  }

  const run = async (): Promise<void> => {
    while (next !== null && cancelRetry === null && !stopped) {
      const submission = next
      next = null
      await attempt(submission)
    }
    running = null
  }

  const retry = (): void => {
    cancelRetry = null
    running ??= run()
  }

  return {
    offer(submission) {
      next = submission
      if (cancelRetry === null && !stopped) running ??= run()
    },
    async idle() {
      while (running !== null) await running
    },
    stop() {
      stopped = true
      cancelRetry?.()
    },
    state: (size) => ({ name: witness.name, witnessed, lag: size - (witnessed ?? 0), failures, error }),
  }
}

async function withinTime<Result>(clock: AuditClock, work: Promise<Result>): Promise<Result> {
  let cancel = (): void => undefined
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`no answer within ${WITNESS_TIMEOUT_MS} ms`)
    cancel = clock.after(WITNESS_TIMEOUT_MS, () => reject(error))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    cancel()
  }
}
