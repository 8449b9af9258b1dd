import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { ed25519Signer, formatVerifierKey, verifierKey } from '@tezgah/audit'
import type { LogSigner } from '@tezgah/audit/node'
import { createFileExclusive, hasCode } from '@tezgah/core/node/durable-file'
import { EnvironmentError } from '@tezgah-examples/service-kit/environment'

/** Which log it is that the checkpoints are of. */
export const AUDIT_ORIGIN = 'tezgah/executor-lite'

/** Who signs the checkpoints of the audit log. */
export type SigningKey = {
  readonly signer: LogSigner
  /** What others verify the signatures with: `<name>+<id>+<base64>`. */
  readonly verifierKey: string
  /** There was none before. */
  readonly isNew: boolean
}

/**
 * The Ed25519 key in a file, which is made at the first start, readable by its owner only.
 *
 * @throws EnvironmentError where the file holds no such key
 */
export async function openSigningKey(file: string): Promise<SigningKey> {
  const found = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  })
  const privateKey = found === null ? await makeKey(file) : readKey(file, found)
  return {
    signer: { origin: AUDIT_ORIGIN, name: AUDIT_ORIGIN, privateKey },
    verifierKey: verifierKeyOf(privateKey),
    isNew: found === null,
  }
}

function readKey(file: string, pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, without a word of what the file holds.
  }
  throw new EnvironmentError([`AUDIT_KEY_FILE must hold an Ed25519 private key in PEM, ${file} does not`])
}

async function makeKey(file: string): Promise<KeyObject> {
  const { privateKey } = generateKeyPairSync('ed25519')
  await mkdir(path.dirname(file), { recursive: true })
  // Never over a key that exists: what it signed could not be continued.
  await createFileExclusive(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { temporary: `${file}.new` })
  return privateKey
}

function verifierKeyOf(privateKey: KeyObject): string {
  const { d = '' } = privateKey.export({ format: 'jwk' })
  const { name, publicKey } = ed25519Signer(AUDIT_ORIGIN, Buffer.from(d, 'base64url'))
  return formatVerifierKey(verifierKey(name, 1, publicKey))
}
