import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import type { ConnectionEvent } from '../../src/stream/connection/reconnecting-connection.ts'
import { MAX_PAYLOAD_BYTES } from '../../src/stream/connection/socket.ts'
import type { WebSocketConstructor } from '../../src/stream/connection/web-socket.ts'
import { createStream, type Stream } from '../../src/stream/stream.ts'
import { tickerFrame } from './fake-exchange.ts'

let server: WebSocketServer
let stream: Stream
let extensions: string | undefined
let refusedWith: number | null

beforeEach(async () => {
  refusedWith = null
  server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: true,
    verifyClient: (_: unknown, done: (ok: boolean, status?: number) => void) =>
      refusedWith === null ? done(true) : done(false, refusedWith),
  })
  server.on('connection', (socket, request) => {
    extensions = request.headers['sec-websocket-extensions']
    socket.on('error', () => {})
    socket.on('message', (data) => {
      const [, { channel, event, join }] = JSON.parse(String(data))
      if (join) socket.send(JSON.stringify([100, { type: 100, ok: true, message: `join|${channel}:${event}` }]))
      if (join) socket.send(JSON.stringify(tickerFrame(event)))
    })
  })
  await once(server, 'listening')
})

afterEach(async () => {
  stream.close()
  for (const socket of server.clients) socket.terminate()
  await new Promise((resolve) => server.close(resolve))
})

const url = () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`

const ticker = () =>
  new Promise<string>((resolve) => {
    stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, ({ last }) => resolve(last))
  })

const lost = () =>
  new Promise<string | null>((resolve) => {
    stream.on('connection', ({ state, reason }: ConnectionEvent) => {
      if (state === 'waiting') resolve(reason)
    })
  })

describe.each([
  ['the ws package', undefined],
  ['a constructor after the standard', WebSocket as unknown as WebSocketConstructor],
])('over a real socket by %s', (name, webSocket) => {
  beforeEach(() => {
    stream = createStream({ url: url(), ...(webSocket === undefined ? {} : { webSocket }) })
  })

  it('joins, receives, and joins again on a new connection after a reset', async () => {
    const first = ticker()
    stream.open()
    expect(await first).toBe('100')
    if (name === 'the ws package') expect(extensions).toBeUndefined()
    const gone = lost()
    for (const socket of server.clients) socket.terminate()
    expect(await gone).toMatch(/^closed with 1006/)
    expect(await ticker()).toBe('100')
    expect(stream.reconnects).toBe(1)
  })

  it('gives up a connection that sends a frame larger than allowed', async () => {
    const first = ticker()
    stream.open()
    await first
    const gone = lost()
    for (const socket of server.clients) socket.send(`[777,{"x":"${'x'.repeat(MAX_PAYLOAD_BYTES)}"}]`)
    expect(await gone).toMatch(/Max payload size exceeded|larger than allowed/)
  })

  it('waits and stays up where the handshake is refused', async () => {
    refusedWith = 503
    const gone = lost()
    stream.open()
    expect(await gone).toMatch(/503|closed with 1006/)
    expect(stream.state).toBe('waiting')
  })
})

it('waits for a minute where the handshake is refused with 429', async () => {
  refusedWith = 429
  stream = createStream({ url: url(), ports: { random: () => 0 } })
  const waits: ConnectionEvent[] = []
  const second = new Promise<void>((resolve) => {
    stream.on('connection', (event) => {
      if (event.state === 'waiting' && waits.push(event) === 2) resolve()
    })
  })
  stream.open()
  await second
  expect(waits[0]!.reason).toContain('429')
  expect(waits[1]!.waitMs).toBeGreaterThan(55_000)
})

it('can be closed while it connects', async () => {
  stream = createStream({ url: url() })
  stream.open()
  stream.close()
  expect(stream.state).toBe('closed')
  await new Promise((resolve) => setImmediate(resolve))
})

it('keeps running when nothing listens at the other end', async () => {
  stream = createStream({ url: 'ws://127.0.0.1:1' })
  const gone = lost()
  stream.open()
  expect(await gone).toContain('ECONNREFUSED')
})
