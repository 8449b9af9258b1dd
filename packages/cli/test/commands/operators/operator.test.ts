import { scryptSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../src/run-cli.ts'
import { type FakeIoOptions, fakeIo } from '../../fake-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const inFolder = temporaryFolder()
const NAME = 'operators.json'
const GOOD = 'kara kutu 7 deniz'
const OTHER = 'mavi kapı 9 yağmur'
const FIRST = 'ab'.repeat(32)
const SECOND = 'cd'.repeat(32)

async function run(args: readonly string[], options: FakeIoOptions = {}) {
  const io = fakeIo({ cwd: inFolder(), columns: 200, ...options })
  const code = await runCli(args, io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}
const operator = (verb: string, args: readonly string[] = [], options: FakeIoOptions = {}) =>
  run(['operator', verb, '--file', NAME, ...args], options)
const add = (id: string, password = GOOD, role = 'risk') =>
  operator('add', [id, '--role', role, '--password-stdin'], { piped: password })
const text = () => readFileSync(inFolder(NAME), 'utf8')
const operators = () => JSON.parse(text()).operators

const DIGEST = `$scrypt$ln=17,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
const AYSE = { id: 'ayse', role: 'risk', tokens: [], password: DIGEST }
/** What the commands would have written: a digest takes its time. */
const write = (...list: object[]) =>
  writeFileSync(inFolder(NAME), JSON.stringify({ version: 1, operators: list }), { mode: 0o600 })

/** As whoever checks a password does it, from what the digest says of itself. */
const fits = (password: string, digest: string) => {
  const [, ln, r, p, salt = '', hash = ''] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$=]+)\$([^$=]+)$/.exec(digest) ?? []
  const options = { N: 2 ** Number(ln), r: Number(r), p: Number(p), maxmem: 2 ** 28 }
  return scryptSync(password, Buffer.from(salt, 'base64'), 32, options).equals(Buffer.from(hash, 'base64'))
}

/** Digests are slow on purpose, the more so beside other work. */
const SLOW = 60_000

describe('tezgah operator add', { timeout: SLOW }, () => {
  it('keeps a digest of what is read, with a salt of its own, for the owner only', async () => {
    expect(await add('ayse')).toEqual({ code: 0, stdout: '', stderr: `ayse (risk) is in ${NAME}\n` })
    await add('burak', `${GOOD}\r\n`, 'viewer')
    const [ayse, burak] = operators()
    expect([ayse, burak]).toMatchObject([
      { id: 'ayse', role: 'risk', tokens: [] },
      { id: 'burak', role: 'viewer', tokens: [] },
    ])
    expect(ayse.password).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(ayse.password).not.toBe(burak.password)
    for (const { password } of [ayse, burak]) expect(fits(GOOD, password)).toBe(true)
    expect(fits(`${GOOD} `, ayse.password)).toBe(false)
    expect(text()).not.toContain(GOOD)
    if (process.platform !== 'win32') expect(statSync(inFolder(NAME)).mode & 0o777).toBe(0o600)
    expect(existsSync(inFolder(`${NAME}.new`))).toBe(false)
  })

  it('asks twice on a terminal', async () => {
    const asked = await operator('add', ['ayse', '--role', 'admin'], {
      typed: [OTHER.normalize('NFD'), OTHER.normalize('NFD')],
    })
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([
      0,
      '',
      `Password for ayse: \nThe same again: \nayse (admin) is in ${NAME}\n`,
    ])
    expect(fits(OTHER.normalize('NFC'), operators()[0].password), 'however its letters were put together').toBe(true)
  })

  it.each<[told: string, typed: (string | null)[], message: string]>([
    ['differs the second time', [GOOD, OTHER], 'the two entries differ'],
    ['is given up', [null], 'input was cancelled'],
    ['is given up the second time', [GOOD, null], 'input was cancelled'],
    ['is too short, before it is asked for again', ['kara kutu'], '12 to 256 characters, has 9'],
  ])('adds nobody when what is typed %s', async (_told, typed, message) => {
    const { code, stderr } = await operator('add', ['ayse', '--role', 'admin'], { typed })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(existsSync(inFolder(NAME))).toBe(false)
  })

  it.each([
    ['', '12 to 256 characters, has 0'],
    ['on bir harf', '12 to 256 characters, has 11'],
    ['😀ab😀cd😀ef😀g', '12 to 256 characters, has 11'],
    [`ab${'cdefgh'.repeat(43)}`, '12 to 256 characters, has 260'],
    ['Administrator-of-it', 'must not be the name'],
    ['PasswordPassword', 'commonest'],
    ['Fenerbahce1907\n', 'commonest'],
    ['abababababababab', 'at least 5 different characters, has 2'],
    ['kara kutu\n7 deniz', 'one line without control characters'],
    ['kara\tkutu 7 deniz', 'one line without control characters'],
    [`${GOOD}\n\n`, 'one line without control characters'],
    ['x'.repeat(9_000), 'at most 8192 bytes'],
  ])('refuses the password %j without repeating it', async (password, message) => {
    const { code, stdout, stderr } = await add('administrator-of-it', password)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
    if (password.length > 3) expect(stderr).not.toContain(password.trim())
    expect(existsSync(inFolder(NAME))).toBe(false)
  })

  it('reads UTF-8 and nothing else', async () => {
    const args = ['ayse', '--role', 'risk', '--password-stdin']
    const { code, stderr } = await operator('add', args, { piped: Buffer.from([...Buffer.from(GOOD), 0xff]) })
    expect([code, stderr]).toEqual([2, expect.stringContaining('must be UTF-8')])
  })

  it('asks for nothing that it cannot be answered', async () => {
    expect(await operator('add', ['ayse', '--role', 'risk'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give --password-stdin'),
    })
    for (const id of ['Ayse', 'admin'])
      expect((await operator('add', [id, '--role', 'risk'], { typed: [GOOD, GOOD] })).stderr).not.toContain('Password')
    const both = await operator('add', ['ayse', '--role', 'risk', '--no-password', '--password-stdin'], { piped: GOOD })
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('cannot be used with')])
  })

  it('adds nobody twice', async () => {
    write(AYSE)
    const kept = text()
    expect(await add('ayse', OTHER)).toMatchObject({ code: 2, stderr: expect.stringContaining('operator passwd') })
    expect(text()).toBe(kept)
  })

  it('takes certificates as openssl prints them, each for one operator', async () => {
    const colons = FIRST.toUpperCase().replace(/(..)(?!$)/g, '$1:')
    const args = ['--role', 'risk', '--no-password', '--certificate', colons, '--certificate', SECOND]
    expect((await operator('add', ['ayse', ...args])).code).toBe(0)
    expect(operators()).toEqual([{ id: 'ayse', role: 'risk', tokens: [], certificates: [FIRST, SECOND] }])
    const again = await operator('add', ['burak', '--role', 'risk', '--no-password', '--certificate', SECOND])
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('operator ayse already has it')])
    for (const wrong of ['ab', `${FIRST}00`, `${FIRST.slice(1)}g`])
      expect((await operator('add', ['burak', '--role', 'risk', '--certificate', wrong])).code).toBe(2)
    expect(operators().length).toBe(1)
  })
})

describe('tezgah operator passwd, role, certificate, list and remove', { timeout: SLOW }, () => {
  it('changes one thing of one operator', async () => {
    write(AYSE)
    await run(['token', 'new', 'burak', '--role', 'operator', '--file', NAME])
    const [ayse, burak] = operators()
    expect((await operator('passwd', ['ayse', '--password-stdin'], { piped: OTHER })).code).toBe(0)
    const password = operators()[0].password
    expect([fits(OTHER, password), fits(GOOD, password)]).toEqual([true, false])
    await operator('role', ['ayse', 'viewer'])
    await operator('certificate', ['ayse', FIRST])
    await operator('certificate', ['ayse', SECOND])
    await operator('certificate', ['ayse', FIRST, '--remove'])
    expect(operators()).toEqual([{ ...ayse, role: 'viewer', password, certificates: [SECOND] }, burak])
    await operator('passwd', ['burak', '--password-stdin'], { piped: GOOD })
    expect(operators()[1]).toEqual({ ...burak, password: expect.stringMatching(/^\$scrypt\$/) })
    await operator('certificate', ['ayse', SECOND, '--remove'])
    expect(operators()[0]).not.toHaveProperty('certificates')
    await operator('remove', ['ayse'])
    expect(operators()).toMatchObject([{ id: 'burak' }])
  })

  it.each([
    ['passwd', ['nobody', '--password-stdin'], 'no "nobody"; there are ayse'],
    ['role', ['nobody', 'risk'], 'no "nobody"; there are ayse'],
    ['role', ['ayse', 'root'], 'viewer, operator, risk, admin'],
    ['certificate', ['ayse', FIRST, '--remove'], 'has no certificate with this fingerprint; registered: none'],
    ['certificate', ['ayse', 'no-print'], 'SHA-256'],
    ['remove', ['nobody'], 'no "nobody"; there are ayse'],
  ])('%s refuses %j', async (verb, args, message) => {
    write(AYSE)
    const kept = text()
    const { code, stderr } = await operator(verb, args, { piped: OTHER })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(text()).toBe(kept)
  })

  it('lists what each signs in with, and no digest of a secret', async () => {
    expect(await operator('list')).toEqual({ code: 0, stdout: '', stderr: `no operators: there is no ${NAME}\n` })
    write(AYSE)
    await run(['token', 'new', 'burak', '--role', 'operator', '--file', NAME])
    await operator('certificate', ['burak', FIRST])
    expect((await operator('list')).stdout).toBe(
      [
        'ayse\trisk\tpassword\ttokens: 0\tcertificates: none\n',
        `burak\toperator\tno password\ttokens: 1\tcertificates: ${FIRST}\n`,
      ].join(''),
    )
  })

  it('gives no operator more certificates than the services read', async () => {
    await operator('add', ['ayse', '--role', 'risk', '--no-password'])
    const print = (i: number) => i.toString(16).padStart(64, '0')
    for (let i = 0; i < 16; i++) expect((await operator('certificate', ['ayse', print(i)])).code).toBe(0)
    expect(await operator('certificate', ['ayse', print(16)])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('<=16'),
    })
    expect(operators()[0].certificates.length).toBe(16)
  })
})

describe('a token that speaks for others', () => {
  const token = (...args: string[]) => run(['token', ...args, '--file', NAME])

  it('is made when told so, and stays so through rotations', async () => {
    await token('new', 'proxy', '--role', 'admin', '--speaks-for-others')
    await token('new', 'ayse', '--role', 'admin')
    for (const overlap of ['1h', '0s']) {
      for (const id of ['proxy', 'ayse']) await token('rotate', id, '--overlap', overlap)
      const [proxy, ayse] = operators()
      expect(proxy.tokens.at(-1), overlap).toMatchObject({ speaksForOthers: true, expiresAt: null })
      expect(ayse.tokens.at(-1), overlap).not.toHaveProperty('speaksForOthers')
    }
    expect(operators().map((operator: { tokens: unknown[] }) => operator.tokens.length)).toEqual([1, 1])
    expect((await token('list')).stdout).toMatch(/^proxy\t.*\tno end\tspeaks for others\nayse\t.*\tno end\n$/)
  })
})

describe('where the file is', () => {
  const args = ['operator', 'add', 'ayse', '--role', 'admin', '--no-password']

  it('is where executor-lite looks, whose folder is made', async () => {
    expect(await run(['operator', 'remove', 'ayse'])).toMatchObject({ code: 2 })
    expect(await run(['operator', 'add', 'Ayse', '--role', 'admin', '--no-password'])).toMatchObject({ code: 2 })
    expect(existsSync(inFolder('data')), 'a refusal leaves nothing behind').toBe(false)
    expect((await run(args)).code).toBe(0)
    if (process.platform !== 'win32') expect(statSync(inFolder('data')).mode & 0o777).toBe(0o700)
    expect((await run(['token', 'rotate', 'ayse'])).code).toBe(0)
    expect((await run(['operator', 'list'])).stdout).toMatch(/^ayse\tadmin\tno password\ttokens: 1\t/)
    expect(existsSync(inFolder('data/operators.json'))).toBe(true)
  })

  it('is what OPERATORS_FILE says, and --file wins over it', async () => {
    expect((await run(args, { env: { OPERATORS_FILE: 'desk.json' } })).code).toBe(0)
    expect((await run([...args, '--file', NAME], { env: { OPERATORS_FILE: 'desk.json' } })).code).toBe(0)
    expect((await run(args, { env: { OPERATORS_FILE: '' } })).stderr).toContain('data')
    for (const file of ['desk.json', NAME, 'data/operators.json'])
      expect(JSON.parse(readFileSync(inFolder(file), 'utf8')).operators).toMatchObject([{ id: 'ayse' }])
  })

  it('is not made up far from where anything is', async () => {
    const { code, stderr } = await run([...args, '--file', 'no/such/folder/operators.json'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('ENOENT')])
  })
})

describe('the file', () => {
  const held = { id: 't1', sha256: '0'.repeat(64), createdAt: '2026-01-01T00:00:00.000Z', expiresAt: null }
  const before = { id: 'ayse', role: 'risk', tokens: [held] }

  it('is read as it was written before there were passwords', async () => {
    write(before)
    await operator('add', ['burak', '--role', 'viewer', '--no-password'])
    expect(operators()).toMatchObject([before, { id: 'burak' }])
    expect(operators()[0]).toEqual(before)
  })

  it.each([
    ['an unknown field', { ...before, email: 'a@b' }],
    ['a password in the open', { ...before, password: GOOD }],
    [
      'a digest that nobody can check',
      { ...before, password: `$scrypt$ln=30,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}` },
    ],
    ['a token that does not speak for others', { ...before, tokens: [{ ...held, speaksForOthers: false }] }],
    ['a certificate that is none', { ...before, certificates: ['AB'] }],
  ])('is left as it is when it holds %s', async (_told, wrong) => {
    write(wrong)
    const kept = text()
    expect(await add('burak')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not an operators file: operators.0'),
    })
    expect(text()).toBe(kept)
  })

  it.skipIf(process.platform === 'win32')('is not trusted when others can reach it', async () => {
    write(AYSE)
    chmodSync(inFolder(NAME), 0o640)
    expect(await operator('role', ['ayse', 'admin'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('chmod 600'),
    })
  })

  it('is changed by one at a time', async () => {
    mkdirSync(inFolder('data'))
    writeFileSync(inFolder('data/operators.json.new'), '')
    expect(await run(['operator', 'add', 'ayse', '--role', 'admin', '--no-password'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('another process is changing it'),
    })
  })
})
