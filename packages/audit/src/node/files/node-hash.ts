import { hash } from 'node:crypto'
import type { Sha256 } from '../../encoding/sha256.ts'

/** SHA-256 by OpenSSL. */
export const nodeSha256: Sha256 = (bytes) => hash('sha256', bytes, 'hex')
