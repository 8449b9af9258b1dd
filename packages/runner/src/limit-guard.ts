import type { GuardedAccount, GuardedOrder, OrderGuard, OrderJudge } from '@tezgah/backtest'
import { Decimal } from 'decimal.js'
import type { RunLimits } from './run-limits.ts'

/** Digits enough for any product of two of the engine's decimals, so that a comparison at the limit is exact. */
const Exact = Decimal.clone({ precision: 200 })

/** Ends a run at the close at which it went beyond a limit. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached'
  readonly field: string

  constructor(field: keyof RunLimits, limit: string, observed: string, time: number) {
    super(`${field} is ${limit}, observed ${observed} at ${new Date(time).toISOString()}`)
    this.field = `limits.${field}`
  }
}

/** A guard that lets every order pass until a limit is passed, and then ends the run; `null` where nothing is limited. */
export function limitGuard(limits: RunLimits | undefined): OrderGuard | null {
  const { maxDrawdownPct, maxNotional } = limits ?? {}
  if (maxDrawdownPct === undefined && maxNotional === undefined) return null
  const named = Object.entries({ maxDrawdownPct, maxNotional }).filter(([, value]) => value !== undefined)
  return {
    name: `limits ${named.map(([name, value]) => `${name}=${value}`).join(' ')}`,
    begin: () => new LimitJudge(maxDrawdownPct, maxNotional),
  }
}

class LimitJudge implements OrderJudge {
  readonly #maxDrawdownPct: number | undefined
  readonly #maxNotional: Decimal | undefined
  #peak: Decimal | null = null

  constructor(maxDrawdownPct: number | undefined, maxNotional: string | number | undefined) {
    this.#maxDrawdownPct = maxDrawdownPct
    this.#maxNotional = maxNotional === undefined ? undefined : new Exact(maxNotional)
  }

  observe(account: GuardedAccount): void {
    if (this.#maxDrawdownPct !== undefined) this.#checkDrawdown(account, this.#maxDrawdownPct)
    if (this.#maxNotional !== undefined) this.#checkNotional(account, this.#maxNotional, null)
  }

  review(order: GuardedOrder, account: GuardedAccount): null {
    if (this.#maxNotional !== undefined && !order.reduceOnly) this.#checkNotional(account, this.#maxNotional, order)
    return null
  }

  #checkDrawdown(account: GuardedAccount, limitPct: number): void {
    const equity = new Exact(account.equity)
    if (this.#peak === null || equity.gt(this.#peak)) this.#peak = equity
    const fall = this.#peak.minus(equity).times(100)
    if (fall.lte(this.#peak.times(limitPct))) return
    const observed = `${fall.div(this.#peak).toFixed(4)} %`
    throw new LimitReached('maxDrawdownPct', `${limitPct} %`, observed, account.time)
  }

  /** All positions at the last closes, and what the order would make of its symbol's. */
  #checkNotional(account: GuardedAccount, limit: Decimal, order: GuardedOrder | null): void {
    const held = new Map(account.positions().map(({ symbol, quantity }) => [symbol, new Exact(quantity)]))
    if (order !== null) {
      const before = held.get(order.symbol) ?? new Exact(0)
      const change = new Exact(order.quantity ?? 0).times(order.side === 'buy' ? 1 : -1)
      const after = before.plus(change)
      // What brings a position closer to nothing is let through, wherever the limit is.
      if (after.abs().lte(before.abs())) return
      held.set(order.symbol, after)
    }
    let total = new Exact(0)
    for (const [symbol, quantity] of held) {
      const close = new Exact(account.closeOf(symbol) ?? 0)
      const own = symbol === order?.symbol && order.limitPrice !== null ? Exact.max(close, order.limitPrice) : close
      total = total.plus(quantity.abs().times(own))
    }
    if (total.lte(limit)) return
    const what = order === null ? 'held' : `ordered (${order.side} ${order.quantity} ${order.symbol})`
    throw new LimitReached('maxNotional', limit.toFixed(), `${total.toFixed()} ${what}`, account.time)
  }
}
