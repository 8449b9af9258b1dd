import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readOperatorsFile } from '@tezgah/core/node/operators-file'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { TokenRegistry } from '../../src/auth/token-registry.ts'
import { REPOSITORY } from '../../src/environment.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-token-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The command line as a process of its own: what it writes is what the service has to read. */
const run = (command: readonly string[], input = '') => {
  const main = path.join(REPOSITORY, 'packages', 'cli', 'src', 'main.ts')
  const args = ['--conditions=@tezgah/source', main, ...command, '--file', 'operators.json']
  return execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
}
const tezgah = (verb: string, ...args: string[]) => run(['token', verb, ...args])

it('the service knows whom tezgah token has made, through a rotation and a revocation', () => {
  let steady = 0
  let wall = Date.now()
  const operators = new TokenRegistry(
    path.join(folder, 'operators.json'),
    'canary-7f3a9c51e8d24b60',
    () => steady,
    (error) => {
      throw error
    },
  )
  const authenticate = createAuthenticator({ operators, now: () => wall })
  const roleOf = (token: string) => {
    steady += 250
    const verdict = authenticate({ rawHeaders: ['x-admin-token', token.trim()] })
    return typeof verdict === 'object' ? `${verdict.operator.id} ${verdict.operator.role}` : verdict
  }
  const old = tezgah('new', 'ayse', '--role', 'risk')
  expect(roleOf(old)).toBe('ayse risk')
  const fresh = tezgah('rotate', 'ayse', '--overlap', '1h')
  expect([roleOf(old), roleOf(fresh)]).toEqual(['ayse risk', 'ayse risk'])
  wall = Date.now() + 3_600_000
  expect([roleOf(old), roleOf(fresh)]).toEqual(['wrong', 'ayse risk'])
  tezgah('revoke', 'ayse')
  expect(roleOf(fresh)).toBe('wrong')
}, 60_000)

it('the service reads what tezgah operator writes, and lets nobody in by it', () => {
  const password = 'kara kutu 7 deniz'
  const certificate = 'ab'.repeat(32)
  run(['operator', 'add', 'burak', '--role', 'risk', '--password-stdin', '--certificate', certificate], password)
  const proxy = tezgah('new', 'proxy', '--role', 'admin', '--speaks-for-others').trim()
  const file = path.join(folder, 'operators.json')
  const told = (error: unknown) => {
    throw error
  }
  const operators = new TokenRegistry(file, 'canary-7f3a9c51e8d24b60', () => 0, told)
  const authenticate = createAuthenticator({ operators, now: Date.now })
  const verdictOn = (token: string) => authenticate({ rawHeaders: ['x-admin-token', token] })
  expect(readOperatorsFile(file)).toMatchObject([
    {
      id: 'burak',
      role: 'risk',
      tokens: [],
      certificates: [certificate],
      password: expect.stringMatching(/^\$scrypt/),
    },
    { id: 'proxy' },
  ])
  expect(verdictOn(proxy)).toMatchObject({ operator: { id: 'proxy' }, speaksForOthers: true })
  expect([verdictOn(password), verdictOn(certificate)]).toEqual(['wrong', 'wrong'])
}, 60_000)
