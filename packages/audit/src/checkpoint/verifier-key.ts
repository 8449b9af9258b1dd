import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { sha256 } from '../encoding/sha256.ts'
import { encodeUtf8 } from '../encoding/utf8.ts'

/** What a key signs: `0x01` the text of a note, `0x04` a text and the time at which a witness saw it. */
export type KeyType = 1 | 4

/** Who may be believed: a name and a public key, as C2SP signed-note has them. */
export type VerifierKey = {
  readonly name: string
  readonly type: KeyType
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), as 8 hexadecimal digits. */
  readonly id: string
}

/**
 * The key of this name.
 *
 * @throws RangeError if the name is empty or holds a space or a plus sign, or the key has not 32 bytes
 */
export function verifierKey(name: string, type: KeyType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name))
    throw new RangeError('a key name must not be empty, nor hold a space, a line feed or a plus sign')
  if (publicKey.length !== 32) throw new RangeError(`an Ed25519 public key has 32 bytes, was ${publicKey.length}`)
  const head = encodeUtf8(`${name}\n`)
  const bytes = new Uint8Array(head.length + 33)
  bytes.set(head)
  bytes[head.length] = type
  bytes.set(publicKey, head.length + 1)
  return { name, type, publicKey: new Uint8Array(publicKey), id: sha256(bytes).slice(0, 8) }
}

/**
 * Reads `<name>+<id>+<base64(type ‖ public key)>`.
 *
 * @throws RangeError if it is not that, or the id is not the one of name and key
 */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', id = '', base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.*)$/.exec(text) ?? []
  const bytes = decodeBase64(base64)
  const type = bytes?.[0]
  if (bytes?.length !== 33 || (type !== 1 && type !== 4)) {
    throw new RangeError('a verifier key must be <name>+<8 hexadecimal digits>+<base64 of a type and an Ed25519 key>')
  }
  const key = verifierKey(name, type, bytes.subarray(1))
  if (key.id !== id) throw new RangeError(`verifier key ${name}: its id is ${key.id}, not ${id}`)
  return key
}

/** The text that {@link parseVerifierKey} reads. */
export function formatVerifierKey({ name, type, publicKey, id }: VerifierKey): string {
  const bytes = new Uint8Array(33)
  bytes[0] = type
  bytes.set(publicKey, 1)
  return `${name}+${id}+${encodeBase64(bytes)}`
}

/** True for a name that can stand in a signature line. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{Zs}\p{Cc}\p{Surrogate}]/u.test(name)
}
