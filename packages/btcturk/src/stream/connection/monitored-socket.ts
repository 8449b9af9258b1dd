import type { Cancel, Clock, Timers } from '../../ports.ts'
import type { Connect, Socket } from './socket.ts'

const TICK_MS = 1000
/** A pong, or any frame, is due so long after the last sign of life. */
const PING_AFTER_MS = 2000
/** Without a sign of life for so long, nothing that was received can be called present. */
export const STALE_AFTER_MS = 5000
/** Without a sign of life for so long, the peer is taken for dead. With the tick it is found within nine seconds. */
const IDLE_TIMEOUT_MS = 8000
const OPEN_TIMEOUT_MS = 8000
/** A tick so late means that this process stood still, and what came meanwhile is still unread. */
const LATE_TICK_MS = 1000

export type MonitoredSocketOptions = {
  readonly connect: Connect
  readonly url: string
  readonly clock: Clock
  readonly timers: Timers
  readonly onOpen: () => void
  readonly onText: (text: string) => void
  /** The silence is long enough to doubt what is held. */
  readonly onStale: () => void
  /** A sign of life after a doubt. */
  readonly onFresh: () => void
  readonly onLost: (reason: string, status: number | null) => void
  /** Asks the peer for any answer where the socket has no ping. False where there is nothing to ask. */
  readonly probe: () => boolean
}

/** One socket from its opening to its end. Notices a peer that is gone though the socket still looks open. */
export class MonitoredSocket {
  readonly #options: MonitoredSocketOptions
  readonly #socket: Socket
  #isOpen = false
  #isOver = false
  #isStale = false
  #activeAt: number
  #activeAtWall: number
  #tickedAt = 0
  #pingedAt = Number.NEGATIVE_INFINITY
  #cancel: Cancel

  constructor(options: MonitoredSocketOptions) {
    this.#options = options
    this.#activeAt = options.clock.monotonic()
    this.#activeAtWall = options.clock.now()
    this.#cancel = options.timers.after(OPEN_TIMEOUT_MS, () => this.#fail('no connection in time'))
    this.#socket = options.connect(options.url, {
      opened: () => this.#opened(),
      text: (text) => this.#received(text),
      alive: () => this.#recordActivity(),
      closed: (reason, status) => this.#closed(reason, status),
    })
  }

  /** True while a sign of life is recent by both clocks: the steady one stands still while a machine sleeps. */
  get isFresh(): boolean {
    return this.#isOpen && !this.#isOver && this.#silence() < STALE_AFTER_MS && this.#wallSilence() < STALE_AFTER_MS
  }

  send(text: string): void {
    if (this.#isOpen && !this.#isOver) this.#socket.send(text)
  }

  /** Ends in order, and for good where the peer does not answer. Reports nothing any more. */
  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancel()
    this.#socket.close()
    this.#cancel = this.#options.timers.after(PING_AFTER_MS, () => this.#socket.terminate())
  }

  /** Gives the socket up at once. */
  terminate(reason: string): void {
    this.#fail(reason)
  }

  #opened(): void {
    if (this.#isOver) return
    this.#isOpen = true
    this.#cancel()
    this.#tickedAt = this.#options.clock.monotonic()
    this.#arm()
    this.#recordActivity()
    this.#options.onOpen()
  }

  #received(text: string): void {
    if (this.#isOver) return
    this.#recordActivity()
    this.#options.onText(text)
  }

  #recordActivity(): void {
    if (this.#isOver) return
    this.#activeAt = this.#options.clock.monotonic()
    this.#activeAtWall = this.#options.clock.now()
    if (!this.#isStale) return
    this.#isStale = false
    this.#options.onFresh()
  }

  #arm(): void {
    this.#cancel = this.#options.timers.after(TICK_MS, () => this.#tick())
  }

  #tick(): void {
    const now = this.#options.clock.monotonic()
    const isLate = now - this.#tickedAt > TICK_MS + LATE_TICK_MS
    this.#tickedAt = now
    if (isLate) this.#activeAt = Math.max(this.#activeAt, now - STALE_AFTER_MS)
    const silence = this.#silence()
    const wasPinged = this.#pingedAt > this.#activeAt
    if (silence >= IDLE_TIMEOUT_MS && wasPinged) {
      this.#fail('no sign of life')
      return
    }
    this.#arm()
    if (silence >= PING_AFTER_MS && now - this.#pingedAt >= PING_AFTER_MS) this.#ping(now)
    if (!this.#isStale && (silence >= STALE_AFTER_MS || this.#wallSilence() >= STALE_AFTER_MS)) {
      this.#isStale = true
      this.#options.onStale()
    }
  }

  #ping(now: number): void {
    if (this.#socket.ping !== undefined) this.#socket.ping()
    else if (!this.#options.probe()) return
    this.#pingedAt = now
  }

  #silence(): number {
    return this.#options.clock.monotonic() - this.#activeAt
  }

  #wallSilence(): number {
    return this.#options.clock.now() - this.#activeAtWall
  }

  /** A dead peer would never answer a close. */
  #fail(reason: string): void {
    if (this.#isOver) return
    this.#socket.terminate()
    this.#closed(reason, null)
  }

  #closed(reason: string, status: number | null): void {
    this.#cancel()
    if (this.#isOver) return
    this.#isOver = true
    this.#options.onLost(reason, status)
  }
}
