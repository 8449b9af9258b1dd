import { Readable } from 'node:stream'
import { HEARTBEAT, OPENING } from './event-text.ts'

/** Bytes that may wait for one client; one that lets more come together is cut off. */
export const MAX_WAITING_BYTES = 256 * 1024

/** Server-sent events on their way to one client: some that it must get, and some of which only the newest counts. */
export class EventStream extends Readable {
  /** Of each thing the newest that has not been sent: it says all that those before it said. */
  readonly #newest = new Map<string, string>()
  #wasRead = true

  constructor() {
    super({ highWaterMark: 16 * 1024 })
    this.push(OPENING)
  }

  /** Sends what the client must get. */
  tell(text: string): void {
    this.#write(text)
  }

  /** Sends it when the client has read everything before; else keeps it until then, in the place of the one before of this name. */
  tellNewest(name: string, text: string): void {
    if (this.readableLength > 0) this.#newest.set(name, text)
    else this.#write(text)
  }

  /** Drops what waits under this name. */
  forgetNewest(name: string): void {
    this.#newest.delete(name)
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
    const [next] = this.#newest
    if (next === undefined) return
    this.#newest.delete(next[0])
    this.#write(next[1])
  }

  #write(text: string): void {
    if (this.destroyed || this.readableEnded) return
    if (this.readableLength + text.length > MAX_WAITING_BYTES) this.destroy()
    else this.push(text)
  }
}
