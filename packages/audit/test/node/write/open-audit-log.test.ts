import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AuditRecord } from '@tezgah/audit'
import { openAuditLog, verifyAuditFile } from '@tezgah/audit/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { event, smallLog } from '../../events.ts'
import { LOG_PATH, MemoryFileSystem, ROOT } from '../memory-file-system.ts'

let folder = ''
let file = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
  file = path.join(folder, 'logs', 'audit', 'backtest.log')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe('openAuditLog', () => {
  it('creates the folders and the file, records, and continues the chain when it is opened again', async () => {
    const first = await openAuditLog({ path: file, now: () => 1000 })
    const record = await first.append({ ...event(0), correlationId: 'r' })
    expect(record).toMatchObject({ seq: 1, time: 1000, subject: 'job-0', correlationId: 'r' })
    expect(first.state).toMatchObject({ status: 'open', size: 2, head: record.hash, witnesses: [] })
    await first.close()

    const second = await openAuditLog({ path: file, now: () => 2000 })
    expect(await second.append(event(1))).toMatchObject({ seq: 2, prev: record.hash })
    const pinned = second.state
    await second.close()
    expect(await verifyAuditFile(file, { pinned })).toMatchObject({ status: 'intact', records: 3, head: pinned.head })
    expect(await readdir(path.dirname(file)), 'no lock stays behind').toEqual(['backtest.log'])
  })

  it('records in the order of the calls, many with one write and one sync', async () => {
    const fileSystem = new MemoryFileSystem([ROOT])
    const log = await openAuditLog({ path: LOG_PATH, fileSystem })
    const before = fileSystem.operations.length
    const records = await Promise.all(numbers(500).map((number) => log.append(event(number))))
    expect(records.map(({ seq, subject }) => [seq, subject])).toEqual(numbers(500).map((n) => [n + 1, `job-${n}`]))
    expect(fileSystem.operations.slice(before).map(({ name }) => name)).toEqual(['inspect', 'write', 'sync'])
  })

  it('gathers what is appended during a sync into the next batch, at most 1 MiB of it', async () => {
    const fileSystem = new MemoryFileSystem([ROOT])
    const log = await openAuditLog({ path: LOG_PATH, fileSystem })
    const before = fileSystem.operations.length
    const large = { ...event(0), details: { note: 'x'.repeat(60_000) } }
    const first = log.append(event(0))
    const rest = numbers(40).map(() => log.append(large))
    await first
    await Promise.all(rest)
    const writes = fileSystem.operations
      .slice(before)
      .filter((operation) => operation.name === 'write')
      .map(({ length }) => length)
    expect(writes.length).toBe(3)
    expect(Math.max(...writes)).toBeLessThanOrEqual(1024 * 1024)
  })

  it('acknowledges nothing while the sync is under way, and leaves the event loop free', async () => {
    const fileSystem = new MemoryFileSystem([ROOT])
    const log = await openAuditLog({ path: LOG_PATH, fileSystem })
    let finishSync = (): void => undefined
    fileSystem.beforeSync = () => new Promise((resolve) => (finishSync = resolve))
    let acknowledged: AuditRecord | null = null
    const append = log.append(event(0)).then((record) => {
      acknowledged = record
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(acknowledged).toBe(null)
    expect(log.state.size).toBe(1)
    finishSync()
    await append
    expect(acknowledged).toMatchObject({ seq: 1 })
    expect(log.state.size).toBe(2)
  })

  it('goes on after an event that cannot be recorded, without a gap', async () => {
    const log = await openAuditLog({ path: file })
    const wrong = { ...event(0), actor: '' }
    const results = await Promise.allSettled([log.append(event(0)), log.append(wrong), log.append(event(1))])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { code: 'invalid_event' } })
    await log.close()
    expect(await verifyAuditFile(file)).toMatchObject({ status: 'intact', records: 3 })
  })

  it('lets no secret into the file', async () => {
    const log = await openAuditLog({ path: file, secrets: ['canary-4711'] })
    await log.append({ ...event(0), subject: '/x?token=canary-4711', details: { token: 'other', note: 'canary-4711' } })
    await log.close()
    expect(await readFile(file, 'utf8')).not.toMatch(/canary|other/)
  })

  it('refuses more than may wait for the disk, and takes more once there is room', async () => {
    const log = await openAuditLog({ path: file, maxPendingBytes: 65_536 })
    const large = { ...event(0), details: { note: 'x'.repeat(40_000) } }
    const results = await Promise.allSettled([log.append(large), log.append(large)])
    expect(results[1]).toMatchObject({ status: 'rejected', reason: { code: 'overloaded' } })
    expect(await log.append(large)).toMatchObject({ seq: 2 })
    await log.close()
    expect(await verifyAuditFile(file)).toMatchObject({ status: 'intact', records: 3 })
  })

  it('refuses an option out of its range before it touches anything', async () => {
    await expect(openAuditLog({ path: file, maxPendingBytes: 65_535 })).rejects.toThrow(RangeError)
    await expect(openAuditLog({ path: file, secrets: ['short'] })).rejects.toThrow(RangeError)
    expect(await readdir(folder)).toEqual([])
    await (await openAuditLog({ path: file })).close()
  })

  it('finishes what was accepted before it closes, and takes nothing afterwards', async () => {
    const log = await openAuditLog({ path: file })
    const accepted = numbers(20).map((number) => log.append(event(number)))
    const closed = Promise.all([log.close(), log.close()])
    await expect(log.append(event(20))).rejects.toMatchObject({ code: 'closed' })
    await closed
    expect((await Promise.all(accepted)).length).toBe(20)
    expect(log.state).toMatchObject({ status: 'closed', size: 21 })
  })

  it.each([
    ['moved away', (name: string) => rename(name, `${name}.1`)],
    ['deleted', (name: string) => rm(name)],
    ['emptied', (name: string) => writeFile(name, '')],
    ['appended to by another process', (name: string) => writeFile(name, 'x', { flag: 'a' })],
  ])('stops when its file is %s', async (_, disturb) => {
    const log = await openAuditLog({ path: file })
    await log.append(event(0))
    await disturb(file)
    await expect(log.append(event(1))).rejects.toMatchObject({ code: 'unavailable' })
    expect(log.state).toMatchObject({ status: 'unavailable', size: 2 })
    await log.close()
  })

  it('refuses a file that was tampered with, names the record, and gives the lock back', async () => {
    const { lines } = smallLog(3)
    const fileSystem = new MemoryFileSystem([ROOT, path.join(ROOT, 'logs'), path.dirname(LOG_PATH)])
    fileSystem.put(LOG_PATH, Buffer.concat([lines[0] ?? new Uint8Array(), lines[2] ?? new Uint8Array()]))
    for (const attempt of [1, 2]) {
      const error = {
        code: 'tampered',
        seq: 1,
        message: expect.stringContaining('from record 1 on: record 1: seq is 2'),
      }
      await expect(openAuditLog({ path: LOG_PATH, fileSystem }), `attempt ${attempt}`).rejects.toMatchObject(error)
    }
  })

  it('reports a file system that refuses as unavailable, with its cause', async () => {
    await writeFile(path.join(folder, 'logs'), 'a file where the folder should be')
    await expect(openAuditLog({ path: file })).rejects.toMatchObject({
      code: 'unavailable',
      cause: expect.any(Error),
    })
  })
})
