import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type NoteSigner, parseVerifierKey, type VerifierKey, type VerifySignature, verifyEd25519 } from '@tezgah/audit'
import { messageOf } from '@tezgah/core/describe'
import { UsageError } from '../../exit.ts'
import { readTextFile } from '../../flags/input-file.ts'
import { withInterrupt } from '../../interrupt.ts'
import type { CliIo } from '../../io.ts'
import { createWitnessServer } from './witness-server.ts'
import { WitnessState } from './witness-state.ts'

type WitnessFlags = {
  readonly name: string
  readonly key: string
  readonly origin: string
  readonly vkey: readonly string[]
  readonly state: string
  readonly port: number
}

/**
 * `tezgah audit witness`: cosigns checkpoints that continue the last one it saw, on 127.0.0.1, until it is interrupted.
 *
 * @throws UsageError if a key or the state cannot be used, or the port is taken
 */
export async function runWitness(io: CliIo, flags: WitnessFlags): Promise<void> {
  await withInterrupt(io, (interrupted) => serve(io, flags, interrupted))
}

async function serve(io: CliIo, flags: WitnessFlags, interrupted: Promise<void>): Promise<void> {
  const keys = flags.vkey.map(readLogKey)
  if (keys.length === 0) throw new UsageError("--vkey: give the log's key")
  const state = new WitnessState(path.resolve(io.cwd, flags.state))
  const signer = readSigner(io.cwd, flags.name, flags.key)
  const server = createWitnessServer({
    log: { origin: flags.origin, keys, verify: verifySignature },
    signer,
    state,
    now: Date.now,
  })
  server.listen(flags.port, '127.0.0.1')
  await once(server, 'listening').catch((error) => {
    throw new UsageError(`--port: cannot listen on 127.0.0.1:${flags.port}: ${error.message}`, { cause: error })
  })
  const { port } = server.address() as AddressInfo
  await io.stdout.write(
    `witness of ${flags.origin} on http://127.0.0.1:${port}/add-checkpoint, at size ${state.head.size}\n`,
  )
  await interrupted
  server.close()
  server.closeAllConnections()
}

function readLogKey(text: string): VerifierKey {
  try {
    const key = parseVerifierKey(text)
    if (key.type === 1) return key
  } catch (error) {
    throw new UsageError(`--vkey: ${messageOf(error)}`, { cause: error })
  }
  throw new UsageError(`--vkey: must be the key of a log, received that of a witness: ${text}`)
}

/** Node's Ed25519, which is fast; keys that Node refuses are left to the package's own. */
const verifySignature: VerifySignature = (signature, message, publicKey) => {
  try {
    const x = Buffer.from(publicKey).toString('base64url')
    return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature)
  } catch {
    return verifyEd25519(signature, message, publicKey)
  }
}

function readSigner(cwd: string, name: string, given: string): NoteSigner {
  const privateKey = parseKey(readTextFile(cwd, '--key', given), given)
  const publicKey = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url')
  return { name, publicKey, sign: (message) => sign(null, message, privateKey) }
}

function parseKey(pem: string, given: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (error) {
    // The cause may quote the file, which is a secret.
    throw new UsageError(
      `--key: ${given} is not a private key in PEM (${(error as { code?: string }).code ?? 'unreadable'})`,
    )
  }
  throw new UsageError(`--key: ${given} is not an Ed25519 key`)
}
