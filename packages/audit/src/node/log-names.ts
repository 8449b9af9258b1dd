import path from 'node:path'
import { sealedSuffix } from '../segments/segment.ts'

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
  const beside = (ending: string): string => path.join(folder, `${base}${ending}`)
  return { folder, base, active, checkpoints: beside('.checkpoints'), disclosures: beside('.disclosures') }
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
