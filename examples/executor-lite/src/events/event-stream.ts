import { Readable } from 'node:stream'
import { HEARTBEAT, OPENING, type StreamEvent } from './event-text.ts'
import { isAfter, type Place } from './place.ts'

/** Bytes that may wait for one client; one that lets more come together is cut off. */
const MAX_WAITING_BYTES = 256 * 1024

/** The events of one job on their way to one client. */
export class EventStream extends Readable {
  /** What the client has, or will have once it has read what waits. */
  #last: Place
  /** The newest progress that has not been sent: it says all that those before it said. */
  #progress: StreamEvent | null = null
  #wasRead = true

  /** @param after - what the client has already */
  constructor(after: Place) {
    super({ highWaterMark: 16 * 1024 })
    this.#last = after
    this.push(OPENING)
  }

  /** Sends a change of state, unless the client has it. */
  offerState(event: StreamEvent): void {
    if (!isAfter(event.place, this.#last)) return
    this.#progress = null
    this.#send(event)
  }

  /** Sends progress when the client has read everything before; else keeps it until then. */
  offerProgress(event: StreamEvent): void {
    if (!isAfter(event.place, this.#last)) return
    if (this.readableLength > 0) this.#progress = event
    else this.#send(event)
  }

  /** Shows that the connection lives. A client that has read nothing since the last time is cut off. */
  beat(): void {
    if (this.readableLength > 0 && !this.#wasRead) this.destroy()
    else this.#write(HEARTBEAT)
    this.#wasRead = false
  }

  /** Nothing comes any more; what waits is still sent. */
  end(): void {
    if (!this.destroyed) this.push(null)
  }

  override _read(): void {
    this.#wasRead = true
    const event = this.#progress
    this.#progress = null
    if (event !== null && isAfter(event.place, this.#last)) this.#send(event)
  }

  #send({ place, text }: StreamEvent): void {
    this.#last = place
    this.#write(text)
  }

  #write(text: string): void {
    if (this.destroyed || this.readableEnded) return
    if (this.readableLength + text.length > MAX_WAITING_BYTES) this.destroy()
    else this.push(text)
  }
}
