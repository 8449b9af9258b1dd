import { BtcturkError } from '../errors.ts'

/** An order of which it is not known whether the exchange has it. */
export type UnresolvedOrder = {
  readonly clientOrderId: string
  readonly symbol: string
  /** Stamp of the last request that carried it: server time, milliseconds since the epoch. */
  readonly stamp: number
}

type Entry = { state: 'sending' | 'unknown' | 'accepted'; readonly symbol: string; stamp: number }

export type InFlightOrdersLimits = {
  /** Accepted ids that are remembered, the oldest are forgotten first. */
  readonly maxAccepted: number
  /** Orders of unknown outcome at one time; more are not sent. */
  readonly maxUnresolved: number
}

/** Which client order ids are in use, so that none is sent twice. */
export class InFlightOrders {
  readonly #entries = new Map<string, Entry>()
  readonly #accepted = new Set<string>()
  readonly #limits: InFlightOrdersLimits

  constructor(limits: InFlightOrdersLimits) {
    this.#limits = limits
  }

  get unresolved(): readonly UnresolvedOrder[] {
    return [...this.#entries].flatMap(([clientOrderId, { state, symbol, stamp }]) =>
      state === 'unknown' ? [{ clientOrderId, symbol, stamp }] : [],
    )
  }

  find(clientOrderId: string): UnresolvedOrder | null {
    const entry = this.#entries.get(clientOrderId)
    return entry === undefined ? null : { clientOrderId, symbol: entry.symbol, stamp: entry.stamp }
  }

  isSending(clientOrderId: string): boolean {
    return this.#entries.get(clientOrderId)?.state === 'sending'
  }

  isAccepted(clientOrderId: string): boolean {
    return this.#accepted.has(clientOrderId)
  }

  /** @throws BtcturkError `duplicate_client_order_id` or `unresolved_order`, `not_sent` */
  markSending(clientOrderId: string, symbol: string): void {
    const state = this.#entries.get(clientOrderId)?.state
    if (state === 'unknown') {
      throw notSent(
        'unresolved_order',
        'this client order id must be reconciled before it is sent again',
        clientOrderId,
      )
    }
    if (state !== undefined) {
      throw notSent('duplicate_client_order_id', `this client order id is ${state} already`, clientOrderId)
    }
    const unresolved = this.#entries.size - this.#accepted.size
    if (unresolved >= this.#limits.maxUnresolved) {
      throw notSent(
        'unresolved_order',
        `${unresolved} orders are under way or unknown; reconcile them first`,
        clientOrderId,
      )
    }
    this.#entries.set(clientOrderId, { state: 'sending', symbol, stamp: 0 })
  }

  markStamped(clientOrderId: string, stamp: number): void {
    const entry = this.#entries.get(clientOrderId)
    if (entry !== undefined) entry.stamp = stamp
  }

  markAccepted(clientOrderId: string, symbol: string): void {
    this.#entries.set(clientOrderId, { state: 'accepted', symbol, stamp: this.#entries.get(clientOrderId)?.stamp ?? 0 })
    this.#accepted.add(clientOrderId)
    for (const oldest of this.#accepted) {
      if (this.#accepted.size <= this.#limits.maxAccepted) break
      this.#accepted.delete(oldest)
      this.#entries.delete(oldest)
    }
  }

  markUnknown(clientOrderId: string): void {
    const entry = this.#entries.get(clientOrderId)
    if (entry !== undefined) entry.state = 'unknown'
  }

  /** The exchange provably does not have it: the id is free. */
  markAbsent(clientOrderId: string): void {
    this.#entries.delete(clientOrderId)
    this.#accepted.delete(clientOrderId)
  }
}

function notSent(code: 'unresolved_order' | 'duplicate_client_order_id', message: string, clientOrderId: string) {
  return new BtcturkError(code, message, { outcome: 'not_sent', clientOrderId })
}
