import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { CORES } from './cores.mjs'

const conditions = ['@tezgah/source', 'module', 'development|production']
const { tests } = CORES[process.env.TEZGAH_PACKAGE]

// Tests import their package by its name, which would lead past the mutated copy.
const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'))
const alias = Object.entries(exports ?? {}).flatMap(([subpath, target]) => {
  const source = target['@tezgah/source']
  return source ? [{ find: new RegExp(`^${name}${subpath.slice(1)}$`), replacement: path.resolve(source) }] : []
})

process.env.TEZGAH_SEED ??= '20261124'

export default defineConfig({
  root: process.cwd(),
  resolve: { conditions, alias },
  ssr: { resolve: { conditions: ['node', ...conditions] } },
  test: {
    include: tests.filter((pattern) => !pattern.startsWith('!')),
    exclude: tests.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)),
    setupFiles: [path.join(import.meta.dirname, '../../examples/testkit/vitest/seed.ts')],
    testTimeout: 60_000,
  },
})
