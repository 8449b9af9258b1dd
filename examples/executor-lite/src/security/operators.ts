import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import type { TokenHolder } from '../ports.ts'
import { type OperatorsFile, readOperatorsFile } from './operators-file.ts'

/** How long a change of the file may go unseen, in milliseconds. */
const LOOK_EVERY_MS = 250

/** One token that is or was valid. */
export type Candidate = {
  /** SHA-256 of the token. */
  readonly digest: Uint8Array
  readonly holder: TokenHolder
  /** It is valid before this moment, epoch milliseconds. */
  readonly expiresAt: number
}

/** Every token the service knows, by its digest. Follows the file, so that a token that is revoked ends within 0.25 s. */
export class Operators {
  readonly #file: string
  readonly #admin: Candidate
  readonly #monotonicNow: () => number
  readonly #onError: (error: unknown) => void
  #lookedAt: number
  #seen: string
  #candidates: readonly Candidate[]

  /**
   * @param file - what `tezgah token` writes; need not be there
   * @param adminToken - valid for ever, as operator `admin`, and may speak for others
   * @param onError - told once of each version of the file that cannot be used; the version before stays in force
   * @throws OperatorsFileError
   */
  constructor(file: string, adminToken: string, monotonicNow: () => number, onError: (error: unknown) => void) {
    this.#file = file
    this.#monotonicNow = monotonicNow
    this.#onError = onError
    const operator = { id: 'admin', role: 'admin', credential: 'ADMIN_TOKEN' } as const
    const holder = { operator, speaksForOthers: true } as const
    this.#admin = { digest: digestOf(adminToken), holder, expiresAt: Number.POSITIVE_INFINITY }
    this.#lookedAt = monotonicNow()
    this.#seen = this.#version()
    this.#candidates = this.#read()
  }

  get candidates(): readonly Candidate[] {
    const now = this.#monotonicNow()
    if (now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = now
      this.#follow()
    }
    return this.#candidates
  }

  #follow(): void {
    const version = this.#version()
    if (version === this.#seen) return
    this.#seen = version
    try {
      this.#candidates = this.#read()
    } catch (error) {
      this.#onError(error)
    }
  }

  #read(): readonly Candidate[] {
    return [this.#admin, ...readOperatorsFile(this.#file).operators.flatMap(candidatesOf)]
  }

  #version(): string {
    const found = statSync(this.#file, { throwIfNoEntry: false, bigint: true })
    return found === undefined ? 'none' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
  }
}

/** What of a token is kept and compared. */
export function digestOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}

function candidatesOf({ id, role, tokens }: OperatorsFile['operators'][number]): readonly Candidate[] {
  return tokens.map((token) => ({
    digest: Buffer.from(token.sha256, 'hex'),
    holder: {
      operator: { id, role, credential: `${id}/${token.id}` },
      ...(token.speaksForOthers && { speaksForOthers: true }),
    },
    expiresAt: token.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(token.expiresAt),
  }))
}
