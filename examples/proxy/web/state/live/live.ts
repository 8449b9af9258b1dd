import { Backoff } from '@tezgah/core/backoff'
import type { Clock, Timers } from '@tezgah/core/clock'
import { createApi } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import type { Request } from '../../api/request.ts'
import { createStore, type ReadableStore } from '../store.ts'
import { EVENT_TYPES, type LiveEvent, type LiveEventType, readEvent } from './events.ts'
import { applyEvent, applySnapshot, EMPTY, type Replica } from './replica.ts'
import { readSnapshot } from './snapshot.ts'
import { type Cause, causeOf, type LiveStatus } from './status.ts'

/** The part of EventSource that is used; a test passes its own. */
export type EventStream = Pick<EventSource, 'readyState' | 'close'> & {
  addEventListener(type: string, listener: (event: MessageEvent) => void): void
}

export type LiveDeps = {
  readonly open: (address: string) => EventStream
  readonly request: Request
  readonly clock: Pick<Clock, 'now'>
  readonly timers: Pick<Timers, 'after'>
  /** From 0 to 1. */
  readonly random: () => number
  /** Called with every event or answer that cannot be used. */
  readonly report: (error: unknown) => void
}

/** The desk as this page knows it, kept up to date by one connection. */
export interface Live {
  readonly replica: ReadableStore<Replica>
  readonly status: ReadableStore<LiveStatus>
  start(): void
  /** Reconnects at once: the network is back, or a person has signed in. */
  retryNow(): void
  /** Applies the answer to a change at once, also while no event comes. */
  applyLocal(event: LiveEvent): void
  close(): void
}

const ADDRESS = '/api/events'
const RECONNECT = { firstMs: 1_000, maxMs: 15_000 }
const CLOSED = 2
/** A connection that is silent for so long counts as broken, also where the browser keeps it open. */
const SILENCE_MS = 25_000
const SILENCE_CHECK_MS = 5_000
/** Shortest time between two full reads after missed events: many pages may have missed the same ones. */
const RESYNC_PAUSE_MS = 10_000

type EventPlace = { readonly boot: string; readonly at: number }

/** `<boot>.<n>` → its parts, or null for an event without a place. */
function parseEventId(id: string): EventPlace | null {
  const dot = id.lastIndexOf('.')
  const at = Number(id.slice(dot + 1))
  return dot > 0 && Number.isSafeInteger(at) ? { boot: id.slice(0, dot), at } : null
}

