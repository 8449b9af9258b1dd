import { Readable } from 'node:stream'

/** How long a client waits before it reconnects, in milliseconds. */
const RETRY_MS = 2_000

/** The first bytes of a stream. */
export const OPENING = `retry: ${RETRY_MS}\n\n`

/** A comment: shows that the connection lives, and means nothing. */
export const HEARTBEAT = ': beat\n\n'

/** Bytes that may wait for one client; one that lets more come together is cut off. */
export const MAX_WAITING_BYTES = 256 * 1024

/** Server-sent events on their way to one client: some that it must get, and some of which only the newest counts. */
export class EventStream extends Readable {
  /** Of each thing the newest that has not been sent: it says all that those before it said. */
  readonly #latest = new Map<string, string>()
  #wasRead = true
  #isEnded = false

  constructor() {
    super({ highWaterMark: 16 * 1024 })
    this.push(OPENING)
  }

  /** Sends what the client must get. */
  send(text: string): void {
    this.#write(text)
  }

  /** Sends it when the client has read everything before; else keeps it until then, in the place of the one before of this name. */
  sendLatest(name: string, text: string): void {
    if (this.readableLength > 0) this.#latest.set(name, text)
    else this.#write(text)
  }

  /** Drops what waits under this name. */
  dropLatest(name: string): void {
    this.#latest.delete(name)
  }

  /** Shows that the connection lives. A client that has read nothing since the last time is cut off. */
  heartbeat(): void {
    if (this.readableLength > 0 && !this.#wasRead) this.destroy()
    else this.#write(HEARTBEAT)
    this.#wasRead = false
  }

  /** Nothing comes any more; what waits is still sent. */
  end(): void {
    if (this.destroyed || this.#isEnded) return
    this.#isEnded = true
    this.push(null)
  }

  override _read(): void {
    this.#wasRead = true
    const [next] = this.#latest
    if (next === undefined) return
    this.#latest.delete(next[0])
    this.#write(next[1])
  }

  #write(text: string): void {
    // A heartbeat may come while the last events of an ended stream are still being read.
    if (this.destroyed || this.#isEnded) return
    if (this.readableLength + text.length > MAX_WAITING_BYTES) this.destroy()
    else this.push(text)
  }
}

/**
 * An event as the stream carries it. JSON has no line breaks of its own, so the data is one line.
 *
 * @param id - `null` for one that is not resumed behind
 */
export function eventText(name: string, id: string | null, json: string): string {
  return `event: ${name}\n${id === null ? '' : `id: ${id}\n`}data: ${json}\n\n`
}
