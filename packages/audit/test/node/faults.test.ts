import { verifyLog } from '@tezgah/audit'
import { type AuditLog, openAuditLog } from '@tezgah/audit/node'
import { describe, expect, it } from 'vitest'
import { event, smallLog } from '../events.ts'
import { LOG_PATH, MemoryFileSystem, type Operation, ROOT } from './memory-file-system.ts'

type Acknowledged = { readonly seq: number; readonly hash: string; readonly operations: number }

/** Ten appends, alone and together, and what was acknowledged of them. */
async function work(fileSystem: MemoryFileSystem, log: AuditLog): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  const append = async (number: number): Promise<void> => {
    const { seq, hash } = await log.append(event(number))
    acknowledged.push({ seq, hash, operations: fileSystem.operations.length })
  }
  await Promise.allSettled([append(0)])
  await Promise.allSettled([append(1), append(2), append(3)])
  await Promise.allSettled([append(4), append(5)])
  await Promise.allSettled([6, 7, 8, 9].map(append))
  return acknowledged
}

/** The operations of an undisturbed run on a log that has a torn tail to begin with. */
async function rehearse(): Promise<readonly Operation[]> {
  const fileSystem = tornDisk()
  const log = await openAuditLog({ path: LOG_PATH, fileSystem })
  expect((await work(fileSystem, log)).length).toBe(10)
  return fileSystem.operations
}

function tornDisk(): MemoryFileSystem {
  const fileSystem = new MemoryFileSystem([ROOT])
  fileSystem.put(LOG_PATH, smallLog(3).bytes.subarray(0, -20))
  return fileSystem
}

function hashesIn(fileSystem: MemoryFileSystem): string[] {
  const text = fileSystem.files.get(LOG_PATH)?.bytes.toString() ?? ''
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).hash)
}

const faults = [
  ['fails with EIO', (_: Operation) => ({ error: new Error('EIO: i/o error') })],
  [
    'is cut short by a full disk',
    ({ name }: Operation) => ({ error: new Error('ENOSPC: no space left'), take: name === 'write' ? 40 : 0 }),
  ],
] as const

describe.each(faults)('an operation that %s', (_, faultOf) => {
  it('is the last before silence, whichever it is: nothing acknowledged afterwards, nothing acknowledged lost', async () => {
    const total = (await rehearse()).length
    expect(total).toBeGreaterThan(15)
    for (let failing = 1; failing <= total; failing++) {
      const fileSystem = tornDisk()
      let reached: Operation | null = null
      // Only this one: the disk says "fine" again right away, as a kernel does after it has dropped the bytes.
      fileSystem.fault = (operation, count) => {
        if (count !== failing) return undefined
        reached = operation
        return faultOf(operation)
      }
      const where = () => `operation ${failing}, ${JSON.stringify(reached)}`
      const log = await openAuditLog({ path: LOG_PATH, fileSystem }).catch((error: unknown) => {
        expect(error, where()).toMatchObject({ code: 'unavailable' })
        return null
      })
      const acknowledged = log === null ? [] : await work(fileSystem, log)
      expect(reached, `operation ${failing} was never made`).not.toBe(null)
      for (const { operations } of acknowledged) expect(operations, where()).toBeLessThan(failing)
      if (log !== null) {
        expect(log.state, where()).toMatchObject({ status: 'unavailable', size: (acknowledged.at(-1)?.seq ?? 2) + 1 })
        await expect(log.append(event(99)), where()).rejects.toMatchObject({ code: 'unavailable' })
        await log.close()
      }

      fileSystem.fault = () => undefined
      const again = await openAuditLog({ path: LOG_PATH, fileSystem })
      await again.append(event(100))
      const bytes = fileSystem.files.get(LOG_PATH)?.bytes ?? Buffer.alloc(0)
      expect(verifyLog(bytes).status, where()).toBe('intact')
      const hashes = hashesIn(fileSystem)
      for (const { seq, hash } of acknowledged) expect(hashes[seq], where()).toBe(hash)
    }
  })
})

it('carries on after short writes, whatever their length', async () => {
  for (let take = 1; take < 400; take += 7) {
    const fileSystem = new MemoryFileSystem([ROOT])
    fileSystem.fault = ({ name }, count) => (name === 'write' && count % 2 === 0 ? { take } : undefined)
    const log = await openAuditLog({ path: LOG_PATH, fileSystem })
    expect((await work(fileSystem, log)).length).toBe(10)
    const bytes = fileSystem.files.get(LOG_PATH)?.bytes ?? Buffer.alloc(0)
    expect(verifyLog(bytes, { pinned: log.state })).toMatchObject({ status: 'intact', records: 10 })
  }
})

it('stops when the disk takes nothing and reports no error', async () => {
  const fileSystem = new MemoryFileSystem([ROOT])
  const log = await openAuditLog({ path: LOG_PATH, fileSystem })
  fileSystem.fault = ({ name }) => (name === 'write' ? { take: 0 } : undefined)
  await expect(log.append(event(0))).rejects.toMatchObject({ code: 'unavailable' })
})

it('rejects all that wait when the disk fails, in the batch and behind it', async () => {
  const fileSystem = new MemoryFileSystem([ROOT])
  const log = await openAuditLog({ path: LOG_PATH, fileSystem })
  fileSystem.fault = ({ name }) => (name === 'sync' ? { error: new Error('EIO: i/o error') } : undefined)
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

it('gives the lock back even when the file cannot be closed', async () => {
  const fileSystem = new MemoryFileSystem([ROOT])
  fileSystem.fault = ({ name }) => (name === 'close' ? { error: new Error('EIO: i/o error') } : undefined)
  const log = await openAuditLog({ path: LOG_PATH, fileSystem })
  await log.append(event(0))
  await expect(log.close()).rejects.toThrow('EIO')
  fileSystem.fault = () => undefined
  const again = await openAuditLog({ path: LOG_PATH, fileSystem })
  expect(again.state.size).toBe(1)
})
