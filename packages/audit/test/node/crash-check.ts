import { type AuditLogOptions, openAuditLog, verifyAuditFolder } from '@tezgah/audit/node'
import { event } from '../events.ts'
import { LOG_PATH, type MemoryFileSystem } from './memory-file-system.ts'
import { type Acknowledged, prunedTo, recordsIn } from './workload.ts'

/**
 * What must hold of any disk that a crash left: the log does not look tampered with, neither before nor after it is
 * opened again; it takes another record; and each acknowledged record is there, unless the log says it was removed.
 */
export async function requireSound(
  disk: MemoryFileSystem,
  options: AuditLogOptions,
  acknowledged: readonly Acknowledged[],
  where: string,
): Promise<void> {
  const fail = (problem: unknown): never => {
    throw new Error(`${where}: ${problem instanceof Error ? problem.message : JSON.stringify(problem)}`)
  }
  const before = await verdict(disk)
  if (before.status === 'tampered') fail({ before })
  const log = await openAuditLog({ ...options, fileSystem: disk }).catch(fail)
  await log.append(event(1000), { seal: ['/number'] })
  await log.close()
  const after = await verdict(disk)
  if (after.status !== 'intact') fail({ after })
  const records = recordsIn(disk)
  const removed = prunedTo(records)
  for (const { seq, hash } of acknowledged) {
    if (seq >= removed && records.get(seq)?.hash !== hash) fail(`record ${seq} was acknowledged and is lost`)
  }
}

async function verdict(disk: MemoryFileSystem): Promise<{ readonly status: string }> {
  const names = [...disk.contents().keys()]
  // A crash before the first file was kept leaves nothing to verify.
  if (!names.some((name) => name.endsWith('.log'))) return { status: 'nothing' }
  return verifyAuditFolder(LOG_PATH, { fileSystem: disk })
}
