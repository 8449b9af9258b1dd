import { BoundedSet } from '@tezgah/core/bounded-map'
import type { Cancel } from '@tezgah/core/clock'
import { Emitter } from '@tezgah/core/emitter'
import { isFinal, type Job, type Progress } from './job.ts'

/** Events of a runner, each emitted after the store has the change on disk; `progress` is not stored. */
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

type Payloads = { readonly [Name in keyof RunnerEvents]: Parameters<RunnerEvents[Name]> }

/** More changes than a shared store reports in one poll. */
const MAX_SEEN = 20_000

/** The events of a runner's jobs, each emitted once: a shared store also reports the changes that this process made itself. */
export class JobEvents {
  readonly #emitter: Emitter<Payloads>
  readonly #seen = new BoundedSet<string>(MAX_SEEN)

  /** @param onListenerError - called with what a listener throws; the other listeners are called all the same */
  constructor(onListenerError: (error: unknown) => void) {
    this.#emitter = new Emitter(onListenerError)
  }

  on<Name extends keyof RunnerEvents>(event: Name, listener: RunnerEvents[Name]): Cancel {
    return this.#emitter.on(event, (payload) => Reflect.apply(listener, undefined, payload))
  }

  /** @returns false for a change that was emitted before, and for any change of a job whose end was emitted */
  emit(event: Exclude<keyof RunnerEvents, 'progress'>, job: Job): boolean {
    const end = `${job.id} ended`
    const change = event === 'queued' ? `${job.id} queued` : `${job.id} ${event} ${job.attempts}`
    const isEnd = isFinal(job.status) && event !== 'queued'
    const isNew = !this.#seen.has(end) && this.#seen.add(isEnd ? end : change)
    if (isNew) this.#emitter.emit(event, [job])
    return isNew
  }

  progress(job: Job, progress: Progress): void {
    this.#emitter.emit('progress', [job, progress])
  }
}
