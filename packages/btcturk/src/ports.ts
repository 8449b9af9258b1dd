/** Where time is read. */
export interface Clock {
  /** Wall clock: milliseconds since the Unix epoch, UTC. May jump. */
  now(): number
  /** Milliseconds from a fixed but arbitrary point; never steps back. May stand still while the machine sleeps. */
  monotonic(): number
}

/** Ends what it was returned by; calling it again is harmless. */
export type Cancel = () => void

/** Where waiting happens. */
export interface Timers {
  /** Calls back once, `delayMs` milliseconds from now or as soon as possible where that is past. */
  after(delayMs: number, callback: () => void): Cancel
}

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
