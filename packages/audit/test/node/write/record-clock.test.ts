import { openAuditLog, readAudit, systemClock } from '@tezgah/audit/node'
import { createManualClock } from '@tezgah/core/clock'
import { expect, it } from 'vitest'
import { event } from '../../events.ts'
import { LOG_PATH, MemoryFileSystem, ROOT } from '../memory-file-system.ts'

it('counts the microseconds of a steady clock since the log was opened', async () => {
  const fileSystem = new MemoryFileSystem([ROOT])
  const time = createManualClock(1_750_000_000_000)
  const clock = { ...time, now: () => Math.floor(time.now()), random: systemClock.random }
  const log = await openAuditLog({ path: LOG_PATH, fileSystem, clock })
  time.advance(1500)
  const { mono, time: wall } = await log.append(event(1))
  time.advance(0.25)
  const next = await log.append(event(2))
  await log.close()
  expect([mono, wall, next.mono]).toEqual([1_500_000, 1_750_000_001_500, 1_500_250])
  const kept: number[] = []
  for await (const record of readAudit(LOG_PATH, { fileSystem })) kept.push(record.mono)
  expect(kept).toEqual([0, mono, next.mono])
})
