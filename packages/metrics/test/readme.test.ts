import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('has a README whose program runs and prints what it counted', { timeout: 60_000 }, async () => {
  const home = fileURLToPath(new URL('..', import.meta.url))
  const readme = await readFile(path.join(home, 'README.md'), 'utf8')
  const program = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? ''
  const flags = ['--conditions=@tezgah/source', '--input-type=module-typescript', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: home })
  expect(stdout).toContain('backtest_done_total{status="done"} 1')
})
