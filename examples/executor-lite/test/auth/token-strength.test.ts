import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bindAddressProblem } from '../../src/auth/bind-address.ts'
import { tokenProblem } from '../../src/auth/token-strength.ts'

describe('tokenProblem', () => {
  it.each([
    'a'.repeat(64),
    'abcdefghijklmnopqrstuvwxyz',
    '0123456789012345678901234567',
    'abababababababababab',
    'zyxwvutsrqponmlkjihg',
  ])('refuses %s as easy to guess, without repeating it', (token) => {
    const problem = tokenProblem(token)
    expect(problem).toContain('can be guessed')
    expect(problem).not.toContain(token)
  })

  it.each([
    '',
    'Zx9!kQ2#vB7$m',
    'x'.repeat(513),
    'with a space in it 123',
    'ünïcödé-ünïcödé-ünïcödé',
    'tab\tand-newline\n-1234',
  ])('refuses %j by its form', (token) => expect(tokenProblem(token)).toContain('16 to 512 visible ASCII'))

  it('takes every token of random bits', () => {
    for (let i = 0; i < 2_000; i++) {
      expect(tokenProblem(randomBytes(32).toString('base64url'))).toBeNull()
      expect(tokenProblem(randomBytes(16).toString('hex'))).toBeNull()
      expect(tokenProblem(`tzg_${randomBytes(32).toString('base64url')}`)).toBeNull()
    }
  })
})

describe('bindAddressProblem', () => {
  it.each(['127.0.0.1', '127.8.0.1', '::1', 'localhost', '::ffff:127.0.0.1'])('takes %s', (host) => {
    expect(bindAddressProblem(host, false)).toBeNull()
  })

  it.each(['0.0.0.0', '::', '192.168.1.5', '2001:db8::1', '::ffff:10.0.0.1', '1.127.0.0', '::2'])(
    'takes %s only when told so',
    (host) => {
      expect(bindAddressProblem(host, false)).toContain('is not of this machine only')
      expect(bindAddressProblem(host, true)).toBeNull()
    },
  )

  it.each(['', 'example.com', '127.0.0.1.nip.io', 'localhost.', '127.1'])('never takes %j', (host) => {
    expect(bindAddressProblem(host, true)).toBe('must be an IP address or localhost')
  })
})
