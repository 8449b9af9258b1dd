import { hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createVerifier, type Sha256, type Verification, type VerifyOptions } from '@tezgah/audit'
import { UsageError } from '../../usage-error.ts'
import type { LogFiles } from './log-files.ts'

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
