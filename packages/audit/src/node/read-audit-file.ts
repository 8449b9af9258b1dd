import { createReadStream } from 'node:fs'
import { AuditError } from '../errors.ts'
import type { AuditRecord } from '../record.ts'
import type { Verification } from '../verify/verdict.ts'
import { createVerifier, type VerifyOptions } from '../verify/verify.ts'

/**
 * Verifies a log file from its first byte to its last, reading only and without taking the lock. A log that is being
 * written may end in half a line just then, and is `torn` for that moment.
 *
 * @throws the file system's own error when the file cannot be read
 */
export async function verifyAuditFile(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const verifier = createVerifier(options)
  for await (const bytes of createReadStream(path)) verifier.push(bytes)
  return verifier.end()
}

/**
 * The records of a log file in order, each verified before it is given out. Reads only, without taking the lock, in
 * memory bounded by some hundred records; half a line at the end, of a log that is being written, is not given out.
 *
 * @throws AuditError `tampered` at the first record that does not verify
 * @throws the file system's own error when the file cannot be read
 */
export async function* readAuditFile(path: string): AsyncGenerator<AuditRecord, void, void> {
  let verified: AuditRecord[] = []
  const verifier = createVerifier({ onRecord: (record) => verified.push(record) })
  for await (const bytes of createReadStream(path)) {
    verifier.push(bytes)
    yield* verified
    verified = []
  }
  const result = verifier.end()
  if (result.status === 'tampered') throw new AuditError('tampered', result.reason, { seq: result.firstBadSeq })
}
