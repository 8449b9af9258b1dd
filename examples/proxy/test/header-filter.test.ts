import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { browserHeaders, forwardingHeader, upstreamHeaders } from '../src/header-filter.ts'

const TOKEN = 'the-admin-token-of-this-test'

describe('headers to the executor', () => {
  it('passes what describes the body and nothing about the client', () => {
    const sent = {
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': '2',
      'idempotency-key': 'abc',
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
      'content-length': '2',
      'idempotency-key': 'abc',
    })
  })

  it('replaces a token and an operator that a client sends by its own', () => {
    const sent = { 'x-admin-token': 'guess', 'x-tezgah-client': 'somebody else' }
    expect(upstreamHeaders(sent, TOKEN)).toEqual({ 'x-admin-token': TOKEN, 'x-tezgah-client': 'local' })
    expect(upstreamHeaders(sent, null)).toEqual({})
  })

  it('drops an allowed header that Connection names', () => {
    const sent = { accept: '*/*', 'idempotency-key': 'k', connection: 'close, Idempotency-Key' }
    expect(upstreamHeaders(sent, null)).toEqual({ accept: '*/*' })
  })

  it('never lets any other name through, whatever it is', () => {
    const allowed = ['accept', 'content-type', 'content-length', 'idempotency-key', 'x-admin-token', 'x-tezgah-client']
    const name = fc.oneof(
      fc.string(),
      fc.string().map((tail) => `x-${tail}`),
      fc.constantFrom('x-admin-role', '__proto__'),
    )
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (headers) => {
        const passed = upstreamHeaders(headers, TOKEN)
        expect(Object.keys(passed).filter((key) => !allowed.includes(key))).toEqual([])
        expect(passed['x-admin-token']).toBe(TOKEN)
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
      'x-admin-token': TOKEN,
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
