import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type NoteSigner, parseVerifierKey, type VerifierKey, type VerifySignature, verifyEd25519 } from '@tezgah/audit'
import type { CliIo } from '../../io.ts'
import { UsageError } from '../../usage-error.ts'
import { readText } from './read-text.ts'
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
 * `tezgah audit witness`: cosigns what goes on from what it saw, on 127.0.0.1, until the signal.
 *
 * @throws UsageError if a key or the state cannot be used, or the port is taken
 */
export async function witnessCommand(io: CliIo, flags: WitnessFlags, stop: AbortSignal): Promise<void> {
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
  if (!stop.aborted) await once(stop, 'abort')
  server.close()
  server.closeAllConnections()
}

function readLogKey(text: string): VerifierKey {
  try {
    const key = parseVerifierKey(text)
    if (key.type === 1) return key
  } catch (error) {
    throw new UsageError(`--vkey: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
  throw new UsageError(`--vkey: must be a key of a log, was that of a witness: ${text}`)
}

/** Node's Ed25519 for keys of our own; what it cannot take is left to the package's. */
const verifySignature: VerifySignature = (signature, message, publicKey) => {
  try {
    const x = Buffer.from(publicKey).toString('base64url')
    return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature)
  } catch {
    return verifyEd25519(signature, message, publicKey)
  }
}

function readSigner(cwd: string, name: string, given: string): NoteSigner {
  const privateKey = parseKey(readText(cwd, '--key', given), given)
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
      `--key: ${given} is no private key in PEM (${(error as { code?: string }).code ?? 'unreadable'})`,
    )
  }
  throw new UsageError(`--key: ${given} is not an Ed25519 key`)
}
