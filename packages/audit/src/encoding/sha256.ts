import { sha256Hex } from '@tezgah/core/sha256'

/**
 * The hash function, as 64 lower-case hexadecimal digits. Must not keep the bytes: they are reused. In Node
 * `(bytes) => hash('sha256', bytes, 'hex')` of `node:crypto` is some five times as fast as the default.
 */
export type Sha256 = (bytes: Uint8Array) => string

/** SHA-256 in plain JavaScript, for platforms without a faster one. */
export const sha256: Sha256 = sha256Hex
