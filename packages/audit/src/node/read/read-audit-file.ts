import { AuditError } from '../../errors.ts'
import type { AuditRecord } from '../../record/record.ts'
import type { Verification } from '../../verify/verdict.ts'
import { createVerifier, type Verifier, type VerifyOptions } from '../../verify/verify.ts'
import { filePieces } from '../files/file-io.ts'
import { nodeFileSystem } from '../files/file-system.ts'
import { logFiles, logNames } from '../files/log-files.ts'
import { nodeSha256 } from '../files/node-hash.ts'

/**
 * Verifies the records of a log, those of its sealed segments included, reading only and without taking the lock. A log
 * that is being written may end in half a line just then, and is `torn` for that moment. `verifyAuditFolder` looks at
 * checkpoints and disclosures, too.
 *
 * @param path - the active file
 * @throws the file system's own error when a file cannot be read
 */
export async function verifyAuditFile(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const verifier = createVerifier({ sha256: nodeSha256, ...options })
  for await (const _ of pushAll(verifier, path));
  return verifier.end()
}

/**
 * The records of a log in order, those of its sealed segments included, each verified before it is given out. Reads
 * only, without taking the lock, in memory bounded by some hundred records; half a line at the end, of a log that is
 * being written, is not given out.
 *
 * @param path - the active file
 * @throws AuditError `tampered` at the first record that does not verify
 * @throws the file system's own error when a file cannot be read
 */
export async function* readAuditFile(path: string): AsyncGenerator<AuditRecord, void, void> {
  let verified: AuditRecord[] = []
  const verifier = createVerifier({ sha256: nodeSha256, onRecord: (record) => verified.push(record) })
  for await (const _ of pushAll(verifier, path)) {
    yield* verified
    verified = []
  }
  const result = verifier.end()
  if (result.status === 'tampered') throw new AuditError('tampered', result.reason, { seq: result.firstBadSeq })
}

/** Gives the verifier all files of a log, and a turn to the caller after each piece. */
async function* pushAll(verifier: Verifier, path: string): AsyncGenerator<void, void, void> {
  const names = logNames(path)
  const files = await logFiles(nodeFileSystem, names)
  // Where nothing is there, the error of the file system says so.
  for (const [index, file] of (files.length === 0 ? [names.active] : files).entries()) {
    if (index > 0) verifier.nextSegment()
    for await (const bytes of filePieces(nodeFileSystem, file)) {
      verifier.push(bytes)
      yield
    }
  }
}
