import { canonicalJson } from '@tezgah/audit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isCanonical } from '../../src/record/canonical-line.ts'

/** What the quick check stands for: write it again, and compare. */
function slow(text: string, value: unknown): boolean {
  try {
    return canonicalJson(value, { maxDepth: 16 }) === text
  } catch {
    return false
  }
}

const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('10', '9', '1', '__proto__', 'a', 'A', '\ud800'),
)
const { json } = fc.letrec<{ json: unknown; object: unknown }>((tie) => ({
  json: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant('\ud83d'),
    fc.array(tie('json'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(names, tie('json'), { maxKeys: 4, noNullPrototype: true }),
}))

it('gives the same answer as writing the value again', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(0, 1, 2), fc.nat(), (value, how, pick) => {
      const text = JSON.stringify(value)
      // Canonical when it can be, as the engine writes it, or with one character changed.
      const spelled = how === 0 ? (trySpell(JSON.parse(text)) ?? text) : text
      const at = pick % (spelled.length + 1)
      const changed = how === 2 ? `${spelled.slice(0, at)} ${spelled.slice(at)}` : spelled
      const parsed = tryParse(changed)
      if (parsed === undefined) return
      expect(isCanonical(changed, parsed, 16)).toBe(slow(changed, parsed))
    }),
    { numRuns: 2000 },
  )
})

it.each([
  '{"9":1,"10":2}',
  '{"10":2,"9":1}',
  '{"a":1,"a":1}',
  '{"b":1,"a":1}',
  '-0',
  '1.0',
  '1e3',
  '"\\u0041"',
  '"\\ud800"',
  '"\\\\ud800"',
  '"\\u001f"',
  '{"__proto__":1}',
  '"\u2028"',
  `${'['.repeat(17)}${']'.repeat(17)}`,
])('gives the same answer for %s', (text) => {
  expect(isCanonical(text, JSON.parse(text), 16)).toBe(slow(text, JSON.parse(text)))
})

function trySpell(value: unknown): string | null {
  try {
    return canonicalJson(value, { maxDepth: 16 })
  } catch {
    return null
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
