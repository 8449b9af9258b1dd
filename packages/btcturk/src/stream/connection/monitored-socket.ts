import type { Cancel, Clock, Timers } from '../../ports.ts'
import type { Connect, Socket } from './socket.ts'

const TICK_MS = 1000
/** A pong, or any frame, is due so long after the last sign of life. */
const PING_AFTER_MS = 2000
/** Without a sign of life for so long, nothing that was received can be called present. */
export const DOUBT_AFTER_MS = 5000
/** Without a sign of life for so long, the peer is taken for dead. With the tick it is found within nine seconds. */
const DEAD_AFTER_MS = 8000
const OPEN_TIMEOUT_MS = 8000
/** A tick so late means that this process stood still, and what came meanwhile is still unread. */
const LATE_TICK_MS = 1000

export type LinkOptions = {
  readonly connect: Connect
  readonly url: string
  readonly clock: Clock
  readonly timers: Timers
  readonly onOpen: () => void
  readonly onText: (text: string) => void
  /** The silence is long enough to doubt what is held. */
  readonly onDoubt: () => void
  /** A sign of life after a doubt. */
  readonly onTrust: () => void
  readonly onLost: (reason: string, status: number | null) => void
  /** Asks the peer for any answer where the socket has no ping. False where there is nothing to ask. */
  readonly probe: () => boolean
}

/** One socket from its opening to its end. Notices a peer that is gone though the socket still looks open. */
export class Link {
  readonly #options: LinkOptions
  readonly #socket: Socket
  #isOpen = false
  #isOver = false
  #isDoubted = false
  #heardAt: number
  #heardAtWall: number
  #tickedAt = 0
  #askedAt = Number.NEGATIVE_INFINITY
  #cancel: Cancel

  constructor(options: LinkOptions) {
    this.#options = options
    this.#heardAt = options.clock.monotonic()
    this.#heardAtWall = options.clock.now()
    this.#cancel = options.timers.after(OPEN_TIMEOUT_MS, () => this.#lose('no connection in time'))
    this.#socket = options.connect(options.url, {
      opened: () => this.#opened(),
      text: (text) => this.#received(text),
      alive: () => this.#heard(),
      closed: (reason, status) => this.#over(reason, status),
    })
  }

  /** True while a sign of life is recent by both clocks: the steady one stands still while a machine sleeps. */
  get isFresh(): boolean {
    return this.#isOpen && !this.#isOver && this.#silence() < DOUBT_AFTER_MS && this.#wallSilence() < DOUBT_AFTER_MS
  }

  send(text: string): void {
    if (this.#isOpen && !this.#isOver) this.#socket.send(text)
  }

  /** Ends in order, and for good where the peer does not answer. Reports nothing any more. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancel()
    this.#socket.close()
    this.#cancel = this.#options.timers.after(PING_AFTER_MS, () => this.#socket.terminate())
  }

  /** Gives the socket up at once. */
  drop(reason: string): void {
    this.#lose(reason)
  }

  #opened(): void {
    if (this.#isOver) return
    this.#isOpen = true
    this.#cancel()
    this.#tickedAt = this.#options.clock.monotonic()
    this.#arm()
    this.#heard()
    this.#options.onOpen()
  }

  #received(text: string): void {
    if (this.#isOver) return
    this.#heard()
    this.#options.onText(text)
  }

  #heard(): void {
    if (this.#isOver) return
    this.#heardAt = this.#options.clock.monotonic()
    this.#heardAtWall = this.#options.clock.now()
    if (!this.#isDoubted) return
    this.#isDoubted = false
    this.#options.onTrust()
  }

  #arm(): void {
    this.#cancel = this.#options.timers.after(TICK_MS, () => this.#tick())
  }

  #tick(): void {
    const now = this.#options.clock.monotonic()
    const isLate = now - this.#tickedAt > TICK_MS + LATE_TICK_MS
    this.#tickedAt = now
    if (isLate) this.#heardAt = Math.max(this.#heardAt, now - DOUBT_AFTER_MS)
    const silence = this.#silence()
    const wasAsked = this.#askedAt > this.#heardAt
    if (silence >= DEAD_AFTER_MS && wasAsked) {
      this.#lose('no sign of life')
      return
    }
    this.#arm()
    if (silence >= PING_AFTER_MS && now - this.#askedAt >= PING_AFTER_MS) this.#ask(now)
    if (!this.#isDoubted && (silence >= DOUBT_AFTER_MS || this.#wallSilence() >= DOUBT_AFTER_MS)) {
      this.#isDoubted = true
      this.#options.onDoubt()
    }
  }

  #ask(now: number): void {
    if (this.#socket.ping !== undefined) this.#socket.ping()
    else if (!this.#options.probe()) return
    this.#askedAt = now
  }

  #silence(): number {
    return this.#options.clock.monotonic() - this.#heardAt
  }

  #wallSilence(): number {
    return this.#options.clock.now() - this.#heardAtWall
  }

  /** A dead peer would never answer a close. */
  #lose(reason: string): void {
    if (this.#isOver) return
    this.#socket.terminate()
    this.#over(reason, null)
  }

  #over(reason: string, status: number | null): void {
    this.#cancel()
    if (this.#isOver) return
    this.#isOver = true
    this.#options.onLost(reason, status)
  }
}
