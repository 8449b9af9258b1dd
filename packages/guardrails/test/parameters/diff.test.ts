import { diffParameters, type JsonValue } from '@tezgah/guardrails'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parametersProblem } from '../../src/parameters/parameters.ts'
import { seed } from '../seed.ts'

const diff = (from: unknown, to: unknown) => diffParameters({ values: from as JsonValue }, { values: to as JsonValue })

it('does not mind the order of keys', () => {
  expect(diff({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([])
})

it('tells a number from its text, and null, false, zero and nothing from one another', () => {
  expect(diff({ a: 1 }, { a: '1' })).toEqual([{ path: '/a', kind: 'typeChanged', from: 1, to: '1' }])
  const values = [null, false, 0, '', [], {}, undefined]
  for (const from of values) {
    for (const to of values) {
      const sides = [from, to].map((value) => (value === undefined ? {} : { a: value }))
      expect(diff(sides[0], sides[1]).length, `${JSON.stringify(from)} to ${JSON.stringify(to)}`).toBe(
        from === to || (Array.isArray(from) && Array.isArray(to)) ? 0 : 1,
      )
    }
  }
})

it('shows removed and added keys, and arrays place by place', () => {
  expect(diff({ a: 1 }, { b: 1 })).toEqual([
    { path: '/a', kind: 'removed', from: 1 },
    { path: '/b', kind: 'added', to: 1 },
  ])
  expect(diff([1, 2, 3], [1, 3]).map(({ path, kind }) => [path, kind])).toEqual([
    ['/1', 'changed'],
    ['/2', 'removed'],
  ])
  expect(diff({ a: [] }, { a: {} })).toMatchObject([{ kind: 'typeChanged' }])
})

it('sees __proto__ and constructor as keys like any other', () => {
  const evil = JSON.parse('{"__proto__":{"max":1},"constructor":2}')
  expect(diff({}, evil).map(({ path }) => path)).toEqual(['/__proto__', '/constructor'])
  expect(diff(evil, JSON.parse('{"__proto__":{"max":9},"constructor":2}'))).toMatchObject([
    { path: '/__proto__/max', from: 1, to: 9 },
  ])
})

it('shows the difference between keys that look alike', () => {
  // Latin a and Cyrillic а, composed and decomposed é, a zero-width space.
  expect(diff({ max: 1 }, { 'm\u0430x': 1 }).map(({ path }) => path)).toEqual(['/m\\u{430}x', '/max'])
  expect(diff({ '\u00e9': 1 }, { 'e\u0301': 1 }).map(({ path }) => path)).toEqual(['/\\u{e9}', '/e\\u{301}'])
  expect(diff({ a: 1, 'a\u200b': 1 }, { a: 1 })).toMatchObject([{ path: '/a\\u{200b}', kind: 'removed' }])
  expect(diff({}, { 'a/b~c d\\u{20}': 1 })).toMatchObject([{ path: '/a~1b~0c\\u{20}d\\u{5c}u{20}' }])
})

it('shows a default that changes under a value that is not set, and not one that has no effect', () => {
  const [from, to] = [{ risk: { max: 1, min: 0 } }, { risk: { max: 2, min: 5 } }]
  const changes = diffParameters(
    { values: { risk: { min: 3 } }, defaults: from },
    { values: { risk: { min: 3 } }, defaults: to },
  )
  expect(changes).toEqual([{ path: '/risk/max', kind: 'defaultChanged', from: 1, to: 2 }])
  expect(diffParameters({ values: {}, defaults: {} }, { values: {}, defaults: { x: 1 } })).toMatchObject([
    { path: '/x', kind: 'defaultChanged', to: 1 },
  ])
})

it('refuses what is not JSON data, and what JSON would change silently', () => {
  let deep: unknown = 1
  for (let level = 0; level < 20; level++) deep = [deep]
  const holes = [1, 2, 3]
  delete holes[1]
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, -0, undefined, () => 1, 1n, new Date(0), holes, '\ud800', deep]
  const objects = [
    { '\udfff': 1 },
    {
      get a() {
        return 1
      },
    },
    { [Symbol('a')]: 1 },
    Object.create({ a: 1 }),
    new Map(),
  ]
  const long = [{ a: 'x'.repeat(70_000) }, Array.from({ length: 10_001 }, () => 1)]
  for (const value of [...odd, ...objects, ...long, { toJSON: () => 1 }]) {
    expect(parametersProblem({ values: { value } }, 'current'), String(typeof value)).toMatch(/^current/)
  }
  expect(parametersProblem({ values: 1, extra: 1 }, 'current')).toMatch(/values and defaults/)
  expect(parametersProblem({ values: JSON.parse('{"__proto__":1}') }, 'current')).toBeNull()
})

it(`finds a difference exactly where JSON differs (seed ${seed})`, { timeout: 60_000 }, () => {
  const plain = fc.jsonValue({ maxDepth: 4 }).filter((value) => parametersProblem({ values: value }, 'x') === null)
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      expect(diff(a, JSON.parse(JSON.stringify(a)))).toEqual([])
      const changes = diff(a, b)
      const back = diff(b, a)
      expect(back.map(({ path }) => path)).toEqual(changes.map(({ path }) => path))
      expect(new Set(changes.map(({ path }) => path)).size).toBe(changes.length)
      if (changes.length === 0) expect(a).toEqual(b)
    }),
    { seed, numRuns: 1000 },
  )
})
