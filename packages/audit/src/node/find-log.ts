import path from 'node:path'
import type { AuditFileSystem } from './file-system.ts'
import { type LogNames, logNames, sealedFiles } from './log-names.ts'

/**
 * The log that a path means: an active file, whose name ends in `.log`, or a folder that holds one log.
 *
 * @throws RangeError when a folder holds none, or several; it names them
 */
export async function findLog(fileSystem: AuditFileSystem, where: string): Promise<LogNames> {
  if (where.endsWith('.log')) return logNames(where)
  const files = (await fileSystem.list(where)).filter((name) => name.endsWith('.log'))
  const active = new Set(files.map((name) => name.replace(/\.\d{12,}\.log$/, '.log')))
  const [only] = active
  if (active.size === 1 && only !== undefined) return logNames(path.join(where, only))
  const found = active.size === 0 ? 'no audit log' : `several audit logs: ${[...active].sort().join(', ')}`
  throw new RangeError(`${where} holds ${found}`)
}

/** Full paths of a log's files that are there, in the order of their records. */
export async function logFiles(fileSystem: AuditFileSystem, names: LogNames): Promise<string[]> {
  const present = await fileSystem.list(names.folder)
  const active = path.basename(names.active)
  const all = [...sealedFiles(names, present, 'log'), ...(present.includes(active) ? [active] : [])]
  return all.map((name) => path.join(names.folder, name))
}
