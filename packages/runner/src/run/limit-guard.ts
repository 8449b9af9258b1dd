import type { GuardedAccount, GuardedOrder, OrderGuard, OrderJudge } from '@tezgah/backtest'
import { Decimal } from 'decimal.js'
import type { RunLimits } from '../jobs/run-limits.ts'

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

/** Far more than doubles can be wrong by in a few operations, and far less than anybody's limit is meant to. */
const SAFELY = 1 - 1e-9

/**
 * Doubles decide where there is no doubt, which is almost always, and exact decimals where there is: at the limit, to the last
 * digit.
 */
class LimitJudge implements OrderJudge {
  readonly #maxDrawdownPct: number | undefined
  readonly #maxNotional: string | number | undefined
  #peak: string | null = null

  constructor(maxDrawdownPct: number | undefined, maxNotional: string | number | undefined) {
    this.#maxDrawdownPct = maxDrawdownPct
    this.#maxNotional = maxNotional
  }

  observe(account: GuardedAccount): null {
    if (this.#maxDrawdownPct !== undefined) this.#checkDrawdown(account, this.#maxDrawdownPct)
    if (this.#maxNotional !== undefined) checkNotional(holdings(account, null), this.#maxNotional, 'held', account.time)
    return null
  }

  review(order: GuardedOrder, account: GuardedAccount): null {
    const adds = this.#maxNotional !== undefined && !order.reduceOnly && addsTo(order, account)
    if (!adds) return null
    const what = `ordered (${order.side} ${order.quantity} ${order.symbol})`
    checkNotional(holdings(account, order), this.#maxNotional ?? 0, what, account.time)
    return null
  }

  #checkDrawdown(account: GuardedAccount, limitPct: number): void {
    const { equity } = account
    if (this.#peak === null || isAbove(equity, this.#peak)) this.#peak = equity
    if ((Number(this.#peak) - Number(equity)) * 100 <= Number(this.#peak) * limitPct * SAFELY) return
    const peak = new Exact(this.#peak)
    const fall = peak.minus(equity).times(100)
    if (fall.lte(peak.times(limitPct))) return
    throw new LimitReached('maxDrawdownPct', `${limitPct} %`, `${fall.div(peak).toFixed(4)} %`, account.time)
  }
}

function isAbove(value: string, other: string): boolean {
  const [a, b] = [Number(value), Number(other)]
  return a === b ? value !== other && new Exact(value).gt(other) : a > b
}

/** A quantity, signed, and the price that it is worth. */
type Holding = { readonly quantity: string; readonly price: string }

/** All positions at the last closes, with what the order would make of its symbol's. */
function holdings(account: GuardedAccount, order: GuardedOrder | null): readonly Holding[] {
  const held = account
    .positions()
    .filter(({ symbol }) => symbol !== order?.symbol)
    .map(({ quantity, symbol }) => ({ quantity, price: account.closeOf(symbol) ?? '0' }))
  if (order === null) return held
  const close = account.closeOf(order.symbol) ?? '0'
  const price = order.limitPrice === null ? close : Exact.max(close, order.limitPrice).toString()
  return [...held, { quantity: quantityAfter(order, account).toString(), price }]
}

/** False for what brings a position closer to nothing: it is let through, wherever the limit is. */
function addsTo(order: GuardedOrder, account: GuardedAccount): boolean {
  return quantityAfter(order, account)
    .abs()
    .gt(new Exact(quantityOf(order.symbol, account)).abs())
}

function quantityAfter({ quantity, side, symbol }: GuardedOrder, account: GuardedAccount): Decimal {
  const change = new Exact(quantity ?? 0)
  return new Exact(quantityOf(symbol, account)).plus(side === 'buy' ? change : change.negated())
}

function quantityOf(symbol: string, account: GuardedAccount): string {
  return account.positions().find((position) => position.symbol === symbol)?.quantity ?? '0'
}

function checkNotional(held: readonly Holding[], limit: string | number, what: string, time: number): void {
  const about = held.reduce((sum, { price, quantity }) => sum + Math.abs(Number(quantity) * Number(price)), 0)
  if (about <= Number(limit) * SAFELY) return
  const total = held.reduce(
    (sum, { price, quantity }) => sum.plus(new Exact(quantity).abs().times(price)),
    new Exact(0),
  )
  if (total.lte(limit)) return
  throw new LimitReached('maxNotional', new Exact(limit).toFixed(), `${total.toFixed()} ${what}`, time)
}
