import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { connect } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, openAnswer } from './support/ask.ts'
import { type Nginx, SERVER_NAME, startNginx } from './support/nginx.ts'
import { isInstalled } from './support/programs.ts'
import { openRealProxy } from './support/real-proxy.ts'
import { HELD_PATH, openRecordingUpstream, type RecordingUpstream } from './support/recording-upstream.ts'

const here = isInstalled('nginx', '-v', 'nginx in front of a real server')

/** One address in every location that proxies. */
const LOCATIONS = [
  '/',
  '/assets/app.js',
  '/api/strategies',
  '/api/backtest/start',
  '/api/datasets',
  '/api/backtest/an-id/events',
  '/api/public/healthz',
  '/api/public/metrics/prom',
]

const CANARY = 'canary-7c1f0a'

/** What a client may try to pass itself off with; the last two names do not exist yet. */
const FORGED = Object.fromEntries(
  [
    ...['x-admin-token', 'x-tezgah-client', 'forwarded', 'via', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip'],
    ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-forwarded-prefix'],
    ...['x-forwarded-server', 'x-original-url', 'x-rewrite-url', 'x-http-method-override', 'proxy', 'x_admin_token'],
    ...['x-tezgah-operator', 'x-tezgah-role', 'x-ssl-client-cert', 'x-ssl-client-verify', 'x-ssl-client-fingerprint'],
    ...['x-forwarded-anything', 'x-admin-next-year'],
  ].map((name) => [name, CANARY]),
)

describe.runIf(here)('nginx in front of a server', { timeout: 60_000 }, () => {
  let upstream: RecordingUpstream
  let nginx: Nginx

  beforeEach(async () => {
    upstream = await openRecordingUpstream()
    nginx = await startNginx(upstream.port)
  })
  afterEach(async () => {
    await upstream.close()
    await nginx.close()
  })

  test.each(LOCATIONS)('nothing that a client forged arrives: %s', async (path) => {
    const answer = await openAnswer(nginx, {
      path,
      headers: { ...FORGED, accept: 'text/html', cookie: 'session=mine' },
    })
    answer.destroy()
    const { headers } = upstream.received[0]!
    expect(JSON.stringify(headers)).not.toContain(CANARY)
    expect(headers).toMatchObject({
      accept: 'text/html',
      cookie: 'session=mine',
      host: SERVER_NAME,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': SERVER_NAME,
      'x-forwarded-proto': 'https',
      'x-ssl-client-verify': 'NONE',
    })
    expect(answer.headers['strict-transport-security']).toBe('max-age=63072000')
  })

  test('a proxy in local mode refuses what comes through nginx, and says why', async () => {
    await upstream.close()
    const proxy = await openRealProxy(upstream.port)
    const answer = await ask(nginx, { path: '/api/public/healthz' })
    await proxy.close()
    // Its Host is the name of the desk, so it falls at the very first check.
    expect(answer.status).toBe(421)
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'Wrong host' })
    upstream = await openRecordingUpstream()
  })

  test('a body arrives whole, with its type and length', async () => {
    const body = JSON.stringify({ params: { fast: 5 } })
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'one' }
    expect((await ask(nginx, { path: '/api/backtest/start', method: 'POST', headers, body })).status).toBe(200)
    expect(upstream.received[0]?.headers).toMatchObject({ ...headers, 'content-length': String(body.length) })
  })

  test('port 80 only leads to port 443, and serves the challenges of ACME', async () => {
    const moved = await ask(nginx, { path: '/api/strategies?x=1', plain: true })
    expect(moved).toMatchObject({ status: 308, headers: { location: `https://${SERVER_NAME}/api/strategies?x=1` } })
    writeFileSync(path.join(nginx.acmeDir, '.well-known/acme-challenge/token'), 'proof')
    const proof = await ask(nginx, { path: '/.well-known/acme-challenge/token', plain: true })
    expect(proof).toMatchObject({ status: 200, body: 'proof' })
    expect(upstream.received).toHaveLength(0)
  })

  test.each([true, false])('another name gets no answer (plain: %s)', async (plain) => {
    await expect(ask(nginx, { host: 'evil.test', plain })).rejects.toThrow('socket hang up')
    await expect(ask(nginx, { host: '127.0.0.1', plain })).rejects.toThrow('socket hang up')
    expect(upstream.received).toHaveLength(0)
  })

  test('a client that does not know the name sees no certificate, and TLS 1.1 is refused', async () => {
    const failure = async (options: object): Promise<string> => {
      const socket = connect({ host: '127.0.0.1', port: nginx.httpsPort, ca: nginx.certificate, ...options })
      const [error] = (await once(socket, 'error')) as [Error & { code: string }]
      return error.code
    }
    expect(await failure({ servername: 'evil.test' })).toBe('ERR_SSL_TLSV1_UNRECOGNIZED_NAME')
    // Security level 0, or this end would already refuse and prove nothing of the other.
    const old = { servername: SERVER_NAME, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }
    expect(await failure(old)).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
  })

  test('an event reaches the client while the stream is still open', async () => {
    const answer = await openAnswer(nginx, { path: '/api/backtest/an-id/events' })
    const [first] = await once(answer, 'data')
    expect(String(first)).toBe('data: first\n\n')
    upstream.streams[0]?.write('data: second\n\n')
    const [second] = await once(answer, 'data')
    expect(String(second)).toBe('data: second\n\n')
    answer.destroy()
  })

  test('a ninth stream of one client is refused', async () => {
    const open: IncomingMessage[] = []
    for (let n = 0; n < 8; n++) open.push(await openAnswer(nginx, { path: '/api/backtest/an-id/events' }))
    expect(open.map((answer) => answer.statusCode)).toEqual(Array(8).fill(200))
    expect((await ask(nginx, { path: '/api/backtest/an-id/events' })).status).toBe(429)
    for (const answer of open) answer.destroy()
  })

  test('ten starts pass at once, then a client must wait; reading goes on', async () => {
    const statuses: number[] = []
    while (!statuses.includes(429) && statuses.length < 100) {
      statuses.push((await ask(nginx, { path: '/api/backtest/start', method: 'POST' })).status)
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200))
    expect(statuses.at(-1)).toBe(429)
    expect((await ask(nginx, { path: '/api/strategies' })).status).toBe(200)
    expect(upstream.received).toHaveLength(statuses.length)
    expect(nginx.log('nginx-error.log')).toBe('')
  })

  test('a client that sends more than 20 requests a second is asked to wait, and no other is', async () => {
    const statuses: number[] = []
    while (!statuses.includes(429) && statuses.length < 2_000) {
      const batch = await Promise.all(Array.from({ length: 20 }, () => ask(nginx, { path: '/api/strategies' })))
      statuses.push(...batch.map(({ status }) => status))
    }
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(200))
    expect(statuses).toContain(429)
    expect((await ask(nginx, { path: '/api/strategies', from: '127.0.0.2' })).status).toBe(200)
  })

  test('a client has 32 requests in hand and no more', async () => {
    const held = Array.from({ length: 32 }, () => ask(nginx, { path: HELD_PATH }))
    await expect.poll(() => upstream.received.length, { timeout: 30_000 }).toBe(32)
    expect((await ask(nginx, { path: '/' })).status).toBe(429)
    expect((await ask(nginx, { path: '/', from: '127.0.0.2' })).status).toBe(200)
    await upstream.close()
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(Array(32).fill(502))
    upstream = await openRecordingUpstream()
  })

  test('figures are for this machine only', async () => {
    const path = '/api/public/metrics/prom'
    expect((await ask(nginx, { path })).status).toBe(200)
    // Of the loopback too, but not the address that is allowed.
    expect((await ask(nginx, { path, from: '127.0.0.2', headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(
      403,
    )
    expect((await ask(nginx, { path: '//api/public%2Fmetrics/prom', from: '127.0.0.2' })).status).toBe(403)
  })

  test('a body may have 64 KiB and no byte more', async () => {
    const send = (bytes: number) => ask(nginx, { path: '/api/strategies', method: 'POST', body: Buffer.alloc(bytes) })
    expect((await send(65_536)).status).toBe(200)
    expect((await send(65_537)).status).toBe(413)
    expect(upstream.received).toHaveLength(1)
  })

  test('a file of candles may have 64 MiB and no byte more', async () => {
    const [path, method] = ['/api/datasets', 'POST']
    const most = 64 * 1024 ** 2
    expect((await ask(nginx, { path, method, body: Buffer.alloc(most) })).status).toBe(200)
    const refused = await openAnswer(nginx, { path, method, headers: { 'content-length': most + 1 } })
    expect(refused.statusCode).toBe(413)
    refused.destroy()
    expect(upstream.received).toHaveLength(1)
  })

  test('a client that does not finish the head of a request is disconnected', async () => {
    const socket = connect({ host: '127.0.0.1', port: nginx.httpsPort, ca: nginx.certificate, servername: SERVER_NAME })
    socket.write(`GET / HTTP/1.1\r\nHost: ${SERVER_NAME}\r\nX-Slow:`)
    socket.resume()
    await once(socket, 'close')
    expect(upstream.received).toHaveLength(0)
  })

  test('the log is JSON and holds no secret, wherever a client put it', async () => {
    const headers = {
      ...FORGED,
      cookie: CANARY,
      authorization: `Bearer ${CANARY}`,
      referer: CANARY,
      'user-agent': CANARY,
    }
    await ask(nginx, { path: `/api/strategies%22%0a?token=${CANARY}`, headers })
    const text = nginx.log('nginx-access.log') + nginx.log('nginx-error.log')
    expect(text).not.toContain(CANARY)
    expect(JSON.parse(text.trimEnd())).toMatchObject({ status: 200, path: '/api/strategies"\n', upstreamStatus: '200' })
  })
})
