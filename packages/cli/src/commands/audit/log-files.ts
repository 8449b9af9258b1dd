import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../../usage-error.ts'

/** The files of one log. */
export type LogFiles = {
  /** Path of the active file, which may be missing for a moment, without `.log`. */
  readonly base: string
  /** Paths of the segments that are there, oldest first, the active one last. */
  readonly segments: readonly string[]
  readonly hasActive: boolean
}

const SEGMENT = /(\.[0-9]{12})?\.log$/

/**
 * The log that a path names: its active file, or a folder that holds one log only.
 *
 * @throws UsageError if there is none, or more than one
 */
export function findLog(cwd: string, given: string): LogFiles {
  const found = path.resolve(cwd, given)
  const isFolder = statSync(found, { throwIfNoEntry: false })?.isDirectory() ?? false
  const folder = isFolder ? found : path.dirname(found)
  const names = namesIn(folder, given)
  const base = isFolder ? onlyBase(names, given) : path.basename(found).replace(SEGMENT, '')
  const ours = names.filter((name) => SEGMENT.test(name) && name.replace(SEGMENT, '') === base)
  if (ours.length === 0) throw new UsageError(`${given}: no audit log of that name; give its folder or its active file`)
  const active = `${base}.log`
  const ordered = [...ours.filter((name) => name !== active).sort(), ...ours.filter((name) => name === active)]
  const segments = ordered.map((name) => path.join(folder, name))
  return { base: path.join(folder, base), segments, hasActive: ours.includes(active) }
}

function namesIn(folder: string, given: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new UsageError(`${given}: cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

function onlyBase(names: readonly string[], given: string): string {
  const bases = new Set(names.filter((name) => SEGMENT.test(name)).map((name) => name.replace(SEGMENT, '')))
  const [base] = bases
  if (base !== undefined && bases.size === 1) return base
  const found = bases.size === 0 ? 'none' : [...bases].map((name) => `${name}.log`).join(', ')
  throw new UsageError(`${given}: must hold one audit log, holds ${found}; give the active file of one`)
}
