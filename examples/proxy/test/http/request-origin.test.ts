import { ProblemError } from '@tezgah-examples/service-kit/problem'
import { describe, expect, it } from 'vitest'
import type { Mode } from '../../src/http/mode.ts'
import { checkFromOwnPage, checkRequest, type GuardedRequest } from '../../src/http/request-origin.ts'

const PORT = 3003

/** Status of the refusal, or null when the request may pass. */
function refusal(request: Partial<GuardedRequest>, mode: Mode = { kind: 'local' }): number | null {
  const headers = { host: `127.0.0.1:${PORT}`, ...request.headers }
  try {
    checkRequest({ method: 'GET', path: '/', localPort: PORT, ...request, headers }, mode)
    return null
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.status
    throw error
  }
}

const post = (headers: GuardedRequest['headers']): number | null =>
  refusal({ method: 'POST', path: '/api/backtest/start', headers: { 'content-type': 'application/json', ...headers } })

describe('host', () => {
  it.each(['127.0.0.1:3003', 'localhost:3003'])('%s is this machine', (host) => {
    expect(refusal({ headers: { host } })).toBeNull()
  })

  it.each([
    'evil.example:3003',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:3004',
    '127.0.0.1.evil.example:3003',
    'localhost:3003.evil.example',
    '[::1]:3003',
    'LOCALHOST:3003 ',
    '',
  ])('"%s" may be a name that was rebound to this machine', (host) => {
    expect(refusal({ headers: { host } })).toBe(421)
  })

  it('may leave out the port of http', () => {
    expect(refusal({ localPort: 80, headers: { host: 'localhost' } })).toBeNull()
  })
})

describe('where the request comes from', () => {
  it('is refused when another proxy stands in between', () => {
    expect(refusal({ headers: { 'x-forwarded-for': '10.0.0.1' } })).toBe(403)
  })

  it.each(['cross-site', 'same-site'])('an /api request of a %s page is refused', (site) => {
    expect(refusal({ path: '/api/strategies', headers: { 'sec-fetch-site': site } })).toBe(403)
  })

  it('a link on another site may open the page', () => {
    expect(refusal({ headers: { 'sec-fetch-site': 'cross-site' } })).toBeNull()
  })
})

describe('a post', () => {
  it('of plain curl with JSON passes', () => {
    expect(post({})).toBeNull()
  })

  it('of the page itself passes', () => {
    expect(post({ origin: `http://127.0.0.1:${PORT}`, 'sec-fetch-site': 'same-origin' })).toBeNull()
  })

  it.each(['http://evil.example', 'null', `https://127.0.0.1:${PORT}`, `http://localhost:${PORT}`])(
    'with the origin %s is refused',
    (origin) => {
      expect(post({ origin })).toBe(403)
    },
  )

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', ''])(
    'of %s could come from a form of another site and is refused',
    (type) => {
      expect(post({ 'content-type': type })).toBe(415)
    },
  )

  it('may name a charset', () => {
    expect(post({ 'content-type': 'Application/JSON; charset=utf-8' })).toBeNull()
  })
})

const SHARED: Mode = {
  kind: 'shared',
  publicOrigin: new URL('https://desk.test'),
  trustedHops: 2,
  clientCertificates: false,
}
const FORWARDED = { host: 'desk.test', 'x-forwarded-for': '203.0.113.7, 10.0.0.1', 'x-forwarded-proto': 'https' }

describe('in shared mode', () => {
  const shared = (headers: GuardedRequest['headers'], request: Partial<GuardedRequest> = {}): number | null =>
    refusal({ ...request, headers: { ...FORWARDED, ...headers } }, SHARED)

  it('what came through the proxy in front passes, and its peer is the client', () => {
    expect(shared({})).toBeNull()
    const request = { method: 'GET', path: '/', localPort: PORT, headers: FORWARDED }
    expect(checkRequest(request, SHARED)).toBe('203.0.113.7')
  })

  it.each(['127.0.0.1:3003', 'localhost', 'evil.test', 'desk.test:443', 'desk.test.evil.test'])(
    'the host %s is not the desk',
    (host) => expect(shared({ host })).toBe(421),
  )

  it.each(['203.0.113.7', '203.0.113.7, 10.0.0.1, 10.0.0.2', '', 'nobody, 10.0.0.1'])(
    '"%s" does not have exactly as many hops as are trusted',
    (hops) => expect(shared({ 'x-forwarded-for': hops })).toBe(400),
  )

  it.each(['http', 'https, https', ''])('the scheme "%s" is not https', (scheme) => {
    expect(shared({ 'x-forwarded-proto': scheme })).toBe(400)
  })

  it('only its own origin may ask', () => {
    const post = { method: 'POST', path: '/api/backtest/start' }
    const json = { 'content-type': 'application/json' }
    expect(shared({ ...json, origin: 'https://desk.test' }, post)).toBeNull()
    for (const origin of ['http://desk.test', 'https://desk.test:444', 'https://evil.test', 'null'])
      expect(shared({ ...json, origin }, post)).toBe(403)
  })

  it('health is told to who asks directly', () => {
    expect(refusal({ path: '/healthz' }, SHARED)).toBeNull()
  })
})

describe('a change by cookie or certificate', () => {
  it('needs a word of the browser, a read does not', () => {
    expect(() => checkFromOwnPage('POST', {})).toThrow(ProblemError)
    expect(() => checkFromOwnPage('DELETE', {})).toThrow(ProblemError)
    checkFromOwnPage('GET', {})
    checkFromOwnPage('POST', { origin: 'https://desk.test' })
    checkFromOwnPage('POST', { 'sec-fetch-site': 'same-origin' })
  })
})

describe('a file', () => {
  const mediaTypes = ['text/csv', 'application/vnd.apache.parquet']
  it.each([
    ['text/csv', null],
    ['application/json', 415],
    ['text/plain', 415],
  ])('of %s: %s', (type, status) => {
    const request = { method: 'POST', path: '/api/datasets', mediaTypes, headers: { 'content-type': type } }
    expect(refusal(request)).toBe(status)
  })
})
