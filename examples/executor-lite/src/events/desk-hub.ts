import { randomBytes } from 'node:crypto'
import { EventRing } from './event-ring.ts'
import { EventStream } from './event-stream.ts'
import { eventText } from './event-text.ts'
import type { OpenStreams } from './open-streams.ts'
import { Paced } from './paced.ts'

/** Between two times that what waits is sent, in milliseconds. */
const PACE_MS = 100
/** Bytes after which one such time ends; the rest waits for the next. */
const BYTES_AT_ONCE = 64 * 1024
/** A longer event is not sent: `resync` is, since it would cut off whoever watches. */
const MAX_EVENT_BYTES = 64 * 1024
/** Things that may wait to be told; with one more, all of them become one `resync`. */
const MAX_WAITING = 1_000
/** Whoever missed more reads everything anew. */
const MAX_RESUMED_BYTES = 192 * 1024
/** How long after the last client what happens is still kept for those who come back, in milliseconds. */
const LINGER_MS = 60_000

/** An event before it has its number; `json` is its data. */
export type DeskEvent = { readonly event: string; readonly json: string }

export type DeskDeps = {
  readonly streams: OpenStreams
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Who watches, and what. */
export type DeskWatch = {
  readonly client: string
  /** Names of the events that are wanted. */
  readonly events: ReadonlySet<string>
  /** The id of the last event that the client has; absent at its first visit. */
  readonly lastEventId?: string | undefined
  /** Asked at each sign of life: false ends the stream. */
  readonly mayStay: () => boolean
}

type Momentary = { readonly event: string; readonly everyMs: number; readonly read: () => unknown }
type Watcher = { readonly stream: EventStream; readonly events: ReadonlySet<string> }

const RESYNC = 'resync'
/** Of these every client is told. */
const FOR_ALL: ReadonlySet<string> = new Set(['hello', RESYNC])

/**
 * What happens on the whole desk, for clients that keep a replica: they read the state by the ordinary routes and then follow. What
 * changes that state is numbered and kept for a while, so that nothing is missed unnoticed. What says how things are at this moment
 * (`progress`, `slo`, `spot`) has no number: only the newest counts.
 */
export class DeskHub {
  readonly boot: string = randomBytes(8).toString('hex')
  readonly #streams: OpenStreams
  readonly #now: () => number
  readonly #ring = new EventRing()
  readonly #watchers = new Set<Watcher>()
  readonly #momentary: Momentary[] = []
  readonly #onWake: (() => void)[] = []
  readonly #flush = new Paced(() => this.#tellWaiting(), PACE_MS)
  #waiting = new Map<string, () => readonly DeskEvent[]>()
  #timers: NodeJS.Timeout[] = []
  #lingering: NodeJS.Timeout | undefined
  #isAwake = false

  constructor({ streams, now }: DeskDeps) {
    this.#streams = streams
    this.#now = now
  }

  /** False while nobody watches or may come back: then nothing needs to be told. */
  get isAwake(): boolean {
    return this.#isAwake
  }

  /** Calls back when somebody watches again after nobody did. */
  onWake(listener: () => void): void {
    this.#onWake.push(listener)
  }

  /** What is read and sent to every client that comes, and each so many milliseconds while somebody watches. */
  addMomentary(event: string, everyMs: number, read: () => unknown): void {
    this.#momentary.push({ event, everyMs, read })
  }

  /** @throws ProblemError `busy` where there are too many streams */
  watch({ client, events, lastEventId, mayStay }: DeskWatch): EventStream {
    this.#streams.checkRoom(client)
    const stream = new EventStream()
    const watcher = { stream, events }
    this.#greet(watcher, lastEventId)
    this.#watchers.add(watcher)
    stream.once('close', () => this.#forget(watcher))
    this.#streams.add(client, stream, () => {
      if (!mayStay()) stream.end()
    })
    this.#wake()
    for (const { event, read } of this.#momentary) this.#tellMomentary([watcher], event, event, read())
    return stream
  }

  /**
   * Tells what changed, soon.
   *
   * @param name - takes the place of what waits under the same name
   * @param events - called when it is sent
   */
  tell(name: string, events: () => readonly DeskEvent[]): void {
    if (!this.#isAwake) return
    if (this.#waiting.size >= MAX_WAITING && !this.#waiting.has(name))
      this.#waiting = new Map([[RESYNC, () => [{ event: RESYNC, json: '{}' }]]])
    this.#waiting.set(name, events)
    this.#flush.ask()
  }

  /** Tells how something is at this moment; to a client that is slow only the newest of this name. */
  tellNewest(event: string, name: string, data: unknown): void {
    this.#tellMomentary(this.#watchers, event, name, data)
  }

  /** What waits under the name for slow clients means nothing any more. */
  forgetNewest(name: string): void {
    for (const { stream } of this.#watchers) stream.forgetNewest(name)
  }

  close(): void {
    clearTimeout(this.#lingering)
    this.#flush.close()
    this.#stopTimers()
    this.#isAwake = false
  }

  #greet(watcher: Watcher, lastEventId: string | undefined): void {
    const missed = lastEventId === undefined ? [] : this.#missedSince(lastEventId)
    // Its id is that of the last event the client has, or is about to read the outcome of.
    const at = this.#ring.last - (missed?.length ?? 0)
    watcher.stream.tell(this.#textOf('hello', at, JSON.stringify({ boot: this.boot, now: this.#now() })))
    if (missed === null) watcher.stream.tell(this.#textOf(RESYNC, at, '{}'))
    else for (const one of missed) tellIfWanted(watcher, one.event, one.text)
  }

  /** `null` where it cannot be told. */
  #missedSince(id: string) {
    const [, boot, number] = /^([0-9a-f]{16})\.(\d{1,15})$/.exec(id) ?? []
    const missed = boot === this.boot ? this.#ring.after(Number(number)) : null
    const bytes = missed?.reduce((sum, { text }) => sum + text.length, 0) ?? 0
    return bytes > MAX_RESUMED_BYTES ? null : missed
  }

  #tellWaiting(): void {
    let bytes = 0
    for (const [name, events] of this.#waiting) {
      if (bytes >= BYTES_AT_ONCE) break
      this.#waiting.delete(name)
      for (const event of events()) bytes += this.#number(event)
    }
    if (this.#waiting.size > 0) this.#flush.ask()
  }

  /** @returns how many bytes were sent to each */
  #number({ event, json }: DeskEvent): number {
    if (json.length > MAX_EVENT_BYTES) return this.#number({ event: RESYNC, json: '{}' })
    const { text } = this.#ring.add(event, (number) => this.#textOf(event, number, json))
    for (const watcher of this.#watchers) tellIfWanted(watcher, event, text)
    return text.length
  }

  #tellMomentary(watchers: Iterable<Watcher>, event: string, name: string, data: unknown): void {
    let text: string | undefined
    for (const { events, stream } of watchers) {
      if (!events.has(event)) continue
      text ??= eventText(event, null, JSON.stringify(data))
      stream.tellNewest(name, text)
    }
  }

  #textOf(event: string, number: number, json: string): string {
    return eventText(event, `${this.boot}.${number}`, json)
  }

  #wake(): void {
    clearTimeout(this.#lingering)
    if (this.#timers.length === 0)
      this.#timers = this.#momentary.map(({ event, everyMs, read }) =>
        setInterval(() => this.tellNewest(event, event, read()), everyMs).unref(),
      )
    if (this.#isAwake) return
    this.#isAwake = true
    for (const listener of this.#onWake) listener()
  }

  #forget(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    if (this.#watchers.size > 0) return
    this.#stopTimers()
    this.#lingering = setTimeout(() => this.#sleep(), LINGER_MS).unref()
  }

  #sleep(): void {
    this.#isAwake = false
    this.#waiting.clear()
    this.#ring.breakOff()
  }

  #stopTimers(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
  }
}

function tellIfWanted({ events, stream }: Watcher, event: string, text: string): void {
  if (events.has(event) || FOR_ALL.has(event)) stream.tell(text)
}
