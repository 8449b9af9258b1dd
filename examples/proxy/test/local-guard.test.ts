import { describe, expect, it } from 'vitest'
import { checkLocalRequest, type GuardedRequest } from '../src/local-guard.ts'
import { ProblemError } from '../src/problem.ts'

const PORT = 3003

/** Status of the refusal, or null when the request may pass. */
function refusal(request: Partial<GuardedRequest>): number | null {
  const headers = { host: `127.0.0.1:${PORT}`, ...request.headers }
  try {
    checkLocalRequest({ method: 'GET', path: '/', localPort: PORT, ...request, headers })
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
