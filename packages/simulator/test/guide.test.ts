import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { HTTP_FAULTS, SOCKET_FAULTS } from '../src/index.ts'

const run = promisify(execFile)
const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8')

/** What a program prints, run inside the package, where it finds the packages by name. */
async function output(code: string): Promise<string> {
  const folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
  const file = path.join(folder, 'simulate.ts')
  writeFileSync(file, code)
  const { stdout } = await run(process.execPath, ['--conditions=@tezgah/source', file]).finally(() =>
    rmSync(folder, { recursive: true }),
  )
  return stdout.trim()
}

it('the guide shows a program that prints what it says', { timeout: 60_000 }, async () => {
  const code = /```ts\n\/\/ simulate\.ts\n(.*?)```/s.exec(guide)![1]!
  expect(await output(code)).toBe(/This prints `(.*?)`/.exec(guide)![1])
})

it('the README shows a program that prints what it says', { timeout: 60_000 }, async () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8')
  const code = /```ts\n(.*?)```/s.exec(readme)![1]!
  expect(await output(code)).toBe(/console\.log\(.* \/\/ (.*)$/m.exec(code)![1])
})

it('the guide names every fault', () => {
  for (const fault of [...HTTP_FAULTS, ...SOCKET_FAULTS]) expect(guide).toContain(`\`${fault}\``)
})
