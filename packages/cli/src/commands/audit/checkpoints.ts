import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type KeyType,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  splitNotes,
  type TreeHead,
  type VerifierKey,
  verifyNote,
} from '@tezgah/audit'
import { UsageError } from '../../usage-error.ts'

const LOG_KEY: KeyType = 1
const WITNESS_KEY: KeyType = 4

/** Whom to believe. */
export type Keys = { readonly log: readonly VerifierKey[]; readonly witness: readonly VerifierKey[] }

/** @throws UsageError if a text is not a key of its kind */
export function readKeys(logKeys: readonly string[], witnessKeys: readonly string[]): Keys {
  return {
    log: logKeys.map((text) => readKey('--vkey', text, LOG_KEY)),
    witness: witnessKeys.map((text) => readKey('--witness-vkey', text, WITNESS_KEY)),
  }
}

export function readKey(flag: string, text: string, type: KeyType): VerifierKey {
  try {
    const key = parseVerifierKey(text)
    if (key.type === type) return key
  } catch (error) {
    throw new UsageError(`${flag}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
  throw new UsageError(`${flag}: must be a key of ${type === LOG_KEY ? 'a log' : 'a witness'}, was ${text}`)
}

/** What a log's own file of checkpoints says. */
export type OwnCheckpoints = { readonly heads: readonly TreeHead[]; readonly hasBadNote: boolean }

/** Those of a key that is known; without keys all of them, and nobody says that they are signed. */
export function ownCheckpoints(base: string, keys: readonly VerifierKey[]): OwnCheckpoints {
  const file = `${base}.checkpoints`
  const notes = existsSync(file) ? splitNotes(readFileSync(file, 'utf8')) : []
  const judged = notes.map((text) => judge(text, keys))
  return {
    heads: judged.flatMap((found) => (typeof found === 'string' ? [] : [found])),
    hasBadNote: judged.includes('bad'),
  }
}

function judge(text: string, keys: readonly VerifierKey[]): TreeHead | 'bad' | 'unknown' {
  const note = parseNote(text)
  const head = note === null ? null : parseCheckpoint(note.text)
  if (note === null || head === null) return 'bad'
  const by = keys.length === 0 ? null : verifyNote(note, keys)
  if (keys.length > 0 && by === null) return 'bad'
  return by?.length === 0 ? 'unknown' : head
}

/**
 * Checkpoints that were kept elsewhere, with the signatures that the keys at hand ask for.
 *
 * @throws UsageError if a file holds something else, or a signature is missing or wrong
 */
export function givenCheckpoints(cwd: string, files: readonly string[], keys: Keys): readonly TreeHead[] {
  return files.flatMap((given) => {
    const text = readText(cwd, '--checkpoint', given)
    const framed = splitNotes(text)
    return (framed.length > 0 ? framed : [text]).map((note) => openGiven(note, given, keys))
  })
}

function openGiven(text: string, given: string, keys: Keys): TreeHead {
  const note = parseNote(text)
  const head = note === null ? null : parseCheckpoint(note.text)
  if (note === null || head === null) throw new UsageError(`--checkpoint: ${given} does not hold a checkpoint`)
  for (const [whom, known] of [['the log', keys.log] as const, ['a witness', keys.witness] as const]) {
    if (known.length > 0 && !verifyNote(note, known)?.length) {
      throw new UsageError(`--checkpoint: ${given}, of size ${head.size}, is not signed by ${whom}`)
    }
  }
  return head
}

/** @throws UsageError if the file cannot be read */
export function readText(cwd: string, flag: string, given: string): string {
  try {
    return readFileSync(path.resolve(cwd, given), 'utf8')
  } catch (error) {
    throw new UsageError(`${flag}: cannot read ${given}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}
