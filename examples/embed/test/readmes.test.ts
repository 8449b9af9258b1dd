import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPacked } from './consumer.ts'

const run = promisify(execFile)
const packages = path.join(import.meta.dirname, '../../../packages')

/** Packages whose first program needs no exchange; that of btcturk runs against the simulator in the client's own tests. */
const NAMES = ['core', 'indicators', 'backtest', 'guardrails', 'audit', 'metrics', 'simulator', 'runner']

/** Packing and installing are slow on a small machine. */
const TIMEOUT_MS = 120_000

describe('the first program of a README, in a project that has installed the package', { timeout: TIMEOUT_MS }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-readmes-'))
  beforeAll(() => installPacked(folder, [...NAMES, 'btcturk'], ['zod', 'prom-client']), TIMEOUT_MS)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(NAMES)('runs for %s and prints something', async (name) => {
    const programs = programsOf(readFileSync(path.join(packages, name, 'README.md'), 'utf8'))
    for (const { file, code } of programs) writeFileSync(path.join(folder, file), code)
    const { stdout } = await run(process.execPath, [programs.at(-1)!.file], { cwd: folder })
    expect(stdout.trim()).not.toBe('')
  })
})

/** The first block of code, or all blocks that name their file in their first line. */
function programsOf(readme: string): readonly { readonly file: string; readonly code: string }[] {
  const blocks = [...readme.matchAll(/```[tj]s\n(?:\/\/ ([\w-]+\.\w+)\n)?(.*?)```/gs)]
  const programs = blocks.map(([, file = 'program.ts', code = '']) => ({ file, code }))
  const named = programs.filter(({ file }) => file !== 'program.ts')
  return named.length > 0 ? named : programs.slice(0, 1)
}
