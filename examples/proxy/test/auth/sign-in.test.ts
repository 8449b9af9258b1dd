import { afterEach, beforeEach, expect, it } from 'vitest'
import { type SignInDeps, signIn } from '../../src/auth/sign-in.ts'
import { OperatorDirectory } from '../../src/operators/directory.ts'
import { PasswordQueueFull } from '../../src/operators/password.ts'
import { SignInLimits } from '../../src/sessions/sign-in-limits.ts'
import { makeOperatorsFolder, type OperatorsFolder, passwordDigest } from '../support/operators-file.ts'

const DIGEST = passwordDigest('right')
const ADA = { id: 'ada', role: 'risk' as const, tokens: [], password: DIGEST }
const BOT = { id: 'bot', role: 'viewer' as const, tokens: [] }

let folder: OperatorsFolder
let operators: OperatorDirectory
/** What a password was compared with, each time. */
let compared: (string | null)[]
let lines: string[]
let deps: SignInDeps

beforeEach(() => {
  folder = makeOperatorsFolder()
  folder.write([ADA, BOT])
  operators = new OperatorDirectory(folder.file, (error) => {
    throw error
  })
  compared = []
  lines = []
  deps = {
    operators,
    limits: new SignInLimits({ now: () => 0, pause: async () => undefined }),
    log: (line) => lines.push(line),
    checkPassword: async (password, digest) => {
      compared.push(digest)
      return password === 'right' && digest !== null
    },
  }
})
afterEach(() => folder.remove())

const attempt = (operator: string, password = 'right') => signIn({ operator, password, peer: '203.0.113.7' }, deps)

it('costs one comparison for everybody: who exists, who does not, and who has no password', async () => {
  expect(await attempt('ada')).toMatchObject({ id: 'ada' })
  for (const nobody of ['eve', 'bot', '__proto__'])
    await expect(attempt(nobody)).rejects.toMatchObject({ problem: { status: 401 } })
  expect(compared).toEqual([DIGEST, null, null, null])
})

it('writes down who tried, never what was typed', async () => {
  await attempt('ada')
  await attempt('ada', 'wrong').catch(() => undefined)
  await attempt('my password by mistake').catch(() => undefined)
  expect(lines).toEqual([
    'sign-in of ada from 203.0.113.7: ok',
    'sign-in of ada from 203.0.113.7: wrong credentials',
    'sign-in of (unknown) from 203.0.113.7: wrong credentials',
  ])
})

it('fails where the password was changed, or the operator removed, while it was looked at', async () => {
  const during = (change: () => void): void => {
    deps = {
      ...deps,
      checkPassword: async () => {
        change()
        operators.refresh()
        return true
      },
    }
  }
  during(() => folder.write([{ ...ADA, password: passwordDigest('another') }]))
  await expect(attempt('ada')).rejects.toMatchObject({ problem: { status: 401 } })
  during(() => folder.write([]))
  await expect(attempt('ada')).rejects.toMatchObject({ problem: { detail: expect.stringContaining('operator add') } })
})

it('says how long to wait where too many passwords are looked at', async () => {
  const checkPassword = async (): Promise<boolean> => {
    throw new PasswordQueueFull()
  }
  deps = { ...deps, checkPassword }
  await expect(attempt('ada')).rejects.toMatchObject({ problem: { status: 429 }, headers: { 'retry-after': '5' } })
})
