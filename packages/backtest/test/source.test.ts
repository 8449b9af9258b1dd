import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const packages = path.join(import.meta.dirname, '../..')
/** What a run is made of: the same inputs give the same bytes only where all of it keeps to the rules below. */
const files = ['core/src/decimal', 'indicators/src', 'backtest/src'].flatMap((folder) =>
  readdirSync(path.join(packages, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file)),
)

/** The code of a file: comments may speak of what the code must not use. */
function codeOf(file: string): string {
  return withoutComments(readFileSync(path.join(packages, file), 'utf8'))
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

// IEEE 754 fixes the last digit of + − × ÷ and √, and of what only picks or rounds; of nothing else.
// The constants are fixed as well.
const EXACT_MATH = [
  'LN2',
  'SQRT2',
  'abs',
  'ceil',
  'clz32',
  'floor',
  'fround',
  'imul',
  'max',
  'min',
  'round',
  'sign',
  'sqrt',
  'trunc',
]

const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['the wall clock', /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(\(\s*\)|(?!\s*\())|(?<!new\s)\bDate\s*\(|\bperformance\b/],
  ['chance', /\bMath\s*\.\s*random\b|\bcrypto\b|\brandomUUID\b/],
  [
    'mathematics whose last digit differs between engines',
    new RegExp(`\\bMath\\b(?!\\s*\\.\\s*(${EXACT_MATH.join('|')})\\b)`),
  ],
  // A BigInt's power is exact, and so is a power of two with a whole exponent.
  ['powers', /(?<!\d+n |\b2 )\*\*|(?<=\b2 )\*\*(?! \d+\b(?!\.))/],
  ['the surroundings', /\bglobalThis\b|\bprocess\b|\bIntl\b/],
  ['the language of the machine', /toLocale\w*|localeCompare/],
  ['code made at run time', /\beval\s*\(|\bnew\s+Function\b|\bimport\s*\(/],
]

describe.each(FORBIDDEN)('no source uses %s', (_what, pattern) => {
  test.each(files)('%s', (file) => {
    expect(codeOf(file).match(pattern)?.[0]).toBeUndefined()
  })
})

test('there are sources to look at', () => {
  expect(files.length).toBeGreaterThan(50)
})

describe('the patterns find what they are for:', () => {
  test.each([
    'const t = Date.now()',
    'const t = new Date()',
    'const t = new Date',
    'const t = Date()',
    'performance.now()',
    'Math.random()',
    'Math.pow(2, 0.5)',
    'Math.exp(x)',
    'Math.hypot(x, y)',
    'const { log } = Math',
    "Math['sin'](x)",
    'x ** 0.5',
    '10 ** 5',
    '2 ** 0.5',
    '2 ** x',
    'globalThis.process',
    'a.localeCompare(b)',
  ])('%s', (code) => {
    expect(FORBIDDEN.some(([, pattern]) => pattern.test(withoutComments(code)))).toBe(true)
  })

  test.each([
    'new Date(time).toISOString()',
    'Math.sqrt(x)',
    '// Math.pow would differ',
    'x * y',
    '10n ** BigInt(x)',
    '2 ** 53',
    'the processed candles',
  ])('but not %s', (code) => {
    expect(FORBIDDEN.some(([, pattern]) => pattern.test(withoutComments(code)))).toBe(false)
  })
})

// `import { z }` is one object, which no bundler can take apart: it brings all of zod's locales, 264 kB of a browser bundle of 675 kB.
test('zod is imported so that a bundler can leave out what is not used', () => {
  const importers = files.filter((file) => /import (?!type).* from 'zod'/.test(codeOf(file)))
  expect(importers.length).toBeGreaterThan(2)
  expect(importers.filter((file) => !/import \* as z from 'zod'/.test(codeOf(file)))).toEqual([])
})
