import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

/**
 * What betrays a second copy of a mechanism that `@tezgah/core` has: a library that is its room's business, or a call that only its
 * room makes. A file that has a reason of its own is listed with it.
 */
type Mechanism = {
  readonly name: string
  readonly home: string
  readonly pattern: RegExp
  readonly others: Readonly<Record<string, string>>
}

const MECHANISMS: readonly Mechanism[] = [
  {
    name: 'exact decimals',
    home: '@tezgah/core/decimal',
    pattern: /from '(decimal\.js|big\.js|bignumber\.js)'|class \w*Decimal\b/,
    others: {},
  },
  { name: 'canonical JSON', home: '@tezgah/core/canonical-json', pattern: /from 'canonicalize'/, others: {} },
  {
    name: 'typed events',
    home: '@tezgah/core/emitter',
    pattern: /from 'eventemitter3'|extends EventEmitter/,
    others: {},
  },
  {
    name: 'exponential backoff',
    home: '@tezgah/core/backoff',
    pattern: /\*\s*2 \*\* \(?(attempt|tries|failures)/i,
    others: {},
  },
  {
    name: 'making a folder durable',
    home: '@tezgah/core/node/durable-file',
    pattern: /function syncFolder|syncFolder\w*\s*=/,
    others: {},
  },
  {
    name: 'description of a value',
    home: '@tezgah/core/describe',
    pattern: /function describe(Value)?\(value/,
    others: {
      'packages/guardrails/src/context/read.ts': 'its words stand in recorded verdicts',
      'packages/backtest/src/testing/describe-call.ts': 'writes a call with all of its terms, equal for equal calls',
    },
  },
  {
    name: 'stopping on a signal',
    home: '@tezgah/core/node/shutdown',
    pattern: /process\.(on|once)\(\s*(signal|'SIG(TERM|INT)')/,
    others: {},
  },
]

function sourcesOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => ['src', 'web'].map((tree) => path.join(folder, entry.name, tree)))
    .flatMap((tree) => filesBelow(tree))
}

function filesBelow(tree: string): string[] {
  try {
    return readdirSync(path.join(root, tree), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
      .map((file) => path.join(tree, file).replaceAll(path.sep, '/'))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
}

const files = [...sourcesOf('packages'), ...sourcesOf('examples')]
  .filter((file) => !file.startsWith('packages/core/'))
  .map((file) => ({ file, source: readFileSync(path.join(root, file), 'utf8') }))

describe('one home', () => {
  it('is looked for in every package', () => {
    expect(files.length).toBeGreaterThan(500)
  })

  it.each(MECHANISMS)('of $name is $home', ({ pattern, others }) => {
    const copies = files.filter(({ source }) => pattern.test(source)).map(({ file }) => file)
    expect(copies.filter((file) => !(file in others))).toEqual([])
    expect(Object.keys(others).filter((file) => !copies.includes(file))).toEqual([])
  })
})
