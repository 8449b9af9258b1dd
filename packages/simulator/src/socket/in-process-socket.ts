import type { Timers } from '@tezgah/btcturk'
import type { ServerSocket, ServerSocketListener } from './server-socket.ts'

const NORMAL = 1000
const ABNORMAL = 1006

/** What is reported to the client's end. */
interface ClientListener {
  opened(): void
  text(text: string): void
  closed(code: number): void
}

/** Both ends of a socket without a network. Everything takes one turn of the timers, in order. */
export class InProcessServerSocket implements ServerSocket {
  readonly #timers: Timers
  readonly #client: ClientListener
  #server: ServerSocketListener | null = null
  #isOpen = true
  #isPaused = false

  constructor(timers: Timers, client: ClientListener) {
    this.#timers = timers
    this.#client = client
  }

  /** A process has no network to fill. */
  readonly bufferedBytes: number = 0

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The server is there. */
  accept(server: ServerSocketListener): void {
    this.#server = server
    this.#toClient(() => this.#client.opened())
    server.opened()
  }

  /** The server refuses the handshake. */
  reject(): void {
    this.#end(ABNORMAL)
  }

  /** From the client. */
  sendToServer(text: string): void {
    this.#toServer((server) => server.text(text))
  }

  /** From the client: a server that hears nothing any more never answers it. */
  closeByClient(): void {
    this.#toServer(() => this.#end(NORMAL))
  }

  send(text: string): void {
    this.#toClient(() => this.#client.text(text))
  }

  /** Answered by the client at once. */
  ping(): void {
    this.#toClient(() => this.#toServer((server) => server.pong()))
  }

  close(): void {
    this.#end(NORMAL)
  }

  terminate(): void {
    this.#end(ABNORMAL)
  }

  pause(): void {
    this.#isPaused = true
  }

  #end(code: number): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#server?.closed()
    this.#timers.after(0, () => this.#client.closed(code))
  }

  #toClient(report: () => void): void {
    this.#timers.after(0, report)
  }

  #toServer(report: (server: ServerSocketListener) => void): void {
    this.#timers.after(0, () => {
      if (this.#isOpen && !this.#isPaused && this.#server !== null) report(this.#server)
    })
  }
}

/** A WebSocket after the web's standard, as far as clients use it. */
export interface InProcessWebSocket {
  readonly url: string
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: { readonly data: unknown } & never) => void) | null
  onclose: ((event: { readonly code: number; readonly reason: string } & never) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
  close(code?: number): void
}

export type InProcessWebSocketConstructor = new (url: string) => InProcessWebSocket

/** Its class for one host. A refused handshake is a close with 1006, as in a browser. */
export function inProcessWebSocket(
  timers: Timers,
  arrive: (url: string, wire: InProcessServerSocket) => void,
): InProcessWebSocketConstructor {
  return class implements InProcessWebSocket {
    readonly url: string
    readyState = 0
    onopen: InProcessWebSocket['onopen'] = null
    onmessage: InProcessWebSocket['onmessage'] = null
    onclose: InProcessWebSocket['onclose'] = null
    onerror: InProcessWebSocket['onerror'] = null
    readonly #wire: InProcessServerSocket

    constructor(url: string) {
      this.url = url
      this.#wire = new InProcessServerSocket(timers, {
        opened: () => {
          this.readyState = 1
          this.onopen?.({ type: 'open' } as never)
        },
        text: (data) => this.onmessage?.({ type: 'message', data } as never),
        closed: (code) => {
          this.readyState = 3
          this.onclose?.({ type: 'close', code, reason: '' } as never)
        },
      })
      timers.after(0, () => arrive(url, this.#wire))
    }

    send(text: string): void {
      this.#wire.sendToServer(text)
    }

    close(): void {
      if (this.readyState < 2) this.readyState = 2
      this.#wire.closeByClient()
    }
  }
}
