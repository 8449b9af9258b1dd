import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../src/run-cli.ts'
import { fakeIo } from '../../fake-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const inFolder = temporaryFolder()
const NAME = 'operators.json'

async function token(verb: string, ...args: string[]) {
  const io = fakeIo({ cwd: inFolder(), columns: 200 })
  const code = await runCli(['token', verb, '--file', NAME, ...args], io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

const add = (id: string, role = 'operator') => token('new', id, '--role', role)
const text = () => readFileSync(inFolder(NAME), 'utf8')
const operators = () => JSON.parse(text()).operators
const sha256 = (value: string) => createHash('sha256').update(value).digest('hex')

describe('tezgah token new', () => {
  it('prints a token once and keeps its digest, for the owner only', async () => {
    const { code, stdout, stderr } = await add('ayse', 'risk')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^tzg_[\w-]{43}\n$/)])
    expect(text() + stderr).not.toContain(stdout.trim())
    expect(operators()).toMatchObject([
      { id: 'ayse', role: 'risk', tokens: [{ sha256: sha256(stdout.trim()), expiresAt: null }] },
    ])
    if (process.platform !== 'win32') expect(statSync(inFolder(NAME)).mode & 0o777).toBe(0o600)
    expect(existsSync(inFolder(`${NAME}.new`))).toBe(false)
  })

  it.each(['admin', 'Ayse', '', '-ayse', 'a b', '../x', 'ayse\n', 'x'.repeat(33), '__proto__'])(
    'refuses %j as a name',
    async (id) => {
      const { code, stderr } = await token('new', '--role', 'viewer', '--', id)
      expect([code, existsSync(inFolder(NAME))]).toEqual([2, false])
      expect(stderr).toMatch(/^tezgah: /)
    },
  )

  it('adds nobody twice, and no role that is none', async () => {
    await add('ayse')
    expect(await add('ayse')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('token rotate') })
    expect(await add('burak', 'root')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('viewer, operator, risk, admin'),
    })
    expect(operators().length).toBe(1)
  })
})

describe('tezgah token rotate', () => {
  it('leaves two tokens valid, the old one for a while', async () => {
    const old = (await add('ayse')).stdout.trim()
    const before = Date.now()
    const { stdout } = await token('rotate', 'ayse', '--overlap', '2h')
    const [first, second] = operators()[0].tokens
    expect([first.sha256, second.sha256]).toEqual([sha256(old), sha256(stdout.trim())])
    expect(second.expiresAt).toBeNull()
    const left = Date.parse(first.expiresAt) - before
    expect(left).toBeGreaterThanOrEqual(7_200_000)
  })

  it('ends no token that somebody may use unless told so', async () => {
    await add('ayse')
    await token('rotate', 'ayse')
    const kept = text()
    const [old] = operators()[0].tokens
    expect(await token('rotate', 'ayse')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`ayse is rotating: ${old.id} is valid until ${old.expiresAt}; revoke it`),
    })
    expect(text()).toBe(kept)
    const { stdout } = await token('rotate', 'ayse', '--overlap', '0s')
    expect(operators()[0].tokens).toMatchObject([{ sha256: sha256(stdout.trim()) }])
  })

  it('gives a token that ends soon no longer life', async () => {
    await add('ayse')
    const holders = operators()
    const soon = new Date(Date.now() + 60_000).toISOString()
    holders[0].tokens[0].expiresAt = soon
    writeFileSync(inFolder(NAME), JSON.stringify({ version: 1, operators: holders }), { mode: 0o600 })
    await token('rotate', 'ayse', '--overlap', '2h')
    expect(operators()[0].tokens).toMatchObject([{ expiresAt: soon }, { expiresAt: null }])
  })

  it('drops what has ended', async () => {
    await add('ayse')
    const holders = operators()
    holders[0].tokens[0].expiresAt = '2020-01-01T00:00:00.000Z'
    writeFileSync(inFolder(NAME), JSON.stringify({ version: 1, operators: holders }), { mode: 0o600 })
    await token('rotate', 'ayse')
    expect(operators()[0].tokens).toMatchObject([{ expiresAt: null }])
  })

  it.each(['31d', '1', '-1s', '1.5h', 'soon', '1w'])('refuses an overlap of %s', async (time) => {
    await add('ayse')
    expect(await token('rotate', 'ayse', `--overlap=${time}`)).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('tezgah token list and revoke', () => {
  it('lists names and never a digest', async () => {
    expect(await token('list')).toEqual({ code: 0, stdout: '', stderr: '' })
    await add('ayse', 'risk')
    const { stdout } = await token('list')
    expect(stdout).toMatch(/^ayse\trisk\t\d{4}-\d\d-\d\d-[0-9a-f]{8}\tcreated .*\tno end\n$/)
    expect(stdout).not.toContain(operators()[0].tokens[0].sha256)
  })

  it('revokes one token, or the operator', async () => {
    await add('ayse')
    await add('burak')
    await token('rotate', 'ayse')
    const [old, kept] = operators()[0].tokens
    expect((await token('revoke', 'ayse', '--token', old.id)).code).toBe(0)
    expect(operators()).toMatchObject([{ id: 'ayse', tokens: [kept] }, { id: 'burak' }])
    expect(await token('revoke', 'ayse', '--token', old.id)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`ayse has no such token; there are ${kept.id}\n`),
    })
    await token('revoke', 'ayse', '--token', kept.id)
    expect(operators()).toMatchObject([{ id: 'ayse', tokens: [] }, { id: 'burak' }])
    expect((await token('revoke', 'ayse', '--token', kept.id)).stderr).toContain('there are none')
    await token('revoke', 'ayse')
    expect(operators().map(({ id }: { id: string }) => id)).toEqual(['burak'])
    expect(await token('revoke', 'ayse')).toMatchObject({ code: 2, stderr: expect.stringContaining('there are burak') })
  })
})

describe('the file', () => {
  it('is changed by one at a time', async () => {
    writeFileSync(inFolder(`${NAME}.new`), '')
    expect(await add('ayse')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('another process is changing it'),
    })
    expect(existsSync(inFolder(`${NAME}.new`)), 'the lock of the other').toBe(true)
  })

  it.skipIf(process.platform === 'win32')('is not trusted when others can reach it', async () => {
    await add('ayse')
    chmodSync(inFolder(NAME), 0o644)
    expect(await token('list')).toMatchObject({ code: 2, stderr: expect.stringContaining('chmod 600') })
    expect((await add('burak')).code).toBe(2)
  })

  it.each(['', '{', '[]', '{"version":2,"operators":[]}', '{"version":1,"operators":[{"id":"ayse"}]}'])(
    'is left as it is when it holds %j',
    async (content) => {
      writeFileSync(inFolder(NAME), content, { mode: 0o600 })
      expect((await add('ayse')).code).toBe(2)
      expect(text()).toBe(content)
      expect(existsSync(inFolder(`${NAME}.new`))).toBe(false)
    },
  )
})
