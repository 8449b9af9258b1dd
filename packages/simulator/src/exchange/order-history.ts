import type { Account } from './accounts.ts'
import type { UserTrade } from './events.ts'
import { isOpen, type Order } from './order.ts'

const KEPT = 100_000

/** Orders and trades of all accounts. Of those that ended, the oldest are forgotten above a hundred thousand an account. */
export class OrderHistory {
  readonly #orders = new Map<Account, Map<number, Order>>()
  readonly #open = new Map<Account, Set<Order>>()
  readonly #trades = new Map<Account, UserTrade[]>()

  add(order: Order): void {
    entry(this.#orders, order.account, () => new Map<number, Order>()).set(order.id, order)
    entry(this.#open, order.account, () => new Set<Order>()).add(order)
    this.#forget(order.account)
  }

  addTrade(trade: UserTrade): void {
    const trades = entry(this.#trades, trade.order.account, () => [])
    trades.push(trade)
    if (trades.length > 2 * KEPT) trades.splice(0, KEPT)
  }

  /** An order of this account, open or not. */
  find(account: Account, id: number): Order | undefined {
    return this.#orders.get(account)?.get(id)
  }

  /** Oldest first. */
  of(account: Account): Order[] {
    return [...(this.#orders.get(account)?.values() ?? [])]
  }

  /** Oldest first. */
  openOf(account: Account): Order[] {
    const open = this.#open.get(account)
    if (open === undefined) return []
    for (const order of open) if (!isOpen(order)) open.delete(order)
    return [...open]
  }

  /** Oldest first. */
  tradesOf(account: Account): readonly UserTrade[] {
    return this.#trades.get(account) ?? []
  }

  #forget(account: Account): void {
    const orders = this.#orders.get(account)!
    if (orders.size <= 2 * KEPT) return
    for (const [id, order] of orders) {
      if (orders.size <= KEPT) break
      if (!isOpen(order)) orders.delete(id)
    }
  }
}

function entry<Value>(map: Map<Account, Value>, account: Account, create: () => Value): Value {
  let value = map.get(account)
  if (value === undefined) {
    value = create()
    map.set(account, value)
  }
  return value
}
