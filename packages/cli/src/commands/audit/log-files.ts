import { hash } from 'node:crypto'
import { createReadStream, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { createVerifier, type Sha256, type Verification, type VerifyOptions } from '@tezgah/audit'
import { messageOf } from '@tezgah/core/describe'
import { UsageError } from '../../exit.ts'

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
    throw new UsageError(`${given}: cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function onlyBase(names: readonly string[], given: string): string {
  const bases = new Set(names.filter((name) => SEGMENT.test(name)).map((name) => name.replace(SEGMENT, '')))
  const [base] = bases
  if (base !== undefined && bases.size === 1) return base
  const found = bases.size === 0 ? 'none' : [...bases].map((name) => `${name}.log`).join(', ')
  throw new UsageError(`${given}: must hold one audit log, holds ${found}; give the active file of one`)
}

export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'hex')

type Reading = Omit<VerifyOptions, 'sha256'>

/**
 * Reads and verifies a log, file by file, in memory bounded by one record.
 *
 * @throws UsageError if a file cannot be read
 */
export async function readLog({ segments, hasActive }: LogFiles, reading: Reading = {}): Promise<Verification> {
  const verifier = createVerifier({ ...reading, sha256 })
  for (const [index, file] of segments.entries()) {
    if (index > 0) verifier.nextSegment()
    await readFile(file, (bytes) => verifier.push(bytes))
  }
  // Only a sealed file has a number in its name: without the active one, the last must still be sealed.
  if (!hasActive) verifier.nextSegment()
  return verifier.end()
}

async function readFile(file: string, take: (bytes: Uint8Array) => void): Promise<void> {
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 18 })) take(bytes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new UsageError(`${file}: cannot be read: ${error.message}`, { cause: error })
  }
}
