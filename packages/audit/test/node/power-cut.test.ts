// Which test fails when which barrier is taken out of src/node is listed in docs/audit.md, "What each sync is for".
import { createHash } from 'node:crypto'
import { openAuditLog } from '@tezgah/audit/node'
import { describe, expect, it } from 'vitest'
import { smallLog } from '../events.ts'
import { choicesFor, cutPower, momentsOfRecovery, momentsOfRun } from './crash.ts'
import { requireSound } from './crash-check.ts'
import { nameChoices, tearChoices } from './crash-states.ts'
import { LOG_PATH, MemoryFileSystem, ROOT } from './memory-file-system.ts'
import { randomFrom, seed } from './random.ts'
import { prunedTo, recordsIn } from './workload.ts'

// One of so many ways to tear what was written, and of so many moments of a kill; the campaign tries all of them.
const TEARS = 15
const KILLS = 90

describe.each(['unsigned', 'signed'] as const)('a log that rotates and removes segments, %s', (kind) => {
  it(`keeps every acknowledged record through a power cut at any operation (TEZGAH_SEED=${seed})`, {
    timeout: 60_000,
  }, async () => {
    const moments = await momentsOfRun(kind)
    const records = recordsIn(moments.at(-1)?.disk ?? new MemoryFileSystem([]))
    expect(prunedTo(records), 'a removal is part of it').toBeGreaterThan(0)
    let states = 0
    for (const [index, moment] of moments.entries()) {
      const tears = [...tearChoices()].filter((_, tear) => (tear + index) % TEARS === seed % TEARS)
      const choices = [...nameChoices(moment.disk.pendingNames.length), ...tears]
      states += await cutPower(kind, moment, choices)
    }
    expect(states).toBeGreaterThan(200)
  })

  it(`keeps them through a kill at any operation, and a power cut at any of opening again (TEZGAH_SEED=${seed})`, {
    timeout: 60_000,
  }, async () => {
    const random = randomFrom(seed)
    let states = 0
    const killed = await momentsOfRun(kind)
    for (const [index, moment] of killed.entries()) {
      if (index % KILLS !== seed % KILLS) continue
      for (const again of await momentsOfRecovery(kind, moment)) {
        const choices = [...choicesFor(again, random, 1)].filter((_, choice) => choice % 3 === index % 3)
        states += await cutPower(kind, again, choices)
      }
    }
    expect(states).toBeGreaterThan(20)
  })
})

/** A disk on which nothing but this log is. */
function diskWith(bytes: Uint8Array): MemoryFileSystem {
  const disk = new MemoryFileSystem([ROOT])
  for (const folder of ['logs', 'logs/audit']) {
    disk.folders.add(`${ROOT}${folder}`)
    disk.durableFolders.add(`${ROOT}${folder}`)
  }
  disk.put(LOG_PATH, bytes)
  return disk
}

describe('what a crash left behind the last record', () => {
  it('is truncated at any torn byte, and its length and hash are recorded', async () => {
    const { bytes, lines } = smallLog(3)
    const kept = bytes.length - (lines.at(-1)?.length ?? 0)
    for (let length = kept; length <= bytes.length; length++) {
      const disk = diskWith(bytes.subarray(0, length))
      const torn = length > kept && length < bytes.length
      await requireSound(disk, { path: LOG_PATH }, [], `cut to ${length} bytes`)
      const found = recordsIn(disk).get(3)
      expect(found?.action === 'log.recovered_tail', `cut to ${length} bytes`).toBe(torn)
      if (!torn) continue
      const sha256 = createHash('sha256').update(bytes.subarray(kept, length)).digest('hex')
      const details = { bytes: length - kept, sha256 }
      expect(found).toMatchObject({ seq: 3, actor: 'tezgah/audit', subject: 'backtest.log', details })
    }
  })

  it('is cut when it is longer than the record of it, with a power cut at any operation of that', async () => {
    const torn = `{"action":"${'x'.repeat(3000)}`
    const disk = diskWith(Buffer.concat([smallLog(2).bytes, Buffer.from(torn)]))
    const random = randomFrom(1)
    for (const moment of await momentsOfRecovery('unsigned', { disk, acknowledged: [], where: 'a long tail' })) {
      await cutPower('unsigned', moment, choicesFor(moment, random, 5))
    }
  })

  it('is cut when it is a long tail of NUL bytes', async () => {
    const disk = diskWith(Buffer.concat([smallLog(2).bytes, Buffer.alloc(1_000_000)]))
    await (await openAuditLog({ path: LOG_PATH, fileSystem: disk })).close()
    expect(recordsIn(disk).get(3)).toMatchObject({ action: 'log.recovered_tail', details: { bytes: 1_000_000 } })
  })
})
