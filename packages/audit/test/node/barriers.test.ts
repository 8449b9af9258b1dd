// Barriers that the power cuts of power-cut.test.ts do not need, each by itself.
import { openAuditLog } from '@tezgah/audit/node'
import { describe, expect, it } from 'vitest'
import { event } from '../events.ts'
import { type Moment, momentsOfRecovery, momentsOfRun, watch } from './crash.ts'
import { afterPowerCut, type Choice, nameChoices } from './crash-states.ts'
import { settled } from './manual-clock.ts'
import { LOG_PATH, type MemoryFileSystem } from './memory-file-system.ts'
import { emptyDisk, recordsIn, rotatingOptions } from './workload.ts'

/** A power cut that keeps nothing but what was synced. */
const onlySynced: Choice = { names: () => false, data: () => false, tear: (length) => ({ kept: length, nuls: false }) }

const checkpointsOf = (disk: MemoryFileSystem): string => disk.contents().get('backtest.checkpoints')?.toString() ?? ''
const sizesIn = (notes: string): number[] => [...notes.matchAll(/^(\d+)$/gm)].map(([digits]) => Number(digits))

describe('what was synced', () => {
  it('holds the first record of a new log, with the name of its file and of its folders', async () => {
    const disk = emptyDisk()
    const log = await openAuditLog({ path: LOG_PATH, fileSystem: disk })
    await log.append(event(0))
    expect([...recordsIn(afterPowerCut(disk, onlySynced)).keys()]).toEqual([0, 1])
    await log.close()
  })

  it('holds a checkpoint as soon as it counts, with the name of its file', async () => {
    const disk = emptyDisk()
    const log = await openAuditLog(rotatingOptions(disk))
    await settled()
    expect(log.state.checkpointed).toBe(1)
    expect(sizesIn(checkpointsOf(afterPowerCut(disk, onlySynced)))).toEqual([1])
    await log.close()
  })

  it('holds the records of every checkpoint that may be there', async () => {
    for (const { disk, where } of await momentsOfRun('signed')) {
      const most = Math.max(0, ...sizesIn(checkpointsOf(disk)))
      const synced = recordsIn(afterPowerCut(disk, onlySynced))
      if (most > 0) expect(synced.has(most - 1), `${where}: a checkpoint of ${most} records`).toBe(true)
    }
  })

  it.each(['unsigned', 'signed'] as const)('syncs what a killed log left before it is written to, %s', async (kind) => {
    // Killed when something was written that was not synced.
    const killed = (await momentsOfRun(kind)).filter(({ where }) => /, sync \S+$/.test(where))
    for (const moment of killed) {
      const recovery = await momentsOfRecovery(kind, moment)
      const first = recovery.find(({ where }) => /, (write|rename|remove) \S+$/.test(where))
      expect(first, moment.where).toBeDefined()
      const left = first === undefined ? moment.disk : afterPowerCut(first.disk, onlySynced)
      expect([...recordsIn(left).keys()], first?.where).toEqual([...recordsIn(moment.disk).keys()])
      expect(sizesIn(checkpointsOf(left)), first?.where).toEqual(sizesIn(checkpointsOf(moment.disk)))
    }
  })

  it('holds what was sealed and not erased, at any operation of an erasure', async () => {
    const disk = emptyDisk()
    const log = await openAuditLog({ path: LOG_PATH, fileSystem: disk })
    for (const number of [0, 1, 2]) await log.append(event(number), { seal: ['/number'] })
    const moments: Moment[] = watch(disk, [], 'erasing')
    expect(await log.eraseSealed({ seq: 2 })).toBe(1)
    disk.fault = () => undefined
    await log.close()
    expect(moments.length).toBeGreaterThan(3)
    for (const moment of [...moments, { disk, acknowledged: [], where: 'erased' }]) {
      for (const choice of nameChoices(moment.disk.pendingNames.length)) {
        const left = afterPowerCut(moment.disk, choice).contents().get('backtest.disclosures')?.toString() ?? ''
        for (const seq of [1, 3]) expect(left, moment.where).toContain(`"seq":${seq},`)
      }
    }
    const erased = afterPowerCut(disk, onlySynced).contents().get('backtest.disclosures')?.toString()
    expect(erased, 'what was erased does not come back').not.toContain('"seq":2,')
  })
})
