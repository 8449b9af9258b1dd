import { Signer } from '@tezgah/btcturk'
import type { Account, Permission } from '../exchange/accounts.ts'
import type { RestRequest, UnauthorizedReason } from './reply.ts'

const USED_STAMPS = 20_000

export type ApiKey = {
  readonly account: Account
  readonly signer: Signer
  readonly addresses: readonly string[] | null
}

/** The API keys, and the stamps that each has used. */
export class ApiKeys {
  readonly #keys = new Map<string, ApiKey>()
  readonly #used = new Map<string, Set<number>>()
  readonly #toleranceMs: number

  /** @param toleranceMs - how far a stamp may be from the server's time, either way */
  constructor(toleranceMs: number) {
    this.#toleranceMs = toleranceMs
  }

  /** @param addresses - where the key may be used from; `null` for everywhere */
  add(account: Account, secret: string, addresses: readonly string[] | null): void {
    const signer = new Signer({ publicKey: account.publicKey, secret })
    this.#keys.set(account.publicKey, { account, signer, addresses })
  }

  find(publicKey: string): ApiKey | undefined {
    return this.#keys.get(publicKey)
  }

  /** Headers, key, address and permission, stamp, signature: in this order, and a stamp counts as used once it signed. */
  authenticate(request: RestRequest, permission: Permission, now: number): Account | UnauthorizedReason {
    const { 'x-pck': publicKey, 'x-stamp': stamp, 'x-signature': signature } = request.headers
    if (publicKey === undefined || signature === undefined || stamp === undefined) return 'Invalid Request'
    if (!/^[1-9]\d{0,15}$/.test(stamp)) return 'Invalid Request'
    const key = this.#keys.get(publicKey)
    if (key === undefined) return 'Invalid Public key'
    if (key.addresses !== null && !key.addresses.includes(request.address)) return 'Invalid Request'
    if (!key.account.permissions.has(permission)) return 'Invalid Public key'
    const time = Number(stamp)
    if (Math.abs(time - now) > this.#toleranceMs || this.#usedBy(publicKey).has(time)) return 'Invalid Nonce'
    if (key.signer.sign(time) !== signature) return 'Invalid Signature'
    this.#use(publicKey, time, now)
    return key.account
  }

  #usedBy(publicKey: string): Set<number> {
    let used = this.#used.get(publicKey)
    if (used === undefined) {
      used = new Set()
      this.#used.set(publicKey, used)
    }
    return used
  }

  #use(publicKey: string, stamp: number, now: number): void {
    const used = this.#usedBy(publicKey)
    used.add(stamp)
    if (used.size < USED_STAMPS) return
    for (const old of used) if (old < now - this.#toleranceMs) used.delete(old)
  }
}
