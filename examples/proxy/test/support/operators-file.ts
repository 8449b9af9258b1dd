import { createHash, randomBytes, scryptSync } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Operator } from '@tezgah/core/node/operators-file'

/** The least that the file may hold, so that a test need not wait. */
const LOG2_COST = 14

/** A digest as `tezgah operator` writes it, but cheap. */
export function passwordDigest(password: string, log2Cost = LOG2_COST): string {
  const salt = randomBytes(16)
  const hash = scryptSync(password, salt, 32, {
    cost: 2 ** log2Cost,
    blockSize: 8,
    parallelization: 1,
    maxmem: 2 ** 26,
  })
  const text = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
  return `$scrypt$ln=${log2Cost},r=8,p=1$${text(salt)}$${text(hash)}`
}

/** A token as the file holds it. */
export function tokenDigest(token: string, expiresAt: string | null = null): Operator['tokens'][number] {
  const sha256 = createHash('sha256').update(token).digest('hex')
  return { id: sha256.slice(0, 8), sha256, createdAt: '2026-01-01T00:00:00Z', expiresAt }
}

export type OperatorsFolder = {
  readonly file: string
  /** Replaces the file as a whole, as the command does. */
  write(operators: readonly Operator[]): void
  /** Replaces it by this text. */
  writeText(text: string, mode?: number): void
  remove(): void
}

/** A folder for an operators file, which is not there before it is written. */
export function makeOperatorsFolder(): OperatorsFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-operators-'))
  const file = path.join(folder, 'operators.json')
  const writeText = (text: string, mode = 0o600): void => {
    writeFileSync(`${file}.new`, text, { mode })
    renameSync(`${file}.new`, file)
  }
  return {
    file,
    write: (operators) => writeText(JSON.stringify({ version: 1, operators })),
    writeText,
    remove: () => rmSync(folder, { recursive: true }),
  }
}
