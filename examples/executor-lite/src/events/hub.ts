import { randomBytes } from 'node:crypto'
import { ReplayBuffer } from './replay-buffer.ts'
import { EventStream, eventText } from './stream.ts'
import type { StreamLimits } from './stream-limits.ts'
import { Throttle } from './throttle.ts'

/** Between two times that what waits is sent, in milliseconds. */
const PACE_MS = 100
/** Bytes after which one such time ends; the rest waits for the next. */
const BYTES_AT_ONCE = 64 * 1024
/** Instead of a longer event `resync` is sent, since it would disconnect slow subscribers. */
const MAX_EVENT_BYTES = 64 * 1024
/** Events that may wait to be sent; one more, and all of them become one `resync`. */
const MAX_PENDING = 1_000
/** A client that missed more reads everything again. */
const MAX_RESUMED_BYTES = 192 * 1024
/** How long after the last client what happens is still kept for those who come back, in milliseconds. */
const IDLE_MS = 60_000

/** An event before it has its number; `json` is its data. */
export type HubEvent = { readonly event: string; readonly json: string }

export type EventHubDeps = {
  readonly streams: StreamLimits
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Who watches, and what. */
export type Subscription = {
  readonly client: string
  /** Names of the events that are wanted. */
  readonly events: ReadonlySet<string>
  /** The id of the last event that the client has; absent at its first visit. */
  readonly lastEventId?: string | undefined
  /** Asked at each sign of life: false ends the stream. */
  readonly mayStay: () => boolean
}

type Snapshot = { readonly event: string; readonly everyMs: number; readonly read: () => unknown }
type Subscriber = { readonly stream: EventStream; readonly events: ReadonlySet<string> }

const RESYNC = 'resync'
/** These are sent to every client. */
const FOR_ALL: ReadonlySet<string> = new Set(['hello', RESYNC])

/**
 * What happens on the whole desk, for clients that keep a replica: they read the state by the ordinary routes and then follow. What
 * changes that state is numbered and kept for a while, so that nothing is missed unnoticed. What says how things are at this moment
 * (`progress`, `slo`, `spot`) has no number: only the newest counts.
 */
export class EventHub {
  readonly boot: string = randomBytes(8).toString('hex')
  readonly #streams: StreamLimits
  readonly #now: () => number
  readonly #replay = new ReplayBuffer()
  readonly #subscribers = new Set<Subscriber>()
  readonly #snapshots: Snapshot[] = []
  readonly #onFirstSubscriber: (() => void)[] = []
  readonly #flush = new Throttle(() => this.#sendWaiting(), PACE_MS)
  #pending = new Map<string, () => readonly HubEvent[]>()
  #timers: NodeJS.Timeout[] = []
  #idle: NodeJS.Timeout | undefined
  #hasSubscribers = false

  constructor({ streams, now }: EventHubDeps) {
    this.#streams = streams
    this.#now = now
  }

  /** False without subscribers, and once none can resume: then no event needs to be sent. */
  get hasSubscribers(): boolean {
    return this.#hasSubscribers
  }

  /** Calls back when the first subscriber arrives after a time without any. */
  onFirstSubscriber(listener: () => void): void {
    this.#onFirstSubscriber.push(listener)
  }

  /** Snapshots that are read and sent to every new client, and periodically while there are subscribers. */
  addSnapshot(event: string, everyMs: number, read: () => unknown): void {
    this.#snapshots.push({ event, everyMs, read })
  }

  /** @throws ProblemError `busy` where there are too many streams */
  subscribe({ client, events, lastEventId, mayStay }: Subscription): EventStream {
    this.#streams.assertCapacity(client)
    const stream = new EventStream()
    const subscriber = { stream, events }
    this.#sendHello(subscriber, lastEventId)
    this.#subscribers.add(subscriber)
    stream.once('close', () => this.#remove(subscriber))
    this.#streams.add(client, stream, () => {
      if (!mayStay()) stream.end()
    })
    this.#activate()
    for (const { event, read } of this.#snapshots) this.#sendSnapshot([subscriber], event, event, read())
    return stream
  }

  /**
   * Tells what changed, soon.
   *
   * @param name - takes the place of what waits under the same name
   * @param events - called when it is sent
   */
  publish(name: string, events: () => readonly HubEvent[]): void {
    if (!this.#hasSubscribers) return
    if (this.#pending.size >= MAX_PENDING && !this.#pending.has(name))
      this.#pending = new Map([[RESYNC, () => [{ event: RESYNC, json: '{}' }]]])
    this.#pending.set(name, events)
    this.#flush.request()
  }

  /** Tells how something is at this moment; to a client that is slow only the newest of this name. */
  publishLatest(event: string, name: string, data: unknown): void {
    this.#sendSnapshot(this.#subscribers, event, name, data)
  }

  /** What waits under the name for slow clients means nothing any more. */
  dropLatest(name: string): void {
    for (const { stream } of this.#subscribers) stream.dropLatest(name)
  }

  close(): void {
    clearTimeout(this.#idle)
    this.#flush.close()
    this.#stopTimers()
    this.#hasSubscribers = false
  }

  #sendHello(subscriber: Subscriber, lastEventId: string | undefined): void {
    const missed = lastEventId === undefined ? [] : this.#missedSince(lastEventId)
    // Its id is that of the last event the client has, or is about to read the outcome of.
    const at = this.#replay.last - (missed?.length ?? 0)
    subscriber.stream.send(this.#textOf('hello', at, JSON.stringify({ boot: this.boot, now: this.#now() })))
    if (missed === null) subscriber.stream.send(this.#textOf(RESYNC, at, '{}'))
    else for (const one of missed) sendIfWanted(subscriber, one.event, one.text)
  }

  /** `null` where it cannot be determined. */
  #missedSince(id: string) {
    const [, boot, number] = /^([0-9a-f]{16})\.(\d{1,15})$/.exec(id) ?? []
    const missed = boot === this.boot ? this.#replay.after(Number(number)) : null
    const bytes = missed?.reduce((sum, { text }) => sum + text.length, 0) ?? 0
    return bytes > MAX_RESUMED_BYTES ? null : missed
  }

  #sendWaiting(): void {
    let bytes = 0
    for (const [name, events] of this.#pending) {
      if (bytes >= BYTES_AT_ONCE) break
      this.#pending.delete(name)
      for (const event of events()) bytes += this.#number(event)
    }
    if (this.#pending.size > 0) this.#flush.request()
  }

  /** @returns how many bytes were sent to each */
  #number({ event, json }: HubEvent): number {
    if (json.length > MAX_EVENT_BYTES) return this.#number({ event: RESYNC, json: '{}' })
    const { text } = this.#replay.add(event, (number) => this.#textOf(event, number, json))
    for (const subscriber of this.#subscribers) sendIfWanted(subscriber, event, text)
    return text.length
  }

  #sendSnapshot(subscribers: Iterable<Subscriber>, event: string, name: string, data: unknown): void {
    let text: string | undefined
    for (const { events, stream } of subscribers) {
      if (!events.has(event)) continue
      text ??= eventText(event, null, JSON.stringify(data))
      stream.sendLatest(name, text)
    }
  }

  #textOf(event: string, number: number, json: string): string {
    return eventText(event, `${this.boot}.${number}`, json)
  }

  #activate(): void {
    clearTimeout(this.#idle)
    if (this.#timers.length === 0)
      this.#timers = this.#snapshots.map(({ event, everyMs, read }) =>
        setInterval(() => this.publishLatest(event, event, read()), everyMs).unref(),
      )
    if (this.#hasSubscribers) return
    this.#hasSubscribers = true
    for (const listener of this.#onFirstSubscriber) listener()
  }

  #remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber)
    if (this.#subscribers.size > 0) return
    this.#stopTimers()
    this.#idle = setTimeout(() => this.#deactivate(), IDLE_MS).unref()
  }

  #deactivate(): void {
    this.#hasSubscribers = false
    this.#pending.clear()
    this.#replay.clear()
  }

  #stopTimers(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
  }
}

function sendIfWanted({ events, stream }: Subscriber, event: string, text: string): void {
  if (events.has(event) || FOR_ALL.has(event)) stream.send(text)
}
