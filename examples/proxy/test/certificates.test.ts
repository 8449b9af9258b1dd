import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from './support/certificate.ts'
import {
  cookieOf,
  JSON_HEADERS,
  OPERATORS,
  ORIGIN,
  openProxy,
  PASSWORD,
  type RunningProxy,
  SHARED,
} from './support/open-proxy.ts'
import type { RawAnswer } from './support/raw-request.ts'

const PEM = makeCertificate()
const FINGERPRINT = new X509Certificate(PEM).fingerprint256.replaceAll(':', '').toLowerCase()
const WITH_CERTIFICATE = OPERATORS.map((one) => (one.role === 'risk' ? { ...one, certificates: [FINGERPRINT] } : one))
/** What nginx adds where a browser has shown its certificate. */
const SHOWN = { 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-cert': encodeURIComponent(PEM) }

const operatorOf = ({ body }: RawAnswer): unknown => JSON.parse(body).operator
const typeOf = ({ body }: RawAnswer): string => String(JSON.parse(body).type).replace('urn:tezgah:problem:', '')

describe('a client certificate', () => {
  let proxy: RunningProxy

  beforeAll(async () => {
    proxy = await openProxy({ ...SHARED, clientCertificates: true }, { operators: WITH_CERTIFICATE })
  })
  afterAll(() => proxy.close())

  const post = (target: string, body: object, headers: Readonly<Record<string, string>>): Promise<RawAnswer> =>
    proxy.ask(target, { method: 'POST', headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) })

  it('is a person, but not one who may be sent by another site', async () => {
    expect(operatorOf(await proxy.ask('/api/session', { headers: SHOWN }))).toEqual({
      id: 'one-risk',
      role: 'risk',
      signedIn: true,
    })
    expect(typeOf(await post('/api/backtest/start', {}, SHOWN))).toBe('cross-site')
    expect((await post('/api/backtest/start', {}, { ...SHOWN, origin: ORIGIN })).status).toBe(200)
  })

  it('needs the password too for kill, and gets a session by it', async () => {
    const page = { ...SHOWN, origin: ORIGIN }
    expect(typeOf(await post('/api/risk/kill', {}, page))).toBe('step-up-needed')
    const cookie = cookieOf(await post('/api/session/step-up', { password: PASSWORD }, page))
    expect((await post('/api/risk/kill', {}, { ...page, cookie })).status).toBe(200)
    proxy.replaceOperators(OPERATORS)
    expect(typeOf(await post('/api/risk/kill', {}, { ...page, cookie })), 'the certificate is taken away').toBe(
      'session-expired',
    )
    proxy.replaceOperators(WITH_CERTIFICATE)
  })

  it.each([
    { ...SHOWN, 'x-ssl-client-verify': 'NONE' },
    { ...SHOWN, 'x-ssl-client-cert': encodeURIComponent(makeCertificate()) },
  ])('that is not verified, or nobody’s, is nobody: %#', async (headers) => {
    expect(operatorOf(await proxy.ask('/api/session', { headers }))).toBeNull()
  })
})

it('a client certificate is not looked at unless that is switched on', async () => {
  const proxy = await openProxy(SHARED, { operators: WITH_CERTIFICATE })
  expect(operatorOf(await proxy.ask('/api/session', { headers: SHOWN }))).toBeNull()
  await proxy.close()
})
