import { type Cancel, type Clock, type Timers as CoreTimers, systemClock, systemTimers } from '@tezgah/core/clock'

export type { Cancel, Clock }

/** Where the client waits. */
export type Timers = Pick<CoreTimers, 'after'>

/** A fraction from 0 up to, not including, 1. */
export type Random = () => number

export type FetchInit = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  /** A redirect would carry signed headers to another place. */
  readonly redirect: 'error'
}

/** The part of a web-standard `Response` that is read. */
export interface FetchResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: ReadableStream<Uint8Array> | null
}

/** The part of the web-standard `fetch` that is used. Rejects where there is no response. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>

/** Everything that reaches outside: time, waiting, chance and HTTP. */
export type Ports = {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly fetch: Fetch
}

/** The ports of the running platform: Node 22.12 or later, or a browser. */
export function systemPorts(): Ports {
  return {
    clock: systemClock,
    timers: systemTimers,
    random: () => Math.random(),
    fetch: (url, init) => fetch(url, init),
  }
}
