import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isBtcturkError } from '../src/errors.ts'
import { Signer } from '../src/sign.ts'

/** Made-up keys; signatures computed with two independent implementations of HMAC-SHA256. */
const VECTORS = [
  {
    publicKey: 'test-public-key',
    secret: 'dGVzdC1zZWNyZXQta2V5LWZvci11bml0LXRlc3Rz',
    stamp: 1735689600000,
    rest: '7gyFGcOS+qnq46h/rl83VtpaEAsh8Th3Z3lQrF7g2I0=',
    login: 'uLpuzhycwQqE+aC+WnmBoPSIyBrCPo4I0pyJyq6uF98=',
    undecoded: '38qSfoys8cvFpd0FBe50RUaqT6Dl3iMO7iyblkzlqnw=',
  },
  {
    publicKey: '11111111-2222-4333-8444-555555555555',
    secret: 'OkSHEK00zHMogRIKDqq3AZp6oWv9e1o6',
    stamp: 1700000000000,
    rest: 'dgCKY9NJJ9Whpo8zl3HIXLrCQoMZTmDjrd6vuf7TsyE=',
    login: 'qCI3cM7WzXSkuL7ejNRuX8aRaX9Ouha/CKz69fi6M4c=',
    undecoded: 'n/wpMBmb0CoDNABCwL/rObrlIHRn4NjJhb3lATyI5Lo=',
  },
  {
    publicKey: '00000000-0000-4000-8000-000000000001',
    secret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
    stamp: 1730000000000,
    rest: 'Z2fWUfgkP3aopEk5F8xSfwCyebO6M+zjISRE8NSjBwM=',
    login: '6awGvCcDMWzjmEVKVKHplgETyzYuYkLwu6l6DPyXYP8=',
    undecoded: 'aFYSMXQkOvDKCvqzSDaY/8DXyKl/UPa3RDbRPANY7lU=',
  },
]

describe('Signer', () => {
  it.each(VECTORS)(
    'signs the published vectors of $publicKey',
    ({ publicKey, secret, stamp, rest, login, undecoded }) => {
      const signer = new Signer({ publicKey, secret })
      expect(signer.sign(stamp)).toBe(rest)
      expect(signer.sign(3000)).toBe(login)
      expect(signer.sign(stamp)).not.toBe(undecoded)
    },
  )

  // HMAC-SHA256 of key and stamp under the decoded secret, computed by Python's hmac.
  it.each([
    {
      publicKey: '3f1c2a90-7be4-4d11-9c0e-5a6f7b8c9d01',
      secret: 'AbAVUv+iNKRvpMnSWmSLNr6rBt1KykNaIpHjNZo6WAU=',
      stamp: 1804924800041,
      signature: '7prQ7ZV8PERzihm09I2umr/z8ukJVx5b9YUWswU+aYI=',
    },
    {
      publicKey: 'b7d0e6f2-1a2b-4c3d-8e4f-0a1b2c3d4e5f',
      secret: 'bA+51G07+q7tXT9yad7Q69lzUt28EZPDtd9Ylhdr/eU=',
      stamp: 1804924805000,
      signature: 'ZzS4KUJixbb3cmG99LDyAggRmiBVh5cUO1/w5gVNMcA=',
    },
  ])('signs as another implementation does: $publicKey', ({ publicKey, secret, stamp, signature }) => {
    expect(new Signer({ publicKey, secret }).sign(stamp)).toBe(signature)
  })

  it.each(['', 'not base64!', 'abc', 'dGVzdC1zZWNyZXQ', '!AAAAAAA', 'AAAAAAA!'])(
    'refuses the secret %j and does not repeat it',
    (secret) => {
      const error = errorOf(() => new Signer({ publicKey: 'key', secret }))
      expect(isBtcturkError(error) && error.code).toBe('invalid_request')
      expect(isBtcturkError(error) && error.field).toBe('credentials.secret')
      expect(String(error)).toContain(`${secret.length} characters`)
      if (secret !== '') expect(String(error)).not.toContain(secret)
    },
  )

  it.each([undefined, null, 7, ['AAAA']])('refuses %s as a key', (value) => {
    const wrong = value as unknown as string
    const type = typeof value
    expect(String(errorOf(() => new Signer({ publicKey: 'key', secret: wrong })))).toContain(type)
    expect(String(errorOf(() => new Signer({ publicKey: wrong, secret: 'AAAA' })))).toContain(type)
  })

  it('refuses a public key that could not be a header, and does not repeat it', () => {
    const error = errorOf(() => new Signer({ publicKey: 'key\r\nX: y', secret: 'AAAA' }))
    expect(String(error)).not.toContain('X: y')
    expect(isBtcturkError(error) && error.field).toBe('credentials.publicKey')
  })

  it('does not show its secret', () => {
    const signer = new Signer({ publicKey: 'key', secret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' })
    expect(inspect(signer, { depth: 9, showHidden: true })).not.toMatch(/AAEC|Uint8Array/)
    expect(JSON.stringify(signer)).toBe('{"publicKey":"key"}')
  })
})

function errorOf(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
