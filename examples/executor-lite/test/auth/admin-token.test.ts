import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveAdminToken } from '../../src/auth/admin-token.ts'

describe('resolveAdminToken', () => {
  let folder: string
  let file: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tezgah-token-'))
    file = path.join(folder, '.env.local')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const modeOf = async () => (await stat(file)).mode & 0o777

  it('prefers the environment and writes nothing', async () => {
    expect(resolveAdminToken('from-the-environment', file)).toBe('from-the-environment')
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('makes a strong token at the first start and finds it at the next', async () => {
    const token = resolveAdminToken(null, file)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(resolveAdminToken(null, file)).toBe(token)
    expect(await readFile(file, 'utf8')).toBe(`ADMIN_TOKEN=${token}\n`)
  })

  const hasModes = process.platform !== 'win32'
  if (!hasModes) console.warn('lets only the owner read it: skipped, because Windows has no file modes')
  it.runIf(hasModes)('lets only the owner read it', async () => {
    resolveAdminToken(null, file)
    expect(await modeOf()).toBe(0o600)
  })

  it('makes another one in another place', () => {
    expect(resolveAdminToken(null, file)).not.toBe(resolveAdminToken(null, `${file}.2`))
  })

  it('keeps what else is in the file', async () => {
    await writeFile(file, 'PORT=4011')
    await chmod(file, 0o644)
    const token = resolveAdminToken(null, file)
    expect(await readFile(file, 'utf8')).toBe(`PORT=4011\nADMIN_TOKEN=${token}\n`)
  })

  it('refuses a weak token in the file and does not repeat it', async () => {
    await writeFile(file, 'ADMIN_TOKEN=letmein\n')
    expect(() => resolveAdminToken(null, file)).toThrow(/ADMIN_TOKEN in .*\.env\.local must be 16 to 512/)
    expect(() => resolveAdminToken(null, file)).not.toThrow(/letmein/)
  })
})
