import { createReadStream } from 'node:fs'
import { createVerifier, type Verification, type VerifyOptions } from '../verify.ts'

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
