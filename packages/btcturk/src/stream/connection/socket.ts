/** An open, or opening, WebSocket. */
export interface Socket {
  send(text: string): void
  /** Ends in order: a dead peer never answers it. */
  close(): void
  /** Ends at once, without the peer. */
  terminate(): void
  /** Sends a protocol ping; absent where the platform has none, as in browsers. */
  readonly ping?: (() => void) | undefined
}

/** What a socket reports. Nothing is reported after `closed`, nor after `terminate`. */
export interface SocketListener {
  opened(): void
  text(text: string): void
  /** A sign of life without content: a ping or a pong. */
  alive(): void
  /** @param reason - what is known, for people; `status` is that of a refused handshake, `null` where unknown */
  closed(reason: string, status: number | null): void
}

/** Opens a socket. Never reports before it has returned. */
export type Connect = (url: string, listener: SocketListener) => Socket

/** The largest frame that is read, in bytes; the tickers of all pairs take about 120,000. */
export const MAX_PAYLOAD_BYTES: number = 2 ** 21
