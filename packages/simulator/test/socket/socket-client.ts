import { WebSocket } from 'ws'

// biome-ignore lint/suspicious/noExplicitAny: a test reads any frame
export type Payload = any

/** One WebSocket that keeps everything it got. Waits for events, never for time. */
export class SocketClient {
  readonly socket: WebSocket
  readonly texts: string[] = []
  closed: { readonly code: number; readonly reason: string } | null = null
  pings = 0
  #wake: (() => void)[] = []

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      this.texts.push(`${data}`)
      this.#wakeAll()
    })
    socket.on('ping', () => {
      this.pings += 1
      this.#wakeAll()
    })
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: `${reason}` }
      this.#wakeAll()
    })
    socket.on('error', () => undefined)
  }

  static async open(url: string, options: { readonly autoPong?: boolean } = {}): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(url, { perMessageDeflate: false, ...options }))
    await client.until(() => client.frames(991).length > 0 || client.closed !== null)
    return client
  }

  /** Payloads of the frames of one type, as far as they can be read. */
  frames(type: number): Payload[] {
    return this.texts.flatMap((text) => {
      try {
        const [found, payload] = JSON.parse(text) as [number, Payload]
        return found === type ? [payload] : []
      } catch {
        return []
      }
    })
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  join(channel: string, event: string, join = true): void {
    this.send([151, { type: 151, channel, event, join }])
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#wake.push(resolve))
  }

  /** The `count`th frame of a type, once it has come. */
  async next(type: number, count = 1): Promise<Payload> {
    await this.until(() => this.frames(type).length >= count)
    return this.frames(type)[count - 1]
  }

  /** Everything sent so far has been answered: a duplicate `leave` is always refused at once. */
  async applyFill(): Promise<void> {
    const mark = `leave|none:${this.texts.length}-${Math.floor(this.texts.length / 2)}`
    this.send([151, { type: 151, channel: 'none', event: mark.slice(11), join: false }])
    await this.until(() => this.frames(100).some(({ message }: Payload) => message === mark))
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}
