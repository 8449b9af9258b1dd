import type { Job } from './job.ts'
import type { Progress } from './partial-equity.ts'

/** What a runner tells its listeners, each after the store has it on disk; `progress` is not stored. */
export type RunnerEvents = {
  /** A job was accepted; it is `done` already where the result of an identical one was stored. */
  queued: (job: Job) => void
  started: (job: Job) => void
  progress: (job: Job, progress: Progress) => void
  /** An attempt ended without an outcome; the job waits for another. */
  requeued: (job: Job) => void
  done: (job: Job) => void
  failed: (job: Job) => void
  cancelled: (job: Job) => void
}
