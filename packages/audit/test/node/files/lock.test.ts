import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { openAuditLog } from '@tezgah/audit/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { event } from '../../events.ts'

let folder = ''
let file = ''
let lock = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
  file = path.join(folder, 'backtest.log')
  lock = `${file}.lock`
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const leaveLock = (content: object): Promise<void> =>
  writeFile(lock, JSON.stringify({ pid: process.pid, start: null, host: hostname(), nonce: 'n', ...content }))

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('the lock of an audit log', () => {
  it('keeps a second writer out, and names the first', async () => {
    const log = await openAuditLog({ path: file })
    await expect(openAuditLog({ path: file })).rejects.toMatchObject({
      code: 'locked',
      message: `the audit log is in use by process ${process.pid}; if that is not so, remove ${lock}`,
    })
    await log.append(event(0))
    await log.close()
    await (await openAuditLog({ path: file })).close()
  })

  it('is taken from a process that is dead', async () => {
    await leaveLock({ pid: await deadProcess() })
    const log = await openAuditLog({ path: file })
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid })
    await log.close()
    expect(await readdir(folder)).toEqual(['backtest.log'])
  })

  it('is taken from an earlier process that had our own number, as in a container that was restarted', async () => {
    await leaveLock({ pid: process.pid, start: 'earlier' })
    await (await openAuditLog({ path: file })).close()
  })

  it('is taken from a number that now belongs to another process, where the system tells', async () => {
    await leaveLock({ pid: process.ppid, start: 'earlier' })
    const opened = openAuditLog({ path: file })
    if (process.platform === 'linux') await (await opened).close()
    else await expect(opened).rejects.toMatchObject({ code: 'locked' })
  })

  it('is not taken from a process on another host, which cannot be seen from this one', async () => {
    await leaveLock({ host: 'elsewhere' })
    await expect(openAuditLog({ path: file })).rejects.toThrow(`process ${process.pid} on host elsewhere`)
  })

  it.each([
    '',
    'null',
    '{}',
    '{"pid":0,"start":null,"host":"h","nonce":"n"}',
    '{"pid":1,"start":null,"host":"h","nonce":"../n"}',
    'a note',
  ])('is not guessed at when it reads %j', async (content) => {
    await writeFile(lock, content)
    await expect(openAuditLog({ path: file })).rejects.toMatchObject({ code: 'locked' })
    expect(await readFile(lock, 'utf8')).toBe(content)
  })

  it('is taken although an earlier attempt to take it was killed half way', async () => {
    const pid = await deadProcess()
    await leaveLock({ pid })
    await writeFile(`${lock}.after-n`, JSON.stringify({ pid, start: null, host: hostname(), nonce: 'm' }))
    await (await openAuditLog({ path: file })).close()
    expect(await readdir(folder)).toEqual(['backtest.log'])
  })

  it('goes to exactly one of many that find it stale at the same moment', async () => {
    const pid = await deadProcess()
    for (let round = 0; round < 10; round++) {
      await leaveLock({ pid, nonce: `n-${round}` })
      const results = await Promise.allSettled(Array.from({ length: 16 }, () => openAuditLog({ path: file })))
      const winners = results.filter((result) => result.status === 'fulfilled')
      expect(winners.length, `round ${round}`).toBe(1)
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'locked' })
      }
      await winners[0]?.value.close()
      expect(await readdir(folder)).toEqual(['backtest.log'])
    }
  })

  it('is not removed on closing when another process holds it by then', async () => {
    const log = await openAuditLog({ path: file })
    await leaveLock({ nonce: 'of-another' })
    await log.close()
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ nonce: 'of-another' })
  })
})
