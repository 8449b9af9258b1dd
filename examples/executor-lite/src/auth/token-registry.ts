import { createHash } from 'node:crypto'
import { type Operator, OperatorsWatcher } from '@tezgah/core/node/operators-file'
import type { TokenHolder } from './identity.ts'

/** How long a change of the file may go unseen, in milliseconds. */
const REFRESH_MS = 250

/** One token that is or was valid. */
export type TokenEntry = {
  /** SHA-256 of the token. */
  readonly digest: Uint8Array
  readonly holder: TokenHolder
  /** It is valid before this moment, epoch milliseconds. */
  readonly expiresAt: number
}

/** Every token the service knows, by its digest. Follows the operators file, so that a revoked token ends within 0.25 s. */
export class TokenRegistry {
  readonly #watcher: OperatorsWatcher
  readonly #admin: TokenEntry
  readonly #monotonicNow: () => number
  #refreshedAt: number
  #entries: readonly TokenEntry[]

  /**
   * @param file - what `tezgah token` writes; need not exist
   * @param adminToken - valid for ever, as operator `admin`, and may speak for others
   * @param onError - called once for each version of the file that cannot be used; the version before stays in force
   * @throws OperatorsFileError
   */
  constructor(file: string, adminToken: string, monotonicNow: () => number, onError: (error: unknown) => void) {
    this.#monotonicNow = monotonicNow
    this.#watcher = new OperatorsWatcher(file, onError)
    const operator = { id: 'admin', role: 'admin', credential: 'ADMIN_TOKEN' } as const
    const holder = { operator, speaksForOthers: true } as const
    this.#admin = { digest: digestOf(adminToken), holder, expiresAt: Number.POSITIVE_INFINITY }
    this.#refreshedAt = monotonicNow()
    this.#entries = this.#read()
  }

  get entries(): readonly TokenEntry[] {
    const now = this.#monotonicNow()
    if (now - this.#refreshedAt < REFRESH_MS) return this.#entries
    this.#refreshedAt = now
    if (this.#watcher.refresh()) this.#entries = this.#read()
    return this.#entries
  }

  #read(): readonly TokenEntry[] {
    return [this.#admin, ...this.#watcher.operators.flatMap(entriesOf)]
  }
}

/** What of a token is kept and compared. */
export function digestOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}

function entriesOf({ id, role, tokens }: Operator): readonly TokenEntry[] {
  return tokens.map((token) => ({
    digest: Buffer.from(token.sha256, 'hex'),
    holder: {
      operator: { id, role, credential: `${id}/${token.id}` },
      ...(token.speaksForOthers && { speaksForOthers: true }),
    },
    expiresAt: token.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(token.expiresAt),
  }))
}
