import { createHash } from 'node:crypto'
import { sha256InPieces } from '@tezgah/core/node/sha256'
import { createSha256, sha256Bytes, sha256Hex } from '@tezgah/core/sha256'
import fc from 'fast-check'
import { expect, it } from 'vitest'

const openssl = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')

it('is the SHA-256 of OpenSSL, of texts, of bytes and of pieces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
      expect(sha256Hex(text)).toBe(openssl(text))
      expect(sha256Hex(bytes)).toBe(openssl(bytes))
      expect(Buffer.from(sha256Bytes(bytes)).toString('hex')).toBe(openssl(bytes))
      const hash = createSha256()
      hash.update(bytes.subarray(0, 7))
      hash.update(bytes.subarray(7))
      expect(hash.digestHex()).toBe(openssl(bytes))
    }),
  )
})

it('is the same when it is taken in many turns', async () => {
  const data = new Uint8Array(3 * 1024 ** 2 + 17).map((_, index) => index * 31)
  expect(await sha256InPieces(data)).toBe(openssl(data))
  expect(await sha256InPieces(new Uint8Array(0))).toBe(openssl(''))
})
