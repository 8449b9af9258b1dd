import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { TokenRegistry } from '../../src/auth/token-registry.ts'

const ADMIN = 'canary-7f3a9c51e8d24b60'
const OLD = 'tzg_old-old-old-old'
const NEW = 'tzg_new-new-new-new'
const T0 = Date.UTC(2026, 0, 1)

let folder: string
let clock: { wall: number; steady: number }
let problems: unknown[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-operators-'))
  clock = { wall: T0, steady: 0 }
  problems = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => path.join(folder, 'operators.json')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const token = (text: string, id: string, expiresAt: string | null = null) => ({
  id,
  sha256: sha256(text),
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt,
})
const write = (operators: unknown, mode = 0o600) =>
  writeFileSync(file(), JSON.stringify({ version: 1, operators }), { mode })
const rotating = [
  {
    id: 'ayse',
    role: 'risk',
    tokens: [token(OLD, 't1', new Date(T0 + 1_000).toISOString()), token(NEW, 't2')],
  },
]

const open = () => {
  const operators = new TokenRegistry(
    file(),
    ADMIN,
    () => clock.steady,
    (error) => problems.push(error),
  )
  const authenticate = createAuthenticator({ operators, now: () => clock.wall })
  return (...tokens: string[]) => authenticate({ rawHeaders: tokens.flatMap((value) => ['X-Admin-Token', value]) })
}

describe('the authenticator', () => {
  it('knows the admin without any file', () => {
    const operator = { id: 'admin', role: 'admin', credential: 'ADMIN_TOKEN' }
    expect(open()(ADMIN)).toEqual({ operator, speaksForOthers: true })
  })

  it('takes both tokens of a rotation until the old one ends', () => {
    write(rotating)
    const send = open()
    expect(send(OLD)).toEqual({ operator: { id: 'ayse', role: 'risk', credential: 'ayse/t1' } })
    expect(send(NEW)).toEqual({ operator: { id: 'ayse', role: 'risk', credential: 'ayse/t2' } })
    clock.wall = T0 + 999
    expect(send(OLD)).toHaveProperty('operator')
    clock.wall = T0 + 1_000
    expect([send(OLD), Object.keys(send(NEW))]).toEqual(['wrong', ['operator']])
  })

  it.each([
    ['nothing', ''],
    ['a prefix', ADMIN.slice(0, -1)],
    ['more', `${ADMIN}x`],
    ['another case', ADMIN.toUpperCase()],
  ])('takes no token that is %s', (_name, sent) => expect(open()(sent)).toBe('wrong'))

  it('takes no digest for a token', () => {
    write(rotating)
    expect(open()(sha256(NEW))).toBe('wrong')
  })

  it('knows which token speaks for others, and takes no person for one who does', () => {
    const tokens = [{ ...token(NEW, 't1'), speaksForOthers: true }]
    const password = `$scrypt$ln=17,r=8,p=1$${'A'.repeat(22)}$${'b'.repeat(43)}`
    const certificates = ['0'.repeat(64), '1'.repeat(64)]
    const ayse = { id: 'ayse', role: 'risk', tokens: [token(OLD, 't1')], password, certificates }
    write([{ id: 'proxy', role: 'admin', tokens }, ayse])
    const send = open()
    const proxy = { id: 'proxy', role: 'admin', credential: 'proxy/t1' }
    expect(send(NEW)).toEqual({ operator: proxy, speaksForOthers: true })
    expect(send(OLD)).toEqual({ operator: { id: 'ayse', role: 'risk', credential: 'ayse/t1' } })
    for (const text of [password, certificates[0] ?? '']) expect(send(text)).toBe('wrong')
  })

  it('wants the header exactly once', () => {
    const send = open()
    expect([send(), send(ADMIN, ADMIN)]).toEqual(['missing', 'repeated'])
  })

  it('follows the file, and keeps to the last good version of it', () => {
    const send = open()
    expect(send(NEW)).toBe('wrong')
    write(rotating)
    clock.steady += 250
    expect(send(NEW)).toHaveProperty('operator')
    writeFileSync(file(), '{')
    clock.steady += 250
    expect(send(NEW)).toHaveProperty('operator')
    clock.steady += 250
    send(NEW)
    expect(problems.length, 'told once').toBe(1)
    expect(String(problems[0])).toContain('cannot be read as JSON')
    rmSync(file())
    clock.steady += 250
    expect(send(NEW)).toBe('wrong')
  })
})

describe('the file of operators', () => {
  it.skipIf(process.platform === 'win32')('must be closed to others', () => {
    write(rotating, 0o640)
    expect(open).toThrow(/other users can reach it/)
  })

  const one = { id: 'ayse', role: 'risk', tokens: [token(NEW, 't1')] }
  it.each([
    ['an unknown role', [{ ...one, role: 'root' }]],
    ['three tokens', [{ ...one, tokens: ['a', 'b', 'c'].map((text) => token(text, text)) }]],
    ['the name of the admin', [{ ...one, id: 'admin' }]],
    ['one operator twice', [one, { ...one, tokens: [] }]],
    ['one token for two', [one, { ...one, id: 'burak' }]],
    ['a token in the open', [{ ...one, tokens: [{ ...token(NEW, 't1'), token: NEW }] }]],
    ['a line break in a name', [{ ...one, id: 'ayse\n' }]],
    [
      'a token that may speak for others by another word',
      [{ ...one, tokens: [{ ...token(NEW, 't1'), speaksForOthers: 'yes' }] }],
    ],
    [
      'a token that speaks for others under a name that fits no credential',
      [{ ...one, tokens: [{ ...token(NEW, 'x'.repeat(61)), speaksForOthers: true }] }],
    ],
    ['a password in the open', [{ ...one, password: NEW }]],
    ['a certificate that is none', [{ ...one, certificates: ['AB:CD'] }]],
    [
      'one certificate for two',
      ['ayse', 'burak'].map((id) => ({ id, role: 'risk', tokens: [], certificates: ['0'.repeat(64)] })),
    ],
    ['no time', [{ ...one, tokens: [token(NEW, 't1', 'tomorrow')] }]],
  ])('may not hold %s', (_name, operators) => {
    write(operators)
    expect(open).toThrow(/operators\.json: /)
    expect(() => open()).not.toThrow(NEW)
  })

  it('may not hold keys that reach a prototype', () => {
    writeFileSync(file(), '{"version":1,"operators":[],"__proto__":{"role":"admin"}}', { mode: 0o600 })
    expect(open).toThrow(/operators\.json: /)
  })
})
