import { isFinal, type Job, type JobStatus, type Progress, type Runner } from '@tezgah/runner'
import { EventStream, eventText } from './stream.ts'
import type { StreamLimits } from './stream-limits.ts'

/**
 * Where an event stands in the life of its job. It follows from what is on disk, so an id that one process has sent means the same
 * to the next one.
 */
export type JobEventId = {
  readonly attempt: number
  /** 0 queued, 1 running, 2 queued again, 3 ended. */
  readonly phase: 0 | 1 | 2 | 3
  /** Candles processed; 0 for a change of state. */
  readonly position: number
}

/** Before every event. */
export const START: JobEventId = { attempt: -1, phase: 0, position: 0 }

/** The id of an event at a place. */
export function formatEventId({ attempt, phase, position }: JobEventId): string {
  return `${attempt}.${phase}.${position}`
}

/** Reads what a client sends as `Last-Event-ID`; {@link START} where it is none of ours. */
export function parseEventId(id: string | undefined): JobEventId {
  const [, attempt, phase, position] = /^(\d{1,9})\.([0-3])\.(\d{1,15})$/.exec(id ?? '') ?? []
  if (attempt === undefined) return START
  return { attempt: Number(attempt), phase: Number(phase) as JobEventId['phase'], position: Number(position) }
}

/** True when `a` comes after `b` in the life of a job. */
export function isAfter(a: JobEventId, b: JobEventId): boolean {
  if (a.attempt !== b.attempt) return a.attempt > b.attempt
  if (a.phase !== b.phase) return a.phase > b.phase
  return a.position > b.position
}

/** Every change of state of a job that can still be sent, in order: of several attempts only the last. */
export function eventIdsOf({ attempts, status }: Pick<Job, 'attempts' | 'status'>): readonly JobEventId[] {
  const at = (attempt: number, phase: JobEventId['phase']): JobEventId => ({ attempt, phase, position: 0 })
  return [
    at(0, 0),
    ...(attempts > 0 ? [at(attempts, 1)] : []),
    ...(attempts > 0 && status === 'queued' ? [at(attempts, 2)] : []),
    ...(isFinal(status) ? [at(attempts, 3)] : []),
  ]
}

/** An event of a job, and where in its life it stands. */
export type JobEvent = { readonly place: JobEventId; readonly text: string }

const STATUS_OF_PHASE = { 0: 'queued', 1: 'running', 2: 'queued' } as const

/** The changes of state of a job that can still be sent. */
export function stateEvents(job: Job): readonly JobEvent[] {
  return eventIdsOf(job).map((place) => {
    const status: JobStatus = place.phase === 3 ? job.status : STATUS_OF_PHASE[place.phase]
    const { id, error, resultSha256, summary } = job
    const ended = place.phase === 3 ? { summary, error, resultSha256 } : {}
    return event('state', place, { id, status, attempt: place.attempt, ...ended })
  })
}

/** How far a run has come, with its equity so far. */
export function progressEvent(job: Job, { position, length, equity }: Progress): JobEvent {
  const place: JobEventId = { attempt: job.attempts, phase: 1, position }
  return event('progress', place, {
    id: job.id,
    progress: length === 0 ? 0 : position / length,
    position,
    length,
    equity,
  })
}

function event(name: string, place: JobEventId, data: unknown): JobEvent {
  return { place, text: eventText(name, formatEventId(place), JSON.stringify(data)) }
}

const STATES = ['queued', 'started', 'requeued', 'done', 'failed', 'cancelled'] as const

/** Calls back at each change of state of any job. Returns what stops it. */
export function onJobState(runner: Pick<Runner, 'on'>, listener: (job: Job) => void): () => void {
  const offs = STATES.map((state) => runner.on(state, listener))
  return () => {
    for (const off of offs) off()
  }
}

const PROGRESS = 'progress'

/** The events of one job to one client, each once and in their order. */
export class JobStream {
  readonly stream = new EventStream()
  /** What the client has, or will have once it has read what waits. */
  #last: JobEventId

