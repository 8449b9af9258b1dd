import type { Random, Timers } from '@tezgah/btcturk'
import type { Clock } from '@tezgah/core/clock'
import { type FaultInjector, malformed } from '../faults/fault-injector.ts'
import type { SocketFault } from '../faults/fault-plan.ts'
import { PendingTimers } from '../pending-timers.ts'
import type { Frame } from './frames.ts'
import type { ServerSocket } from './server-socket.ts'

/** First ping, every further one, and how many may stay unanswered. */
const FIRST_PING_MS = 15_400
const PING_MS = 15_000
const UNANSWERED_PINGS = 2

export type ConnectionOptions = {
  readonly wire: ServerSocket
  readonly number: number
  readonly faults: FaultInjector
  readonly timers: Timers
  readonly clock: Clock
  readonly random: Random
  /** Bytes that may wait for a consumer that is too slow; above them it is cut off. */
  readonly maxBufferedBytes: number
  /** Is a consumer that does not answer pings cut off? */
  readonly enforcesPongs: boolean
}

/** One WebSocket on its way out: order of frames, pings, delays and faults. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #pending: PendingTimers
  readonly #queue: string[] = []
  #held: string | null = null
  #queuedLength = 0
  #freeAt = 0
  #unanswered = 0
  #isHalfOpen = false

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#pending = new PendingTimers(options.timers)
    this.#pingIn(FIRST_PING_MS)
  }

  /** The consumer has answered a ping. */
  answered(): void {
    this.#unanswered = 0
  }

  get isHalfOpen(): boolean {
    return this.#isHalfOpen
  }

  /** @param old - the frame to send in its place where a stale one is wanted */
  send(frame: Frame, old?: Frame): void {
    if (this.#isHalfOpen) return
    const { faults, number, random } = this.#options
    const { fault, delayMs } = faults.ofFrame(frame.type, number, random)
    const text = fault === 'staleSnapshot' && old !== undefined ? old.text : frame.text
    this.#applyFault(fault, text, delayMs)
  }

  /** From now on nothing is sent, read or answered, and the connection stays. */
  goHalfOpen(): void {
    this.#isHalfOpen = true
    this.end()
    this.#options.wire.pause()
  }

  end(): void {
    this.#pending.cancelAll()
    this.#queue.length = 0
  }

  #applyFault(fault: SocketFault | null, text: string, delayMs: number): void {
    const held = this.#held
    this.#held = null
    switch (fault) {
      case 'halfOpen':
        this.goHalfOpen()
        return
      case 'reset':
        this.#options.wire.terminate()
        return
      case 'reorder':
        this.#held = text
        break
      case 'drop':
        break
      case 'duplicate':
        this.#enqueue(text, delayMs)
        this.#enqueue(text, 0)
        break
      case 'malformed':
        this.#enqueue(malformed(text, this.#options.random), delayMs)
        break
      case 'stall':
        this.#enqueue(text, delayMs + this.#options.faults.plan.stallMs)
        break
      default:
        this.#enqueue(text, delayMs)
    }
    if (held !== null) this.#enqueue(held, 0)
  }

  /** A frame never overtakes an earlier one: a connection keeps its order. */
  #enqueue(text: string, delayMs: number): void {
    const now = this.#options.clock.monotonic()
    this.#freeAt = Math.max(this.#freeAt, now + delayMs)
    if (this.#freeAt <= now && this.#queue.length === 0) {
      this.#write(text)
      return
    }
    this.#queue.push(text)
    this.#queuedLength += text.length
    this.#pending.after(this.#freeAt - now, () => this.#sendNext())
    if (this.#queuedLength > this.#options.maxBufferedBytes) this.#options.wire.terminate()
  }

  #sendNext(): void {
    const text = this.#queue.shift()
    if (text === undefined) return
    this.#queuedLength -= text.length
    this.#write(text)
  }

  #write(text: string): void {
    const { wire, maxBufferedBytes } = this.#options
    if (!wire.isOpen) return
    if (wire.bufferedBytes > maxBufferedBytes) wire.terminate()
    else wire.send(text)
  }

  #pingIn(delayMs: number): void {
    this.#pending.after(delayMs, () => {
      const { wire, enforcesPongs } = this.#options
      if (enforcesPongs && this.#unanswered >= UNANSWERED_PINGS) {
        wire.close()
        return
      }
      this.#unanswered += 1
      if (wire.isOpen) wire.ping()
      this.#pingIn(PING_MS)
    })
  }
}
