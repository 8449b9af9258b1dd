import { createHash } from 'node:crypto'
import { type Operator, OperatorsWatcher } from '@tezgah/core/node/operators-file'

/** The operators of the file by id, by token and by certificate; `refresh` reads the file again when it has changed. */
export class OperatorDirectory {
  readonly #watcher: OperatorsWatcher
  #index: Index

  /**
   * @param file - need not exist
   * @param onError - called once for each version of the file that is not valid; the previous version stays in force
   * @throws OperatorsFileError
   */
  constructor(file: string, onError: (error: unknown) => void) {
    this.#watcher = new OperatorsWatcher(file, onError)
    this.#index = indexOf(this.#watcher.operators)
  }

  get count(): number {
    return this.#index.byId.size
  }

  find(id: string): Operator | null {
    return this.#index.byId.get(id) ?? null
  }

  /** The owner of a token, `null` where it is unknown or has expired. Looks up digests, so timing reveals nothing of a token. */
  byToken(token: string, now: number): Operator | null {
    const entry = this.#index.byToken.get(createHash('sha256').update(token).digest('hex'))
    return entry !== undefined && now < entry.expiresAt ? entry.operator : null
  }

  /** @param fingerprint - SHA-256 of the certificate, hexadecimal in lower case */
  byCertificate(fingerprint: string): Operator | null {
    return this.#index.byCertificate.get(fingerprint) ?? null
  }

  refresh(): void {
    if (this.#watcher.refresh()) this.#index = indexOf(this.#watcher.operators)
  }
}

type TokenEntry = { readonly operator: Operator; readonly expiresAt: number }

type Index = {
  readonly byId: ReadonlyMap<string, Operator>
  readonly byToken: ReadonlyMap<string, TokenEntry>
  readonly byCertificate: ReadonlyMap<string, Operator>
}

function indexOf(operators: readonly Operator[]): Index {
  const endOf = (at: string | null): number => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at))
  return {
    byId: new Map(operators.map((operator) => [operator.id, operator])),
    byToken: new Map(
      operators.flatMap((operator) =>
        operator.tokens.map(({ sha256, expiresAt }) => [sha256, { operator, expiresAt: endOf(expiresAt) }] as const),
      ),
    ),
    byCertificate: new Map(
      operators.flatMap((operator) => (operator.certificates ?? []).map((sha256) => [sha256, operator] as const)),
    ),
  }
}
