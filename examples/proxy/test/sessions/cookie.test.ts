import { describe, expect, it } from 'vitest'
import { noSessionCookie, readSessionCookie, sessionCookie } from '../../src/sessions/cookie.ts'
import { SHARED } from '../support/open-proxy.ts'

const LOCAL = { kind: 'local' } as const
const ID = 'a'.repeat(43)

describe('the cookie', () => {
  it('is out of reach of scripts, of other sites and of plain HTTP', () => {
    expect(sessionCookie(SHARED, ID)).toBe(`__Host-tezgah=${ID}; Path=/; HttpOnly; SameSite=Strict; Secure`)
    expect(sessionCookie(LOCAL, ID)).toBe(`tezgah=${ID}; Path=/; HttpOnly; SameSite=Strict`)
    expect(noSessionCookie(SHARED)).toBe('__Host-tezgah=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure')
  })

  it.each([
    [undefined, 'none'],
    ['other=1; tezgah2=x', 'none'],
    [`tezgah=${ID}`, { id: ID }],
    [`other=1;tezgah=${ID}; more=2`, { id: ID }],
    [`tezgah=${ID}; tezgah=${'b'.repeat(43)}`, 'unusable'],
    ['tezgah=short', 'unusable'],
    [`tezgah="${ID}"`, 'unusable'],
    [`Tezgah=${ID}`, 'none'],
  ])('of %s is %o', (header, found) => {
    expect(readSessionCookie(LOCAL, header)).toEqual(found)
  })

  it('of the other mode does not count', () => {
    expect(readSessionCookie(SHARED, `tezgah=${ID}`)).toBe('none')
  })
})
