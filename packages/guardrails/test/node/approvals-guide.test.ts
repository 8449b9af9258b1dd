import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const guide = readFileSync(path.join(import.meta.dirname, '../../../../docs/approvals.md'), 'utf8')
const programs = [...guide.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```\n\n```text\n(.*?)```/gs)]

let folder: string

beforeAll(() => {
  // Inside the package, where the programs find it by name.
  folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('has three programs', () => {
  expect(programs.map(([, name]) => name)).toEqual(['trading.ts', 'gate.ts', 'overrides.ts'])
})

it.each(programs.map(([, name = '', code = '', output = '']) => ({ name, code, output })))(
  'the guide shows $name, which prints what it says',
  { timeout: 60_000 },
  async ({ name, code, output }) => {
    writeFileSync(path.join(folder, name), code)
    const env = { ...process.env, NO_COLOR: '1' }
    const flags = ['--conditions=@tezgah/source', name]
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: folder, env })
    expect(stdout).toBe(output)
  },
)
