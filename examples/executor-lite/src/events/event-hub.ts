import { isFinal, type Job, type Progress, type Runner } from '@tezgah/runner'
import { ProblemError } from '../problem.ts'
import { EventStream } from './event-stream.ts'
import { progressEvent, stateEvents } from './event-text.ts'
import type { Place } from './place.ts'

/** Bounds of all streams together. */
export type EventLimits = {
  readonly maxStreams: number
  /** Streams of one client. */
  readonly maxPerClient: number
  /** Milliseconds from one sign of life to the next, and between two looks at the store. */
  readonly heartbeatMs: number
}

export const EVENT_LIMITS: EventLimits = { maxStreams: 200, maxPerClient: 20, heartbeatMs: 15_000 }

/** Milliseconds between two progress events of one job: a curve is up to 20 kB, and there may be many who watch it. */
const PROGRESS_MS = 250

type Watcher = { readonly jobId: string; readonly client: string; readonly stream: EventStream }

/** Passes what the runner tells on to whoever watches, and keeps nothing. */
export class EventHub {
  readonly #runner: Runner
  readonly #limits: EventLimits
  readonly #monotonicNow: () => number
  readonly #watchers = new Set<Watcher>()
  /** When progress of a job that is watched was sent last. */
  readonly #sentAt = new Map<string, number>()
  readonly #stopListening: readonly (() => void)[]
  readonly #timer: NodeJS.Timeout

  constructor(runner: Runner, monotonicNow: () => number, limits: EventLimits = EVENT_LIMITS) {
    this.#runner = runner
    this.#limits = limits
    this.#monotonicNow = monotonicNow
    const onState = (job: Job) => this.#tellState(job)
    this.#stopListening = [
      ...(['queued', 'started', 'requeued', 'done', 'failed', 'cancelled'] as const).map((name) =>
        runner.on(name, onState),
      ),
      runner.on('progress', (job, progress) => this.#tellProgress(job, progress)),
    ]
    this.#timer = setInterval(() => this.#beat(), limits.heartbeatMs).unref()
  }

  /** Streams that are open. */
  get size(): number {
    return this.#watchers.size
  }

  /**
   * The events of a job behind `after`: what its state tells at once, then what happens, until it has ended.
   *
   * @throws ProblemError `busy` where there are too many streams
   */
  watch(job: Job, client: string, after: Place): EventStream {
    this.#checkRoom(client)
    const stream = new EventStream(after)
    const watcher = { jobId: job.id, client, stream }
    this.#watchers.add(watcher)
    stream.once('close', () => this.#forget(watcher))
    this.#catchUp(watcher, job)
    // What happened between the reading of the job and the watching.
    void this.#look(watcher)
    return stream
  }

  /** Ends every stream; clients come back with what they have. */
  close(): void {
    clearInterval(this.#timer)
    for (const off of this.#stopListening) off()
    for (const { stream } of this.#watchers) stream.end()
  }

  #checkRoom(client: string): void {
    const { maxPerClient, maxStreams } = this.#limits
    const own = [...this.#watchers].filter((watcher) => watcher.client === client).length
    if (this.#watchers.size < maxStreams && own < maxPerClient) return
    const limits = `At most ${maxPerClient} streams of a client and ${maxStreams} in all are open at once.`
    throw new ProblemError('busy', limits, { headers: { 'retry-after': '5' } })
  }

  #forget(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    if (![...this.#watchers].some(({ jobId }) => jobId === watcher.jobId)) this.#sentAt.delete(watcher.jobId)
  }

  #watchersOf(id: string): readonly Watcher[] {
    return [...this.#watchers].filter(({ jobId }) => jobId === id)
  }

  #tellState(job: Job): void {
    for (const watcher of this.#watchersOf(job.id)) this.#catchUp(watcher, job)
  }

  #tellProgress(job: Job, progress: Progress): void {
    const watchers = this.#watchersOf(job.id)
    const now = this.#monotonicNow()
    if (watchers.length === 0 || now - (this.#sentAt.get(job.id) ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return
    this.#sentAt.set(job.id, now)
    const event = progressEvent(job, progress)
    for (const { stream } of watchers) stream.offerProgress(event)
  }

  #catchUp({ stream }: Watcher, job: Job): void {
    for (const event of stateEvents(job)) stream.offerState(event)
    if (isFinal(job.status)) stream.end()
  }

  async #look(watcher: Watcher): Promise<void> {
    const job = await this.#runner.get(watcher.jobId).catch(() => null)
    if (job !== null && this.#watchers.has(watcher)) this.#catchUp(watcher, job)
  }

  /** The look at the store is for what other processes have done, and for whatever was missed. */
  #beat(): void {
    for (const watcher of this.#watchers) {
      watcher.stream.beat()
      void this.#look(watcher)
    }
  }
}
