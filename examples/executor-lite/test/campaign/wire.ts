import { connect, type Socket } from 'node:net'
import type { FuzzedRequest } from './fuzzed-requests.ts'

/** An answer as it came over the wire. */
export type WireAnswer = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** Longer than the service waits for anything. */
const PATIENCE_MS = 30_000

/** One connection after another to a service: kept as long as the service keeps it, or one for each request that is not framed. */
export class Wire {
  readonly #port: number
  readonly #localAddress: string
  #socket: Socket | null = null

  constructor(port: number, localAddress: string) {
    this.#port = port
    this.#localAddress = localAddress
  }

  /** All answers: exactly one to a framed request, any number to others. An endless one is cut off after its first bytes. */
  async send({ bytes, isFramed, method }: FuzzedRequest): Promise<readonly WireAnswer[]> {
    const socket = isFramed && this.#socket !== null && !this.#socket.destroyed ? this.#socket : this.#open()
    this.#socket = isFramed ? socket : null
    const first = await exchange(socket, bytes, isFramed, method)
    if (!isFramed || first.length > 0) return first
    // It was closed for idleness, just as the request was on its way.
    this.#socket = this.#open()
    return exchange(this.#socket, bytes, true, method)
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', localAddress: this.#localAddress, noDelay: true })
    return socket.on('error', () => {})
  }
}

const exchange = (socket: Socket, bytes: Buffer, isFramed: boolean, method: string): Promise<readonly WireAnswer[]> =>
  new Promise((resolve, reject) => {
    let held = Buffer.alloc(0)
    const answers: WireAnswer[] = []
    const end = () => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', end)
      resolve(answers)
    }
    const timer = setTimeout(
      () => reject(new Error(`no answer within ${PATIENCE_MS} ms: ${bytes.toString('latin1', 0, 300)}`)),
      PATIENCE_MS,
    )
    const onData = (chunk: Buffer) => {
      held = Buffer.concat([held, chunk])
      for (;;) {
        const read = readAnswer(held, method)
        if (read === null) return
        held = held.subarray(read.length)
        if (read.answer.statusCode >= 200) answers.push(read.answer)
        const isOver = read.isEndless || read.answer.headers['connection'] === 'close'
        if (isOver) socket.destroy()
        if (isOver || (isFramed && read.answer.statusCode >= 200)) return end()
      }
    }
    socket.on('data', onData).on('close', end)
    if (isFramed) socket.write(bytes)
    else socket.end(bytes)
  })

type Read = { readonly answer: WireAnswer; readonly length: number; readonly isEndless: boolean }

/** The answer at the beginning of the bytes; `null` while it is not whole. */
const readAnswer = (bytes: Buffer, method: string): Read | null => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const statusCode = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1])
  if (Number.isNaN(statusCode)) throw new Error(`not an answer: ${statusLine.slice(0, 200)}`)
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const from = end + 4
  const whole = (payload: string, length: number, isEndless = false) => ({
    answer: { statusCode, headers, payload },
    length,
    isEndless,
  })
  if (headers['content-type']?.startsWith('text/event-stream')) return whole('', bytes.length, true)
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304 || statusCode < 200) return whole('', from)
  if (headers['transfer-encoding'] === 'chunked') return readChunks(bytes, from, whole)
  const length = Number(headers['content-length'] ?? 0)
  return bytes.length < from + length ? null : whole(bytes.toString('utf8', from, from + length), from + length)
}

const readChunks = (bytes: Buffer, from: number, whole: (payload: string, length: number) => Read): Read | null => {
  const chunks: Buffer[] = []
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return null
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const next = lineEnd + 2 + size + 2
    if (bytes.length < next) return null
    if (size === 0) return whole(Buffer.concat(chunks).toString(), next)
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = next
  }
}
