import path from 'node:path'
import { expect, it } from 'vitest'
import { runCli } from '../../../src/run-cli.ts'
import { fakeIo } from '../../fake-io.ts'

const cwd = path.join(import.meta.dirname, '../../fixtures')
const database = 'postgres://tezgah:secret@127.0.0.1:1/tezgah'
const base = ['worker', '--strategies', 'worker/strategies.ts', '--datasets', '../../../../examples/data']

it.each<[args: string[], code: number, message: string]>([
  [['worker'], 2, "required option '--datasets <folder>' not specified"],
  [[...base], 2, '--database is missing, and DATABASE_URL is not set'],
  [[...base, '--database', 'mysql://x'], 2, '--database must begin with postgres:// or postgresql://'],
  [[...base, '--concurrency', '0'], 2, 'Give a whole number from 1 to 256'],
  [[...base, '--strategies', 'nothing.ts'], 2, 'nothing.ts'],
  [[...base, '--strategies', 'candles.csv'], 2, 'candles.csv'],
  [['worker', '--strategies', 'worker/strategies.ts', '--datasets', 'worker'], 2, 'has no dataset'],
  [['worker', '--strategies', 'worker/strategies.ts', '--datasets', 'nowhere'], 2, 'nowhere'],
  [[...base, '--database', database], 1, 'cannot open the job store in PostgreSQL: '],
])('%j ends with %i and says why', async (args, code, message) => {
  const io = fakeIo({ cwd })
  expect(await runCli(args, io)).toBe(code)
  expect(io.stderr.text()).toContain(message)
  expect(io.stderr.text()).not.toContain('secret')
  expect(io.stderr.text()).not.toMatch(/\n\s+at /)
})
