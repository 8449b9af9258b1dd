import { describe, expect, it } from 'vitest'
import { createPasswordCheck, PasswordQueueFull } from '../../src/operators/password.ts'
import { passwordDigest } from '../support/operators-file.ts'

const DIGEST = passwordDigest('Ünïcode pass')

describe('a password', () => {
  it('fits its digest, however its letters are composed', async () => {
    const check = createPasswordCheck()
    expect(await check('Ünïcode pass', DIGEST)).toBe(true)
    expect(await check('Ünïcode pass'.normalize('NFD'), DIGEST)).toBe(true)
    expect(await check('Ünïcode pass ', DIGEST)).toBe(false)
    expect(await check('', DIGEST)).toBe(false)
  })

  it('of the digest that others were made with fits too', async () => {
    // RFC 7914 has no vector of this cost; from OpenSSL 3: kdf SCRYPT, pass "pleaseletmein", salt "0123456789abcdef".
    const digest = '$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$wOBlTLx2kTvDnlM7GeRqLPJSaL8dgO6Mbiarn6WFHEI'
    expect(await createPasswordCheck()('pleaseletmein', digest)).toBe(true)
  })

  it('of nobody fits nothing', async () => {
    expect(await createPasswordCheck()('anything', null)).toBe(false)
  })

  it('waits for its turn, and is turned away where 32 wait', async () => {
    const check = createPasswordCheck()
    const cheap = passwordDigest('Ünïcode pass', 4)
    const asked = Array.from({ length: 40 }, () => check('x', cheap).catch((error: unknown) => error))
    const outcomes = await Promise.all(asked)
    expect(outcomes.filter((outcome) => outcome === false)).toHaveLength(34)
    expect(outcomes.filter((outcome) => outcome instanceof PasswordQueueFull)).toHaveLength(6)
    expect(await check('x', cheap), 'and the next is served').toBe(false)
  })
})
