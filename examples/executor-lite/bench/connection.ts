import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type Asked = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A connection that is kept, and asks one thing after the other. A client that does little, so that the service is what is measured. */
export class Connection {
  readonly #socket: Socket
  readonly #host: string
  #received = Buffer.alloc(0)
  #answered: (status: number) => void = () => {}

  private constructor(socket: Socket, host: string) {
    this.#socket = socket
    this.#host = host
    socket.on('data', (data) => this.#read(data))
  }

  static async open(address: string): Promise<Connection> {
    const { hostname, port, host } = new URL(address)
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    await once(socket, 'connect')
    return new Connection(socket, host)
  }

  /** @returns the status, once the answer is here as a whole; it has to say how long it is */
  ask({ method, path, headers = {}, body = '' }: Asked): Promise<number> {
    const lines = Object.entries({ host: this.#host, 'content-length': String(body.length), ...headers })
    const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body]
    return new Promise((resolve) => {
      this.#answered = resolve
      this.#socket.write(head.join('\r\n'))
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(data: Buffer): void {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data])
    const end = this.#received.indexOf('\r\n\r\n')
    if (end === -1) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
    if (this.#received.length < end + 4 + length) return
    this.#received = Buffer.alloc(0)
    this.#answered(Number(head.slice(9, 12)))
  }
}
