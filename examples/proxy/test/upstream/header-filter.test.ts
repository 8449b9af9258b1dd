import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardingHeader } from '../../src/http/request-origin.ts'
import { browserHeaders, upstreamHeaders } from '../../src/upstream/header-filter.ts'

const BEHALF = {
  adminToken: 'the-admin-token-of-this-test',
  operator: 'ada',
  role: 'risk',
  client: '203.0.113.7',
}
const OURS = {
  'x-admin-token': BEHALF.adminToken,
  'x-tezgah-operator': 'ada',
  'x-tezgah-role': 'risk',
  'x-tezgah-client': '203.0.113.7',
}

describe('headers to the executor', () => {
  it('passes what describes the body and nothing about the client', () => {
    const sent = {
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': '2',
      'idempotency-key': 'abc',
      'last-event-id': 'boot.7',
      cookie: 'session=1',
      authorization: 'Bearer x',
      host: 'evil.example',
      'user-agent': 'curl',
      'x-forwarded-for': '1.2.3.4',
      forwarded: 'for=1.2.3.4',
      'transfer-encoding': 'chunked',
    }
    expect(upstreamHeaders(sent, null)).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': 'abc',
      'last-event-id': 'boot.7',
    })
  })

  it('replaces a token and an operator that a client sends by its own', () => {
    const sent = {
      'x-admin-token': 'guess',
      'x-tezgah-client': 'somebody else',
      'x-tezgah-operator': 'root',
      'x-tezgah-role': 'admin',
    }
    expect(upstreamHeaders(sent, BEHALF)).toEqual(OURS)
    expect(upstreamHeaders(sent, null)).toEqual({})
  })

  it('drops an allowed header that Connection names', () => {
    const sent = { accept: '*/*', 'idempotency-key': 'k', connection: 'close, Idempotency-Key' }
    expect(upstreamHeaders(sent, null)).toEqual({ accept: '*/*' })
  })

  it('never lets any other name, or an identity that is not ours, through, whatever it is', () => {
    const allowed = ['accept', 'content-type', 'idempotency-key', 'last-event-id', ...Object.keys(OURS)]
    const name = fc.oneof(
      fc.string(),
      fc.string().map((tail) => `x-${tail}`),
      fc.constantFrom('x-admin-role', '__proto__', 'connection', 'forwarded', ...Object.keys(OURS)),
    )
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (headers) => {
        const passed = upstreamHeaders(headers, BEHALF)
        expect(Object.keys(passed).filter((key) => !allowed.includes(key))).toEqual([])
        expect(passed).toMatchObject(OURS)
        const forNobody = upstreamHeaders(headers, null)
        expect(Object.keys(forNobody).filter((key) => key in OURS)).toEqual([])
      }),
    )
  })
})

describe('headers to the browser', () => {
  it('passes the body and the waiting time, and drops identity, cookies and the token', () => {
    const answered = {
      'content-type': 'application/json',
      'content-length': '2',
      'retry-after': '7',
      'x-admin-token': BEHALF.adminToken,
      'x-tezgah-operator': 'ada',
      'set-cookie': ['a=b'],
      server: 'executor',
      location: '/backtest/1',
      'access-control-allow-origin': '*',
    }
    expect(browserHeaders(answered)).toEqual({
      'content-type': 'application/json',
      'content-length': '2',
      'retry-after': '7',
    })
  })
})

describe('forwarding headers', () => {
  it.each(['x-forwarded-for', 'x-forwarded-anything', 'forwarded', 'via', 'x-real-ip'])('finds %s', (name) => {
    expect(forwardingHeader({ host: 'x', [name]: '1' })).toBe(name)
  })

  it('finds none in what a browser sends', () => {
    expect(forwardingHeader({ host: 'x', accept: '*/*', 'sec-fetch-site': 'none', referer: 'y' })).toBeNull()
  })
})
