import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { formatVerifierKey, verifierKey } from '@tezgah/audit'
import { messageOf } from '@tezgah/core/describe'
import { UsageError } from '../../exit.ts'
import type { CliIo } from '../../io.ts'

/**
 * `tezgah audit keygen`: writes a new private key, readable by its owner only, and prints its verifier key.
 *
 * @throws UsageError if the file exists or cannot be written, or the name cannot be that of a key
 */
export async function generateKey(
  io: CliIo,
  name: string,
  { out, witness }: { readonly out: string; readonly witness?: boolean },
): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const text = keyText(name, witness ? 4 : 1, raw)
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  try {
    // "wx": a key that is overwritten is lost.
    writeFileSync(path.resolve(io.cwd, out), pem, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    throw new UsageError(`--out: cannot write ${out}: ${messageOf(error)}`, { cause: error })
  }
  await io.stdout.write(`${text}\n`)
}

function keyText(name: string, type: 1 | 4, publicKey: Uint8Array): string {
  try {
    return formatVerifierKey(verifierKey(name, type, publicKey))
  } catch (error) {
    throw new UsageError(`name: ${messageOf(error)}`, { cause: error })
  }
}
