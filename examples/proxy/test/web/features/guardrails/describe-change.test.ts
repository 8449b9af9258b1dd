import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../../web/api/documents.ts'
import {
  differences,
  fractionOf,
  partsOf,
  subjectOf,
  textOf,
} from '../../../../web/features/guardrails/shared/describe-change.ts'

describe('a path', () => {
  it.each([
    ['/strategies/sma-cross', { kind: 'strategy', strategy: 'sma-cross' }],
    ['/strategies/sma-cross/fast', { kind: 'parameter', strategy: 'sma-cross', parameter: 'fast' }],
    ['/strategies/a~1b/c~0d/0', { kind: 'parameter', strategy: 'a/b', parameter: 'c~d › 0' }],
    ['/limits/maxNotional', { kind: 'limit', limit: 'maxNotional' }],
    ['/limits', { kind: 'other', path: '/limits' }],
    ['', { kind: 'other', path: '' }],
  ])('%s says what it is about', (path, subject) => {
    expect(subjectOf(path)).toEqual(subject)
  })
})

describe('a change of a number', () => {
  it.each([
    [10, 12, 0.2],
    ['250000', '125000', -0.5],
    [-10, -5, 0.5],
    [0, 5, null],
    [10, undefined, null],
    ['10 ', '12', null],
    [true, 1, null],
  ])('from %s to %s is the fraction %s', (from, to, fraction) => {
    expect(fractionOf(from, to)).toBe(fraction)
  })
})

describe('a value', () => {
  it('is shown with every digit, and an object part by part', () => {
    expect(textOf('250000.000000000000000001')).toBe('250000.000000000000000001')
    expect([textOf(0.1), textOf(true), textOf(null), textOf(undefined)]).toEqual(['0.1', 'true', 'null', ''])
    expect(partsOf({ fast: 10, name: 'x' })).toEqual([
      ['fast', '10'],
      ['name', 'x'],
    ])
    expect(partsOf([1])).toEqual([])
  })
})

/** Puts the differences into the old document, as an executor would. */
function patched(from: Fields, changes: ReturnType<typeof differences>): unknown {
  const result = structuredClone(from) as Record<string, unknown>
  for (const { path, to } of changes) {
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = keys.pop() ?? ''
    const group = keys.reduce((inside, key) => inside[key] as Record<string, unknown>, result)
    if (to === undefined) delete group[last]
    else group[last] = to
  }
  return result
}

describe('the differences', () => {
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean())
  const document = fc.dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.oneof(leaf, fc.dictionary(fc.constantFrom('a', 'b', '~', '/', 'toString'), leaf, { noNullPrototype: true })),
    { noNullPrototype: true },
  )

  it('lead from one document to the other, and are none only where nothing differs', () => {
    fc.assert(
      fc.property(document, document, (from, to) => {
        const changes = differences(from, to)
        expect(patched(from, changes)).toEqual(to)
        expect(differences(from, from)).toEqual([])
      }),
    )
  })
})
