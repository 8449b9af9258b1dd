import { ProblemError } from '../http/problem.ts'
import type { EventStream } from './stream.ts'

/** Bounds of all streams together. */
export type EventLimits = {
  readonly maxStreams: number
  /** Streams of one client. */
  readonly maxPerClient: number
  /** Milliseconds from one sign of life to the next, and between two looks at what may have changed unseen. */
  readonly heartbeatMs: number
}

export const EVENT_LIMITS: EventLimits = { maxStreams: 200, maxPerClient: 20, heartbeatMs: 15_000 }

type Open = { readonly client: string; readonly stream: EventStream; readonly onHeartbeat: () => void }

/** Every stream that is open, of one job or of the whole desk: how many there may be, their signs of life, their end. */
export class StreamLimits {
  readonly #limits: EventLimits
  readonly #open = new Set<Open>()
  readonly #timer: NodeJS.Timeout

  constructor(limits: EventLimits = EVENT_LIMITS) {
    this.#limits = limits
    this.#timer = setInterval(() => this.#heartbeat(), limits.heartbeatMs).unref()
  }

  get size(): number {
    return this.#open.size
  }

  /** @throws ProblemError `busy` where one more is too many */
  assertCapacity(client: string): void {
    const { maxPerClient, maxStreams } = this.#limits
    const own = [...this.#open].filter((one) => one.client === client).length
    if (this.#open.size < maxStreams && own < maxPerClient) return
    const limits = `At most ${maxPerClient} streams of a client and ${maxStreams} in all are open at once.`
    throw new ProblemError('busy', limits, { headers: { 'retry-after': '5' } })
  }

  /** @param onBeat - called with each sign of life, for as long as the stream is open */
  add(client: string, stream: EventStream, onHeartbeat: () => void): void {
    const one = { client, stream, onHeartbeat }
    this.#open.add(one)
    stream.once('close', () => this.#open.delete(one))
  }

  /** Ends every stream; clients come back with what they have. */
  close(): void {
    clearInterval(this.#timer)
    for (const { stream } of this.#open) stream.end()
  }

  #heartbeat(): void {
    for (const { stream, onHeartbeat } of this.#open) {
      stream.heartbeat()
      onHeartbeat()
    }
  }
}
