import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeOperatorsFolder, type OperatorsFolder } from './support/operators-file.ts'

const MAIN = path.join(import.meta.dirname, '../src/main.ts')

let folder: OperatorsFolder
beforeAll(() => {
  folder = makeOperatorsFolder()
})
afterAll(() => folder.remove())

function start(env: Readonly<Record<string, string>>) {
  const settings = {
    ADMIN_TOKEN: 'canary-0f3a9c51d2b7',
    PROXY_PORT: '0',
    OPERATORS_FILE: folder.file,
    PUBLIC_ORIGIN: '',
  }
  const options = { env: { ...process.env, ...settings, ...env }, encoding: 'utf8', timeout: 30_000 } as const
  return spawnSync(process.execPath, ['--conditions=@tezgah/source', MAIN], options)
}

it('does not start with an operators file that is not usable, and says what is wrong', { timeout: 40_000 }, () => {
  folder.writeText('{"version":1,"operators":[{"id":"ada","role":"king","tokens":[]}]}')
  const { status, stderr } = start({})
  expect([status, stderr]).toEqual([2, expect.stringContaining('operators.0.role')])
})

it('does not start with settings that are not usable, and names all of them', { timeout: 40_000 }, () => {
  const { status, stderr } = start({ PUBLIC_ORIGIN: 'http://desk.test', TRUSTED_HOPS: '9' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/PUBLIC_ORIGIN must be an https:/)
  expect(stderr).toMatch(/TRUSTED_HOPS must be a whole number from 1 to 8/)
  expect(stderr).not.toContain('canary')
})
