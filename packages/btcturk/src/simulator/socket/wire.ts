import type { WebSocket } from 'ws'
import type { Timers } from '../../ports.ts'

/** The server's end of a WebSocket, whatever carries it. */
export interface Wire {
  readonly isOpen: boolean
  /** Bytes that wait for the other end. */
  readonly bufferedBytes: number
  send(text: string): void
  ping(): void
  /** With code 1000 and no reason. */
  close(): void
  /** Without a close frame. */
  terminate(): void
  /** Reads and answers nothing any more. */
  pause(): void
}

/** What a wire reports to the host. */
export interface WireListener {
  /** The handshake is answered. */
  opened(): void
  text(text: string): void
  pong(): void
  closed(): void
}

export function webSocketWire(socket: WebSocket): Wire {
  return {
    get isOpen() {
      return socket.readyState === socket.OPEN
    },
    get bufferedBytes() {
      return socket.bufferedAmount
    },
    send: (text) => socket.send(text),
    ping: () => socket.ping(),
    close: () => socket.close(1000),
    terminate: () => socket.terminate(),
    pause: () => socket.pause(),
  }
}

export function listenToWebSocket(socket: WebSocket, listener: WireListener): void {
  socket.on('message', (data, isBinary) => {
    if (!isBinary) listener.text(`${data}`)
  })
  socket.on('pong', () => listener.pong())
  socket.on('error', () => socket.terminate())
  socket.on('close', () => listener.closed())
  listener.opened()
}

/** The client's end of a socket without a network; the same shape as the stream of this package takes. */
export interface InProcessSocket {
  send(text: string): void
  close(): void
  terminate(): void
  ping(): void
}

/** What is reported to a client. Nothing is reported before the call that opened has returned, nor after `closed`. */
export interface InProcessListener {
  opened(): void
  text(text: string): void
  alive(): void
  closed(reason: string, status: number | null): void
}

/** Both ends of a socket without a network. Everything takes one turn of the timers, in order. */
export class InProcessWire implements Wire {
  readonly #timers: Timers
  readonly #client: InProcessListener
  #server: WireListener | null = null
  #isOpen = true
  #isPaused = false
  #isHeard = true

  constructor(timers: Timers, client: InProcessListener) {
    this.#timers = timers
    this.#client = client
  }

  /** A process has no network to fill. */
  readonly bufferedBytes: number = 0

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The server is there. */
  accept(server: WireListener): void {
    this.#server = server
    this.#toClient(() => this.#client.opened())
    server.opened()
  }

  /** The server refuses the handshake. */
  refuse(status: number): void {
    this.#end(`handshake refused with ${status}`, status)
  }

  /** The end that the client holds. */
  client(): InProcessSocket {
    return {
      send: (text) => this.#toServer((server) => server.text(text)),
      close: () => this.#toServer(() => this.#end('closed with 1000', null)),
      ping: () => this.#toServer(() => this.#toClient(() => this.#client.alive())),
      terminate: () => {
        this.#isHeard = false
        this.#toServer(() => this.terminate())
      },
    }
  }

  send(text: string): void {
    this.#toClient(() => this.#client.text(text))
  }

  /** Answered by the client at once. */
  ping(): void {
    this.#toClient(() => {
      this.#client.alive()
      this.#toServer((server) => server.pong())
    })
  }

  close(): void {
    this.#end('closed with 1000', null)
  }

  terminate(): void {
    this.#end('cut', null)
  }

  pause(): void {
    this.#isPaused = true
  }

  #end(reason: string, status: number | null): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#server?.closed()
    this.#timers.after(0, () => {
      if (this.#isHeard) this.#client.closed(reason, status)
      this.#isHeard = false
    })
  }

  #toClient(report: () => void): void {
    this.#timers.after(0, () => {
      if (this.#isHeard) report()
    })
  }

  #toServer(report: (server: WireListener) => void): void {
    this.#timers.after(0, () => {
      if (this.#isOpen && !this.#isPaused && this.#server !== null) report(this.#server)
    })
  }
}
