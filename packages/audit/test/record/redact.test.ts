import { appendRecord, EMPTY_CHAIN, isSecretName, REDACTED, redactEvent } from '@tezgah/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyEvent, event, stampOf } from '../events.ts'

describe('isSecretName', () => {
  it.each([
    'token',
    'X-Admin-Token',
    'ADMIN_TOKEN',
    'apiKey',
    'api-key',
    'clientSecret',
    'Authorization',
    'proxy-authorization',
    'Set-Cookie',
    'newPassword',
    'private_key',
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each(['strategy', 'key', 'params', 'actor', 'idempotencyKey', ''])('not %s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('redactEvent', () => {
  it('masks what stands under a secret name, however deep, and keeps the rest', () => {
    const details = {
      headers: [{ 'X-Admin-Token': 'abc', host: 'x' }],
      password: { old: 1 },
      hasToken: true,
      token: null,
    }
    expect(redactEvent({ ...event(0), details }).details).toEqual({
      headers: [{ 'X-Admin-Token': REDACTED, host: 'x' }],
      password: REDACTED,
      hasToken: true,
      token: null,
    })
  })

  it('masks a known secret inside any text of the event, the longer one first', () => {
    const secrets = ['tezgah-canary', 'tezgah-canary-long']
    const masked = redactEvent(
      {
        actor: 'a tezgah-canary-long',
        action: 'tezgah-canarytezgah-canary',
        subject: '/x?t=tezgah-canary&y',
        outcome: 'refused',
        correlationId: 'tezgah-canary',
        details: { list: [['Bearer tezgah-canary-long']] },
      },
      secrets,
    )
    expect(masked).toEqual({
      actor: 'a [redacted]',
      action: '[redacted][redacted]',
      subject: '/x?t=[redacted]&y',
      outcome: 'refused',
      correlationId: '[redacted]',
      details: { list: [['Bearer [redacted]']] },
    })
  })

  it('refuses a field whose name holds a known secret, without quoting it', () => {
    const call = () => redactEvent({ ...event(0), details: { 'x-tezgah-canary': 1 } }, ['tezgah-canary'])
    expect(call).toThrow('details: a field has a secret as its name')
    expect(call).not.toThrow('canary')
  })

  it('refuses secrets that are too short to be distinguished from words', () => {
    expect(() => redactEvent(event(0), ['short'])).toThrow(
      new RangeError('secrets: each must have at least 8 characters'),
    )
  })

  it('refuses a huge sparse array at once', () => {
    const sparse: string[] = []
    sparse.length = 4_000_000_000
    expect(() => redactEvent({ ...event(0), details: { sparse } })).toThrow(
      '$.details.sparse[0]: JSON has no undefined',
    )
  })

  it('does not record a text that masking made too long', () => {
    const actor = 'canary-7'.repeat(32)
    expect(() => appendRecord(EMPTY_CHAIN, { ...event(0), actor }, stampOf(0), { secrets: ['canary-7'] })).toThrow(
      'actor must have 1 to 256 characters, had 320',
    )
  })

  it('lets a known secret into no line, wherever it was put', () => {
    const canary = 'canary-7f3a9c'
    const places = ['actor', 'subject', 'correlationId'] as const
    fc.assert(
      fc.property(anyEvent, fc.constantFrom(...places), fc.string(), (any, place, around) => {
        const hidden = {
          ...any,
          [place]: `${around.slice(0, 50)}${canary}`,
          details: { deep: [{ note: canary + around }] },
        }
        const { line } = appendRecord(EMPTY_CHAIN, hidden, stampOf(0), { secrets: [canary] })
        expect(new TextDecoder().decode(line)).not.toContain(canary)
      }),
    )
  })
})