export function createLive(deps: LiveDeps): Live {
  const api = createApi(deps.request)
  const replica = createStore<Replica>(EMPTY)
  const begun: LiveStatus = { phase: 'connecting', cause: null, since: deps.clock.now(), lastEventAt: null }
  const status = createStore<LiveStatus>(begun)
  let stream: EventStream | null = null
  // A random half of each wait is left out, so that many pages do not reconnect in the same moment.
  const backoff = new Backoff({ ...RECONNECT, random: () => 1 - deps.random() / 2 })
  let last: EventPlace | null = null
  /** Whether the stream that is open has had an event with a place: then the browser asks it to go on from there. */
  let canResume = false
  let reading: { types: Set<LiveEventType>; jobs: Set<string>; leaving: AbortController } | null = null
  let rereadAt = Number.NEGATIVE_INFINITY
  let cancelRetry = (): void => {}
  let cancelResync = (): void => {}
  let cancelWatch = (): void => {}

  const setPhase = (phase: LiveStatus['phase'], cause: Cause | null): void => {
    const before = status.get()
    const since = before.phase === phase ? before.since : deps.clock.now()
    if (before.phase !== phase || before.cause !== cause) status.set({ ...before, phase, cause, since })
  }

  const reread = async (): Promise<void> => {
    reading?.leaving.abort()
    const mine = { types: new Set<LiveEventType>(), jobs: new Set<string>(), leaving: new AbortController() }
    reading = mine
    rereadAt = deps.clock.now()
    const { snapshot, failures } = await readSnapshot(api, mine.leaving.signal)
    if (reading !== mine) return
    reading = null
    replica.set(applySnapshot(replica.get(), snapshot, mine, deps.clock.now()))
    for (const error of failures) if (!(error instanceof ApiError)) deps.report(error)
    if (failures.some((error) => error instanceof ApiError && error.kind !== 'refused')) resync()
  }

  /** Reads everything again, at once or when the pause after the last time is over. */
  const resync = (): void => {
    cancelResync()
    const waitMs = rereadAt + RESYNC_PAUSE_MS - deps.clock.now()
    if (waitMs <= 0) void reread()
    else cancelResync = deps.timers.after(waitMs, () => void reread())
  }

  const take = (event: LiveEvent): void => {
    reading?.types.add(event.type)
    if (event.type === 'job') reading?.jobs.add(event.data.id)
    const knownBoot = replica.get().boot
    replica.set(applyEvent(replica.get(), event, deps.clock.now()))
    if (event.type === 'resync') void reread()
    if (event.type !== 'hello') return
    backoff.reset()
    setPhase('live', null)
    if (!canResume || event.data.boot !== knownBoot) void reread()
  }

  /** Whether events before this one did not come. */
  const isAfterGap = (place: EventPlace | null): boolean => {
    const before = last
    if (place === null) return false
    last = place
    return before?.boot === place.boot && place.at > before.at + 1
  }

  const onEvent = (type: LiveEventType, { data, lastEventId }: MessageEvent): void => {
    status.set({ ...status.get(), lastEventAt: deps.clock.now() })
    const place = parseEventId(lastEventId)
    const missed = isAfterGap(place)
    try {
      take(readEvent(type, typeof data === 'string' ? data : ''))
    } catch (error) {
      deps.report(error)
    }
    // Only now: the hello of a new connection has a place too, and is no going on.
    if (place !== null) canResume = true
    if (missed) resync()
  }

  const scheduleRetry = (): void => {
    cancelRetry()
    cancelRetry = deps.timers.after(backoff.next(), connect)
  }

  /** An EventSource does not report why it failed; a request does. */
  const findCause = async (): Promise<void> => {
    const cause = await deps
      .request('/api/public/healthz')
      .then(() => deps.request('/api/slo'))
      .then(() => 'stream' as const, causeOf)
    if (stream !== null) return
    setPhase('reconnecting', cause)
    // Without a stream the executor can still be read, as rarely as the connection is tried again.
    if (cause === 'stream') await reread()
  }

  const disconnect = (): void => {
    stream?.close()
    stream = null
    setPhase('reconnecting', status.get().cause)
    scheduleRetry()
    void findCause()
  }

  const connect = (): void => {
    cancelRetry()
    stream?.close()
    canResume = false
    last = null
    const mine = deps.open(ADDRESS)
    stream = mine
    const ifMine = (action: () => void): void => void (stream === mine && action())
    for (const type of EVENT_TYPES) mine.addEventListener(type, (event) => ifMine(() => onEvent(type, event)))
    mine.addEventListener('error', () =>
      ifMine(() => {
        if (mine.readyState === CLOSED) disconnect()
        else setPhase('reconnecting', null)
      }),
    )
  }

  const watch = (): void => {
    const { lastEventAt, since } = status.get()
    if (stream !== null && deps.clock.now() - Math.max(lastEventAt ?? 0, since) >= SILENCE_MS) disconnect()
    cancelWatch = deps.timers.after(SILENCE_CHECK_MS, watch)
  }

  return {
    replica,
    status,
    start: () => {
      connect()
      watch()
    },
    retryNow: () => {
      if (status.get().phase === 'live') return
      backoff.reset()
      connect()
    },
    applyLocal: take,
    close: () => {
      cancelRetry()
      cancelResync()
      cancelWatch()
      reading?.leaving.abort()
      reading = null
      stream?.close()
      stream = null
    },
  }
}
