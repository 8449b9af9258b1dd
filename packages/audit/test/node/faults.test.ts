import path from 'node:path'
import { type AuditLog, openAuditLog, verifyAuditFolder } from '@tezgah/audit/node'
import { describe, expect, it } from 'vitest'
import { event, smallLog } from '../events.ts'
import { type Kind, optionsOf } from './crash.ts'
import { LOG_PATH, MemoryFileSystem, type Operation, ROOT } from './memory-file-system.ts'
import { type Acknowledged, emptyDisk, prunedTo, recordsIn, WITNESS_PATH, work } from './workload.ts'

const faults = [
  ['fails with EIO', (_: Operation) => ({ error: new Error('EIO: i/o error') })],
  [
    'is cut short by a full disk',
    ({ name }: Operation) => ({ error: new Error('ENOSPC: no space left'), take: name === 'write' ? 40 : 0 }),
  ],
] as const

const isOfWitness = ({ path: name }: Operation): boolean => name.startsWith(path.dirname(WITNESS_PATH))

/** How many operations an undisturbed run makes. */
async function rehearse(kind: Kind): Promise<number> {
  const disk = emptyDisk()
  const log = await openAuditLog(optionsOf(kind, disk))
  expect((await work(disk, log)).length).toBe(30)
  expect(prunedTo(recordsIn(disk)), 'a removal is part of it').toBeGreaterThan(0)
  return disk.operations.length
}

async function openUnlessFailing(kind: Kind, disk: MemoryFileSystem): Promise<AuditLog | null> {
  return openAuditLog(optionsOf(kind, disk)).catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'unavailable' })
    return null
  })
}

describe.each(['unsigned', 'signed'] as const)('a log that rotates and removes segments, %s', (kind) => {
  it.each(faults)(
    'after an operation that %s acknowledges nothing and loses nothing, for every operation',
    {
      timeout: 120_000,
    },
    async (_, faultOf) => {
      const total = await rehearse(kind)
      for (let failing = 1; failing <= total; failing++) {
        const disk = emptyDisk()
        let reached: Operation | null = null
        // Only this one: the disk says "fine" again right away, as a kernel does after it has dropped the bytes.
        disk.fault = (operation, count) => {
          if (count !== failing) return undefined
          reached = operation
          return faultOf(operation)
        }
        const log = await openUnlessFailing(kind, disk)
        const acknowledged = log === null ? [] : await work(disk, log)
        const where = `operation ${failing}, ${JSON.stringify(reached)}`
        expect(reached, where).not.toBe(null)
        if (log !== null) await requireStopped(log, reached, acknowledged, failing, where)
        disk.fault = () => undefined
        await requireKept(kind, disk, acknowledged, where)
      }
    },
  )
})

async function requireStopped(
  log: AuditLog,
  reached: Operation | null,
  acknowledged: readonly Acknowledged[],
  failing: number,
  where: string,
): Promise<void> {
  // A witness is another service: its failures stop no append.
  if (reached !== null && isOfWitness(reached)) {
    expect(log.state.status, where).toBe('open')
    expect(acknowledged.length, where).toBe(30)
  } else {
    const late = acknowledged.filter(({ operations }) => operations >= failing)
    expect(late, where).toEqual([])
    expect(log.state.status, where).toBe('unavailable')
    await expect(log.append(event(99)), where).rejects.toMatchObject({ code: 'unavailable' })
  }
  await log.close().catch(() => undefined)
}

async function requireKept(
  kind: Kind,
  disk: MemoryFileSystem,
  acknowledged: readonly Acknowledged[],
  where: string,
): Promise<void> {
  const again = await openAuditLog(optionsOf(kind, disk))
  await again.append(event(100))
  await again.close()
  expect((await verifyAuditFolder(LOG_PATH, { fileSystem: disk })).status, where).toBe('intact')
  const records = recordsIn(disk)
  for (const { seq, hash } of acknowledged) {
    if (seq >= prunedTo(records) && records.get(seq)?.hash !== hash) expect.fail(`${where}: record ${seq} is lost`)
  }
}

it('continues after short writes of any length', async () => {
  for (let take = 1; take < 400; take += 7) {
    const disk = emptyDisk()
    disk.fault = ({ name }, count) => (name === 'write' && count % 2 === 0 ? { take } : undefined)
    const log = await openAuditLog(optionsOf('signed', disk))
    expect((await work(disk, log)).length).toBe(30)
    await log.close()
    expect(await verifyAuditFolder(LOG_PATH, { fileSystem: disk })).toMatchObject({ status: 'intact' })
  }
})

it('stops when the disk takes nothing and reports no error', async () => {
  const disk = emptyDisk()
  const log = await openAuditLog({ path: LOG_PATH, fileSystem: disk })
  disk.fault = ({ name }) => (name === 'write' ? { take: 0 } : undefined)
  await expect(log.append(event(0))).rejects.toMatchObject({ code: 'unavailable' })
})

it('rejects all that wait when the disk fails, in the batch and behind it', async () => {
  const disk = emptyDisk()
  const log = await openAuditLog({ path: LOG_PATH, fileSystem: disk })
  disk.fault = ({ name }) => (name === 'sync' ? { error: new Error('EIO: i/o error') } : undefined)
  const first = log.append(event(0))
  await Promise.resolve()
  await Promise.resolve()
  const behind = log.append(event(1))
  for (const result of await Promise.allSettled([first, behind])) {
    expect(result).toMatchObject({
      status: 'rejected',
      reason: { code: 'unavailable', cause: { message: 'EIO: i/o error' } },
    })
  }
})

it('finishes opening a log whose tail is torn, after a failure of any operation of an earlier opening', async () => {
  const torn = smallLog(3).bytes.subarray(0, -20)
  for (let failing = 1, reached = true; reached; failing++) {
    const disk = new MemoryFileSystem([ROOT, `${ROOT}logs`, `${ROOT}logs/audit`])
    disk.put(LOG_PATH, torn)
    reached = false
    disk.fault = (_, count) => {
      reached ||= count === failing
      return count === failing ? { error: new Error('EIO: i/o error') } : undefined
    }
    await openUnlessFailing('unsigned', disk).then((log) => log?.close().catch(() => undefined))
    disk.fault = () => undefined
    await (await openAuditLog({ path: LOG_PATH, fileSystem: disk })).close()
    expect((await verifyAuditFolder(LOG_PATH, { fileSystem: disk })).status, `operation ${failing}`).toBe('intact')
  }
})

it('gives the lock back even when the file cannot be closed', async () => {
  const disk = emptyDisk()
  const log = await openAuditLog({ path: LOG_PATH, fileSystem: disk })
  await log.append(event(0))
  disk.fault = ({ name }) => (name === 'close' ? { error: new Error('EIO: i/o error') } : undefined)
  await expect(log.close()).rejects.toThrow('EIO')
  disk.fault = () => undefined
  const again = await openAuditLog({ path: LOG_PATH, fileSystem: disk })
  expect(again.state.size).toBe(2)
})
