import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256InPieces } from '../src/canonical.ts'
import { canonicalJson, sha256Hex } from '../src/index.ts'

describe('canonicalJson', () => {
  it('writes equal values alike, whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(reversed)).toBe(canonicalJson(value))
      }),
    )
  })

  it('is JSON that reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: [1, 'x', null] })).toBe('{"a":[1,"x",null]}')
  })
})

it('hashes as the standard says', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

it.each([0, 1, 1024 ** 2, 2 * 1024 ** 2 + 1])('hashes %s bytes in pieces as in one', async (length) => {
  const bytes = new Uint8Array(length).fill(7)
  expect(await sha256InPieces(bytes)).toBe(sha256Hex(bytes))
})
