import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('the program ends as its README says', { timeout: 60_000 }, async () => {
  const folder = path.join(import.meta.dirname, '..')
  const promised = /ends with `(.*?)`/.exec(readFileSync(path.join(folder, 'README.md'), 'utf8'))![1]
  const program = ['--conditions=@tezgah/source', path.join(folder, 'src/main.ts')]
  const { stdout } = await promisify(execFile)(process.execPath, program)
  expect(stdout.trim().split('\n').at(-1)).toBe(promised)
})
