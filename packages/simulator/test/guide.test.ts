import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { HTTP_FAULTS, SOCKET_FAULTS } from '../src/index.ts'

const run = promisify(execFile)
const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8')

it('the guide shows a program that prints what it says', { timeout: 60_000 }, async () => {
  const code = /```ts\n\/\/ simulate\.ts\n(.*?)```/s.exec(guide)![1]!
  const promised = /This prints `(.*?)`/.exec(guide)![1]
  // Inside the package, where the program finds it by name.
  const folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
  const file = path.join(folder, 'simulate.ts')
  writeFileSync(file, code)
  const { stdout } = await run(process.execPath, ['--conditions=@tezgah/source', file]).finally(() =>
    rmSync(folder, { recursive: true }),
  )
  expect(stdout.trim()).toBe(promised)
})

it('the guide names every fault', () => {
  for (const fault of [...HTTP_FAULTS, ...SOCKET_FAULTS]) expect(guide).toContain(`\`${fault}\``)
})
