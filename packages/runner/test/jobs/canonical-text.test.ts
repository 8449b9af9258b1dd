import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRunnerError, requestDigest } from '../../src/index.ts'
import { canonicalText } from '../../src/jobs/canonical-text.ts'

/** How addresses were written since the first release: the oracle. */
function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(',')}}`
}

/** Values of JSON, with any key, any string (lone surrogates included), any double that JSON has, and members that are `undefined`. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'binary' }), fc.option(tie('value'), { nil: undefined })),
  ),
})).value

describe('canonicalText', () => {
  it('writes every value as the first release did, so that addresses of stored jobs keep their bytes', () => {
    fc.assert(fc.property(json, (value) => void expect(canonicalText(value)).toBe(write(value))))
  })

  it('writes equal values alike in any order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalText(reversed)).toBe(canonicalText(value))
      }),
    )
  })

  it.each([
    ['NaN', { params: { size: Number.NaN } }, '$.params.size'],
    ['a date', { at: new Date(0) }, '$.at'],
    ['a bigint', [1n], '$[0]'],
    ['a function', { run: () => 1 }, '$.run'],
  ])('refuses %s as an invalid request and names where it is', (_, value, path) => {
    const refused = () => canonicalText(value)
    expect(refused).toThrow(expect.objectContaining({ code: 'invalid_request' }))
    expect(refused).toThrow(`the request must be JSON: ${path}`)
  })

  it('refuses what nests deeper than 500 levels', () => {
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown
    expect(canonicalText(nested(500))).toHaveLength(1_000)
    expect(() => canonicalText(nested(501))).toThrow(expect.toSatisfy(isRunnerError))
  })
})

it('the digest of a request is the SHA-256 of its canonical text', () => {
  expect(requestDigest({ b: undefined, a: [1, 'x', null] })).toBe(
    'cf946966268a847cf33ffefa5b616e3e6f8eb1333575ed1716fa60602d565ff7',
  )
})
