import type { Cancel } from '@tezgah/core/clock'
import type { HttpFault } from '../faults/fault-plan.ts'

/** A request that is over, as far as the server is concerned. */
export type AnsweredRequest = {
  /** Simulated time. */
  readonly at: number
  readonly host: 'rest' | 'graph' | 'feed'
  readonly method: string
  readonly path: string
  /** HTTP status, or what took the place of an answer. */
  readonly end: number | 'reset' | 'hang'
  /** `null` where nothing was injected. */
  readonly fault: HttpFault | null
}

type Listener = (request: AnsweredRequest) => void

/** Counts requests over HTTP, and tells of each. */
export class RequestLog {
  readonly #listeners = new Set<Listener>()
  #count = 0

  /** Requests so far; handshakes of sockets are none. */
  get count(): number {
    return this.#count
  }

  /** Calls back for each request once its end is decided, before the answer is on its way. @returns ends it */
  listen(listener: Listener): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** For the shell: a request has ended. */
  ended(request: AnsweredRequest): void {
    this.#count += 1
    for (const listener of this.#listeners) listener(request)
  }
}
