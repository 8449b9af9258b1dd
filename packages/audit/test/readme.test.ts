import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const home = fileURLToPath(new URL('..', import.meta.url))
const readme = await readFile(path.join(home, 'README.md'), 'utf8')
const programs = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, program = '']) => program)

it.each(programs)(
  'has a README whose program %$ runs and prints what it says',
  { timeout: 60_000 },
  async (program) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
    try {
      const code = program.replaceAll("'logs/", `'${folder.replaceAll('\\', '/')}/logs/`)
      const flags = ['--conditions=@tezgah/source', '--input-type=module-typescript', '--eval', code]
      const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: home })
      const promised = [...program.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, line]) => line)
      expect(promised.length).toBeGreaterThan(1)
      expect(stdout.trim().split('\n')).toEqual(promised)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)

it('has a README with two programs', () => {
  expect(programs.length).toBe(2)
})
