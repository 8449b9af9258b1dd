import { createHash } from 'node:crypto'
import { type AuditRecord, verifyLog } from '@tezgah/audit'
import { openAuditLog } from '@tezgah/audit/node'
import { expect, it } from 'vitest'
import { event, smallLog } from '../events.ts'
import { LOG_PATH, MemoryFileSystem, ROOT } from './memory-file-system.ts'

const off = new Error('the power is off')

/** Appends until the power goes off at operation `last`, and returns what was acknowledged by then. */
async function runUntil(last: number, fileSystem: MemoryFileSystem): Promise<AuditRecord[]> {
  const acknowledged: AuditRecord[] = []
  // A write that is under way when the power goes may have reached the disk in part.
  fileSystem.fault = ({ name }, count) =>
    count < last ? undefined : { error: off, ...(name === 'write' && count === last ? { take: 250 } : {}) }
  try {
    const log = await openAuditLog({ path: LOG_PATH, fileSystem })
    for (const batch of [[0], [1, 2], [3]]) {
      await Promise.all(batch.map(async (number) => acknowledged.push(await log.append(event(number)))))
    }
  } catch {
    // The process is gone; only the disk and what it had answered count.
  }
  return acknowledged
}

async function recoveredRecords(fileSystem: MemoryFileSystem): Promise<AuditRecord[]> {
  const log = await openAuditLog({ path: LOG_PATH, fileSystem })
  await log.append(event(1000))
  await log.close()
  const bytes = fileSystem.files.get(LOG_PATH)?.bytes ?? Buffer.alloc(0)
  expect(verifyLog(bytes, { pinned: log.state }).status).toBe('intact')
  return bytes
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

/** Nothing, everything, and what lies five bytes apart between them. */
function cutsOf(length: number): number[] {
  const cuts = new Set([0, Math.max(0, length - 1), length])
  for (let kept = 1; kept < length; kept += 5) cuts.add(kept)
  return [...cuts]
}

it('keeps every acknowledged record through a power cut at any operation that leaves any part of the rest', {
  timeout: 120_000,
}, async () => {
  const rehearsal = new MemoryFileSystem([ROOT])
  expect((await runUntil(Number.POSITIVE_INFINITY, rehearsal)).length).toBe(4)
  let states = 0
  for (let last = 1; last <= rehearsal.operations.length + 1; last++) {
    const fileSystem = new MemoryFileSystem([ROOT])
    const acknowledged = await runUntil(last, fileSystem)
    for (const kept of cutsOf(fileSystem.unsynced(LOG_PATH))) {
      for (const nuls of [0, 3]) {
        const where = `power cut at operation ${last}, ${kept} bytes and ${nuls} NULs left of what was not synced`
        const found = await recoveredRecords(fileSystem.afterPowerCut(kept, nuls))
        expect(found.slice(0, acknowledged.length), where).toEqual(acknowledged)
        states += 1
      }
    }
  }
  expect(states).toBeGreaterThan(500)
})

it('cuts a tail torn at any byte, and records how much was cut and its hash', async () => {
  const { bytes, lines } = smallLog(3)
  const kept = bytes.length - (lines[2]?.length ?? 0)
  for (let length = kept; length <= bytes.length; length++) {
    const fileSystem = new MemoryFileSystem([ROOT])
    fileSystem.put(LOG_PATH, bytes.subarray(0, length))
    const found = await recoveredRecords(fileSystem)
    const torn = length > kept && length < bytes.length
    expect(found.length, `cut to ${length} bytes`).toBe(torn ? 4 : length === kept ? 3 : 4)
    expect(found.some(({ action }) => action === 'recovered_tail')).toBe(torn)
    if (!torn) continue
    expect(found[2]).toMatchObject({
      seq: 2,
      actor: 'tezgah/audit',
      action: 'recovered_tail',
      subject: 'backtest.log',
      outcome: 'success',
      details: {
        bytes: length - kept,
        sha256: createHash('sha256').update(bytes.subarray(kept, length)).digest('hex'),
      },
    })
  }
})

it('cuts a long tail of NUL bytes', async () => {
  const fileSystem = new MemoryFileSystem([ROOT])
  fileSystem.put(LOG_PATH, Buffer.concat([smallLog(2).bytes, Buffer.alloc(1_000_000)]))
  const found = await recoveredRecords(fileSystem)
  expect(found[2]).toMatchObject({ action: 'recovered_tail', details: { bytes: 1_000_000 } })
})
