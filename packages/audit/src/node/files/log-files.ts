import path from 'node:path'
import { type SegmentStart, sealedSuffix } from '../../segments/segment.ts'
import type { AuditFileSystem } from './file-system.ts'

/** Where the files of one log stand. All are in the folder of the active file and begin with its name without `.log`. */
export type LogNames = {
  readonly folder: string
  /** The name without folder and `.log`. */
  readonly base: string
  /** Full path of the file that is written now. */
  readonly active: string
  /** Full path of the signed checkpoints. */
  readonly checkpoints: string
  /** Full path of what the active segment's records seal. */
  readonly disclosures: string
}

/** The files of the log whose active file is `file`. */
export function logNames(file: string): LogNames {
  const active = path.resolve(file)
  const folder = path.dirname(active)
  const base = path.basename(active).replace(/\.log$/, '')
  const sibling = (ending: string): string => path.join(folder, `${base}${ending}`)
  return { folder, base, active, checkpoints: sibling('.checkpoints'), disclosures: sibling('.disclosures') }
}

/** Name, without folder, of the sealed segment that begins at this record. */
export function sealedName({ base }: LogNames, firstSeq: number): string {
  return `${base}${sealedSuffix(firstSeq)}`
}

/** Full path of the disclosures that belong to a segment's file. */
export function disclosuresOf({ folder }: LogNames, segmentName: string): string {
  return path.join(folder, segmentName.replace(/\.log$/, '.disclosures'))
}

/** Of the names in a folder, those that are sealed segments of this log (`.log`) or belong to one, oldest first. */
export function sealedFiles({ base }: LogNames, names: readonly string[], ending: 'log' | 'disclosures'): string[] {
  const form = new RegExp(`^\\.\\d{12,}\\.${ending}$`)
  const own = names.filter((name) => name.startsWith(`${base}.`) && form.test(name.slice(base.length)))
  // By number, because more than twelve digits would sort before twelve.
  return own.sort((a, b) => firstSeqOf(a) - firstSeqOf(b))
}

/** The number in the name of a sealed segment: its first record. */
export function firstSeqOf(name: string): number {
  return Number(/\.(\d+)\.[a-z]+$/.exec(name)?.[1])
}

/** A segment that is sealed. */
export type SealedSegment = {
  /** Name of its file, without folder. */
  readonly name: string
  /** The log before its first record. */
  readonly beginning: SegmentStart
  /** `seq` of the record that follows it. */
  readonly end: number
  /** When, by the wall clock, in milliseconds since the Unix epoch. */
  readonly sealedAt: number
}

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
