import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OPERATORS, PASSWORD } from '../../proxy/test/support/open-proxy.ts'
import { type Answer, ask, openAnswer, type Question } from './support/ask.ts'
import { freePort } from './support/free-port.ts'
import { type Nginx, SERVER_NAME, startNginx } from './support/nginx.ts'
import { isInstalled } from './support/programs.ts'
import { openRealProxy } from './support/real-proxy.ts'
import { openRecordingUpstream, type RecordingUpstream } from './support/recording-upstream.ts'

const here = isInstalled('nginx', '-v', 'nginx in front of the real proxy')

/** Of the system, not of a package. */
const OPENSSL = 'openssl'

const ORIGIN = `https://${SERVER_NAME}`
const CANARY = 'canary-51d20c'
const FORGED = {
  'x-admin-token': CANARY,
  'x-tezgah-operator': CANARY,
  'x-tezgah-role': 'admin',
  'x-forwarded-for': '127.0.0.1',
  'x-ssl-client-verify': 'SUCCESS',
}
const PAGE = { 'content-type': 'application/json', origin: ORIGIN, 'sec-fetch-site': 'same-origin' }

/** A certificate that is its own authority, with its key. */
function makeIdentity(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-client-'))
  const key = path.join(folder, 'key.pem')
  const curve = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    '/CN=ada',
    '-days',
    '2',
  ]
  const cert = execFileSync(OPENSSL, ['req', '-x509', ...curve, '-keyout', key], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const identity = { key: readFileSync(key, 'utf8'), cert }
  rmSync(folder, { recursive: true })
  return identity
}

describe.runIf(here)('nginx in front of the proxy in shared mode', { timeout: 60_000 }, () => {
  let executor: RecordingUpstream
  let proxy: { close(): Promise<void> }
  let nginx: Nginx
  const identity = makeIdentity()

  beforeEach(async () => {
    executor = await openRecordingUpstream((request, response) => {
      request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
    })
    const port = await freePort()
    const certificates = [new X509Certificate(identity.cert).fingerprint256.replaceAll(':', '').toLowerCase()]
    proxy = await openRealProxy(port, {
      executorPort: executor.port,
      mode: { kind: 'shared', publicOrigin: new URL(ORIGIN), trustedHops: 1, clientCertificates: true },
      operators: OPERATORS.map((one) => (one.role === 'risk' ? { ...one, certificates } : one)),
    })
    nginx = await startNginx(port, identity.cert)
  })
  afterEach(async () => {
    await nginx.close()
    await proxy.close()
    await executor.close()
  })

  const post = (question: Question & { readonly headers: Record<string, string> }): Promise<Answer> =>
    ask(nginx, { method: 'POST', body: '{}', ...question, headers: { ...PAGE, ...question.headers } })

  async function signIn(operator: string): Promise<string> {
    const body = JSON.stringify({ operator, password: PASSWORD })
    const { headers } = await post({ path: '/api/session', headers: {}, body })
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(/^__Host-tezgah=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)
    return cookie.split(';', 1)[0] ?? ''
  }

  test('no backtest is started before signing in, one is after', async () => {
    expect((await post({ path: '/api/backtest/start', headers: FORGED })).status).toBe(401)
    expect(executor.received).toHaveLength(0)
    const cookie = await signIn('one-operator')
    expect((await post({ path: '/api/backtest/start', headers: { ...FORGED, cookie } })).status).toBe(200)
    const { headers } = executor.received[0]!
    expect(headers).toMatchObject({
      'x-tezgah-operator': 'one-operator',
      'x-tezgah-role': 'operator',
      'x-tezgah-client': '127.0.0.1',
    })
    expect(JSON.stringify(headers)).not.toContain(CANARY)
  })

  test('page, health and metrics need no sign-in; another site is refused', async () => {
    for (const path of ['/', '/api/public/healthz', '/api/public/metrics/prom'])
      expect((await ask(nginx, { path })).status).toBe(200)
    const cookie = await signIn('one-operator')
    const headers = { cookie, origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }
    expect((await post({ path: '/api/backtest/start', headers })).status).toBe(403)
  })

  test('an event arrives while the stream is open, and the executor hears of its end', async () => {
    const cookie = await signIn('one-viewer')
    const stream = await openAnswer(nginx, { path: '/api/backtest/an-id/events', headers: { cookie } })
    expect(String((await once(stream, 'data'))[0])).toBe('data: first\n\n')
    executor.streams[0]?.write('data: second\n\n')
    expect(String((await once(stream, 'data'))[0])).toBe('data: second\n\n')
    const left = once(executor.streams[0]!, 'close')
    stream.destroy()
    await left
  })

  test('a file of a few megabytes passes whole', async () => {
    const cookie = await signIn('one-operator')
    const body = Buffer.alloc(5 * 1024 ** 2, 'candle\n')
    const headers = { cookie, 'content-type': 'text/csv' }
    expect((await post({ path: '/api/datasets?id=mine', headers, body })).status).toBe(200)
    expect(executor.received[0]?.headers).toMatchObject({ 'content-type': 'text/csv' })
    expect(executor.bodyBytes()).toBe(body.length)
  })

  test('a certificate is a person, a claimed one in a header is not', async () => {
    const whoIs = async (question: Question): Promise<unknown> =>
      JSON.parse((await ask(nginx, { path: '/api/session', ...question })).body).operator
    expect(await whoIs({ identity })).toEqual({ id: 'one-risk', role: 'risk', signedIn: true })
    const claimed = { 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-cert': encodeURIComponent(identity.cert) }
    expect(await whoIs({ headers: claimed })).toBeNull()
    // nginx refuses what no authority of ours has signed.
    expect((await ask(nginx, { path: '/', identity: makeIdentity() })).status).toBe(400)
  })
})
