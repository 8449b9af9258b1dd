import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '../..')
const readme = readFileSync(path.join(root, 'packages/backtest/README.md'), 'utf8')

let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('the README of @tezgah/backtest shows a program that runs', async () => {
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)
  expect(blocks).toHaveLength(2)
  const file = path.join(folder, 'program.ts')
  writeFileSync(file, blocks.join('\n'))
  const { stdout } = await run(process.execPath, ['--conditions=@tezgah/source', file], { cwd: root })
  const [first = '', second = ''] = stdout.trim().split('\n')
  expect(first).toMatch(/^\d+\.\d+ -?\d+\.\d+ \d+$/)
  expect(second).toMatch(/^\d+ \{ lowest: '\d+(\.\d+)?', highest: '\d+(\.\d+)?' \}$/)
})