  /** @param after - what the client has already */
  constructor(after: JobEventId) {
    this.#last = after
  }

  /** Tells every change of state that the client does not have. */
  catchUp(job: Job): void {
    for (const event of stateEvents(job)) this.#sendState(event)
  }

  /** Tells how far the run is; of what waits only the newest is sent. */
  sendProgress({ place, text }: JobEvent): void {
    if (!isAfter(place, this.#last)) return
    this.#last = place
    this.stream.sendLatest(PROGRESS, text)
  }

  #sendState({ place, text }: JobEvent): void {
    if (!isAfter(place, this.#last)) return
    this.#last = place
    this.stream.dropLatest(PROGRESS)
    this.stream.send(text)
  }
}

/** Milliseconds between two progress events of one job: a curve is up to 20 kB, and there may be many who watch it. */
const PROGRESS_MS = 250

/** Passes the events of a job from the runner to its subscribers and keeps nothing: missed events are read from the store. */
export class JobHub {
  readonly #runner: Runner
  readonly #streams: StreamLimits
  readonly #monotonicNow: () => number
  readonly #subscribers = new Map<string, Set<JobStream>>()
  /** When progress of a job that is watched was sent last. */
  readonly #sentAt = new Map<string, number>()
  readonly #stopListening: readonly (() => void)[]

  constructor(runner: Runner, monotonicNow: () => number, streams: StreamLimits) {
    this.#runner = runner
    this.#streams = streams
    this.#monotonicNow = monotonicNow
    this.#stopListening = [
      onJobState(runner, (job) => this.#sendState(job)),
      runner.on('progress', (job, progress) => this.#sendProgress(job, progress)),
    ]
  }

  /**
   * The events of a job behind `after`: what its state tells at once, then what happens, until it has ended.
   *
   * @throws ProblemError `busy` where there are too many streams
   */
  subscribe(job: Job, client: string, after: JobEventId): EventStream {
    this.#streams.assertCapacity(client)
    const subscriber = new JobStream(after)
    const { stream } = subscriber
    const refresh = () => void this.#refresh(job.id, subscriber)
    this.#subscribers.set(job.id, (this.#subscribers.get(job.id) ?? new Set()).add(subscriber))
    stream.once('close', () => this.#forget(job.id, subscriber))
    // At each heartbeat, for changes by other processes and for missed events.
    this.#streams.add(client, stream, refresh)
    this.#catchUp(subscriber, job)
    // What happened between the reading of the job and the watching.
    refresh()
    return stream
  }

  close(): void {
    for (const off of this.#stopListening) off()
  }

  #forget(id: string, subscriber: JobStream): void {
    const subscribers = this.#subscribers.get(id)
    subscribers?.delete(subscriber)
    if (subscribers === undefined || subscribers.size > 0) return
    this.#subscribers.delete(id)
    this.#sentAt.delete(id)
  }

  #sendState(job: Job): void {
    for (const subscriber of this.#subscribers.get(job.id) ?? []) this.#catchUp(subscriber, job)
  }

  #sendProgress(job: Job, progress: Progress): void {
    const subscribers = this.#subscribers.get(job.id)
    const now = this.#monotonicNow()
    if (subscribers === undefined || now - (this.#sentAt.get(job.id) ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return
    this.#sentAt.set(job.id, now)
    const event = progressEvent(job, progress)
    for (const subscriber of subscribers) subscriber.sendProgress(event)
  }

  #catchUp(subscriber: JobStream, job: Job): void {
    subscriber.catchUp(job)
    if (isFinal(job.status)) subscriber.stream.end()
  }

  async #refresh(id: string, subscriber: JobStream): Promise<void> {
    const job = await this.#runner.get(id).catch(() => null)
    if (job !== null && this.#subscribers.get(id)?.has(subscriber) === true) this.#catchUp(subscriber, job)
  }
}
