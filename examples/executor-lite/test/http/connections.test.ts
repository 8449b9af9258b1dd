import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { createHarness, type Harness, HOST, start, TOKEN } from '../fixtures/harness.ts'

let harness: Harness
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await harness.close()
})

/** Resolves with the port. */
const listen = async (): Promise<number> => {
  return Number(new URL(await harness.app.listen({ host: '127.0.0.1', port: 0 })).port)
}
const open = (port: number): Socket => {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  sockets.push(socket)
  return socket
}
const head = (request: string, ...headers: readonly string[]) =>
  [`${request} HTTP/1.1`, `Host: ${HOST}`, ...headers, '', ''].join('\r\n')
const UNFINISHED = ['Content-Type: application/json', 'Content-Length: 9999']

/** Resolves when the service holds none of so many connections that it was given. */
const untilLetGo = async (count: number): Promise<void> => {
  const closed: Promise<unknown>[] = []
  await new Promise<void>((resolve) => {
    harness.app.server.on('connection', (socket) => {
      closed.push(once(socket, 'close'))
      if (closed.length === count) resolve()
    })
  })
  await Promise.all(closed)
}

it('lets go of clients that do not read their answer, or never finish a body', { timeout: 20_000 }, async () => {
  harness = await createHarness({ connectionLimits: { quietMs: 400, bodyTimeoutMs: 400, lingerMs: 400 } })
  const { id } = (await start(harness.app, { body: { dataset: 'btctry-1m-synthetic' } })).json()
  expect((await harness.whenEnded(id)).status).toBe('done')
  const port = await listen()
  const letGo = untilLetGo(50)
  for (let i = 0; i < 25; i++) {
    // More than the buffers of both sides hold.
    open(port)
      .pause()
      .write(head(`GET /backtest/${id}/result`).repeat(4))
    const body = open(port)
    body.write(head('POST /backtest/start', `X-Admin-Token: ${TOKEN}`, ...UNFINISHED))
    const dripping = setInterval(() => body.write('a'), 50)
    body.once('close', () => clearInterval(dripping)).resume()
  }
  await letGo
})

it('answers 408 to a client that never finishes its headers', async () => {
  harness = await createHarness({ connectionLimits: { headersMs: 300 } })
  const slow = open(await listen())
  slow.write('POST /backtest/start HTTP/1.1\r\nHost: ')
  expect(await text(slow), 'long before the default of a minute').toMatch(/^HTTP\/1\.1 408 [\s\S]*problem\+json/)
})

it('goes on with a client that reads slowly', { timeout: 60_000 }, async () => {
  // Client and service share this process: its limit must be far above any moment for which a busy machine holds both up.
  const quietMs = 2_000
  harness = await createHarness({ connectionLimits: { quietMs } })
  const { id } = (await start(harness.app, { body: { dataset: 'btctry-1m-synthetic' } })).json()
  await harness.whenEnded(id)
  const client = open(await listen())
  const whole = (await harness.app.inject({ url: `/backtest/${id}/result`, headers: { host: HOST } })).payload
  const restMs = (2 * quietMs) / Math.ceil(whole.length / (64 * 1024))
  client.write(head(`GET /backtest/${id}/result`, 'Connection: close'))
  const begunAt = performance.now()
  let received = ''
  for await (const chunk of client) {
    received += String(chunk)
    await delay(restMs)
  }
  expect(received.endsWith(whole)).toBe(true)
  expect(performance.now() - begunAt, 'longer than a quiet connection is kept').toBeGreaterThan(quietMs)
})

const BODY_BYTES = 8 * 1024 ** 2

it.each([
  ['a refusal before the body is read', 'POST /datasets', 'HTTP/1.1 401'],
  ['a body that is too large', 'POST /backtest/start', 'HTTP/1.1 413', `X-Admin-Token: ${TOKEN}`],
])('sends %s so that the client can read it, also while it still writes', async (_, request, status, ...token) => {
  harness = await createHarness()
  const client = open(await listen())
  // On a connection that was kept.
  client.write(head('GET /healthz'))
  await once(client, 'data')
  client.write(head(request, ...token, 'Content-Type: application/json', `Content-Length: ${BODY_BYTES}`))
  const [first] = await once(client, 'data')
  expect(String(first)).toContain(status)
  expect(String(first)).toContain('connection: close')
  // Only now the body: with the connection reset, a write would fail.
  let failed: Error | null = null
  client.on('error', (error) => {
    failed = error
  })
  client.end(Buffer.alloc(BODY_BYTES, ' '))
  await text(client)
  expect(failed).toBeNull()
  expect(client.bytesWritten).toBeGreaterThan(BODY_BYTES)
})

it('closes one connection more than it takes, and goes on with the others', async () => {
  harness = await createHarness({ connectionLimits: { maxConnections: 3 } })
  const port = await listen()
  const kept = [open(port), open(port), open(port)]
  const ask = async (client: Socket) => {
    client.write(head('GET /healthz'))
    return String((await once(client, 'data'))[0])
  }
  for (const client of kept) expect(await ask(client)).toContain('HTTP/1.1 200')
  expect(await text(open(port))).toBe('')
  for (const client of kept) expect(await ask(client)).toContain('HTTP/1.1 200')
})
