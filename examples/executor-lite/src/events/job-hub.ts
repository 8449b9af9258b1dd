import { isFinal, type Job, type Progress, type Runner } from '@tezgah/runner'
import type { EventStream } from './event-stream.ts'
import { progressEvent } from './event-text.ts'
import { onJobState } from './job-states.ts'
import { JobStream } from './job-stream.ts'
import type { OpenStreams } from './open-streams.ts'
import type { Place } from './place.ts'

/** Milliseconds between two progress events of one job: a curve is up to 20 kB, and there may be many who watch it. */
const PROGRESS_MS = 250

/** Passes what the runner tells of a job on to whoever watches it, and keeps nothing: what is missed is read from the store. */
export class JobHub {
  readonly #runner: Runner
  readonly #streams: OpenStreams
  readonly #monotonicNow: () => number
  readonly #watchers = new Map<string, Set<JobStream>>()
  /** When progress of a job that is watched was sent last. */
  readonly #sentAt = new Map<string, number>()
  readonly #stopListening: readonly (() => void)[]

  constructor(runner: Runner, monotonicNow: () => number, streams: OpenStreams) {
    this.#runner = runner
    this.#streams = streams
    this.#monotonicNow = monotonicNow
    this.#stopListening = [
      onJobState(runner, (job) => this.#tellState(job)),
      runner.on('progress', (job, progress) => this.#tellProgress(job, progress)),
    ]
  }

  /**
   * The events of a job behind `after`: what its state tells at once, then what happens, until it has ended.
   *
   * @throws ProblemError `busy` where there are too many streams
   */
  watch(job: Job, client: string, after: Place): EventStream {
    this.#streams.checkRoom(client)
    const watcher = new JobStream(after)
    const { stream } = watcher
    const look = () => void this.#look(job.id, watcher)
    this.#watchers.set(job.id, (this.#watchers.get(job.id) ?? new Set()).add(watcher))
    stream.once('close', () => this.#forget(job.id, watcher))
    // At each sign of life: for what other processes have done, and for whatever was missed.
    this.#streams.add(client, stream, look)
    this.#catchUp(watcher, job)
    // What happened between the reading of the job and the watching.
    look()
    return stream
  }

  close(): void {
    for (const off of this.#stopListening) off()
  }

  #forget(id: string, watcher: JobStream): void {
    const watchers = this.#watchers.get(id)
    watchers?.delete(watcher)
    if (watchers === undefined || watchers.size > 0) return
    this.#watchers.delete(id)
    this.#sentAt.delete(id)
  }

  #tellState(job: Job): void {
    for (const watcher of this.#watchers.get(job.id) ?? []) this.#catchUp(watcher, job)
  }

  #tellProgress(job: Job, progress: Progress): void {
    const watchers = this.#watchers.get(job.id)
    const now = this.#monotonicNow()
    if (watchers === undefined || now - (this.#sentAt.get(job.id) ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return
    this.#sentAt.set(job.id, now)
    const event = progressEvent(job, progress)
    for (const watcher of watchers) watcher.tellProgress(event)
  }

  #catchUp(watcher: JobStream, job: Job): void {
    watcher.catchUp(job)
    if (isFinal(job.status)) watcher.stream.end()
  }

  async #look(id: string, watcher: JobStream): Promise<void> {
    const job = await this.#runner.get(id).catch(() => null)
    if (job !== null && this.#watchers.get(id)?.has(watcher) === true) this.#catchUp(watcher, job)
  }
}
