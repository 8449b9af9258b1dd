import { Decimal, floorQuotient, larger, readDecimal, ZERO } from '@tezgah/core/decimal'
import type { BacktestAccount, BacktestOrder } from '../model/backtest-account.ts'
import type { Breach } from '../model/reason.ts'
import type { AccountMonitor } from './policy.ts'

// Doubles decide where there is no doubt, which is almost always; exact decimals decide at the limit.

/** Far more than doubles can be wrong by in a few operations, and far less than a limit is meant to differ by. */
const SAFELY = 1 - 1e-9

/** More than the difference of two doubles can be wrong by, as a fraction of them. */
const DIFFERENCE_ERROR = 1e-15

/** Decimals of a fraction in a breach. */
const FRACTION_STEP = new Decimal(1n, 18)

export class ExactLimit {
  readonly exact: Decimal
  readonly about: number

  constructor(text: string) {
    this.exact = readDecimal(text)
    this.about = this.exact.toNumber()
  }
}

/** The fall of equity from its highest close so far. */
export class DrawdownMonitor implements AccountMonitor {
  readonly #loss: ExactLimit | null
  readonly #fraction: ExactLimit | null
  #peak: string | null = null

  constructor(loss: ExactLimit | null, fraction: ExactLimit | null) {
    this.#loss = loss
    this.#fraction = fraction
  }

  onClose({ equity }: BacktestAccount): Breach | null {
    if (this.#peak === null || isAbove(equity, this.#peak)) this.#peak = equity
    const peak = Number(this.#peak)
    // A small fall of a large equity has lost digits.
    const fall = peak - Number(equity) + Math.abs(peak) * DIFFERENCE_ERROR
    const isLossSafe = this.#loss === null || fall <= this.#loss.about * SAFELY
    const isFractionSafe = this.#fraction === null || fall <= peak * this.#fraction.about * SAFELY
    return isLossSafe && isFractionSafe ? null : this.#compare(readDecimal(this.#peak), readDecimal(equity))
  }

  onOrder(): null {
    return null
  }

  #compare(peak: Decimal, equity: Decimal): Breach | null {
    const fall = peak.minus(equity)
    const [loss, fraction] = [this.#loss?.exact, this.#fraction?.exact]
    if (loss !== undefined && fall.compare(loss) > 0) {
      return {
        code: 'DRAWDOWN_ABOVE_LIMIT',
        observed: fall.toString(),
        limit: loss.toString(),
        unit: 'account currency',
      }
    }
    if (fraction === undefined || fall.compare(peak.times(fraction)) <= 0) return null
    const observed = floorQuotient(fall, peak, FRACTION_STEP).toString()
    return { code: 'DRAWDOWN_ABOVE_LIMIT', observed, limit: fraction.toString(), unit: 'fraction' }
  }
}

function isAbove(value: string, other: string): boolean {
  const [a, b] = [Number(value), Number(other)]
  return a === b ? value !== other && readDecimal(value).compare(readDecimal(other)) > 0 : a > b
}

/** A signed quantity and its price, as text. */
type Holding = { readonly quantity: string; readonly price: string }

/** The value of all positions at the last closes. */
export class ExposureMonitor implements AccountMonitor {
  readonly #limit: Decimal
  readonly #safeLimit: number
  readonly #unit: string

  constructor(limit: Decimal, unit: string) {
    this.#limit = limit
    this.#safeLimit = limit.toNumber() * SAFELY
    this.#unit = unit
  }

  onClose(account: BacktestAccount): Breach | null {
    return this.#compare(holdings(account, null))
  }

  onOrder(order: BacktestOrder, account: BacktestAccount): Breach | null {
    if (order.reduceOnly) return null
    const before = readDecimal(quantityOf(order.symbol, account))
    const change = readDecimal(order.quantity ?? '0')
    const after = order.side === 'buy' ? before.plus(change) : before.minus(change)
    // An order that reduces the position passes even where too much is held.
    if (after.abs().compare(before.abs()) <= 0) return null
    const close = account.closeOf(order.symbol) ?? '0'
    const price =
      order.limitPrice === null ? close : larger(readDecimal(close), readDecimal(order.limitPrice)).toString()
    return this.#compare([...holdings(account, order.symbol), { quantity: after.toString(), price }])
  }

  #compare(held: readonly Holding[]): Breach | null {
    const about = held.reduce((sum, { price, quantity }) => sum + Math.abs(Number(quantity) * Number(price)), 0)
    if (about <= this.#safeLimit) return null
    const total = held.reduce(
      (sum, { price, quantity }) => sum.plus(readDecimal(quantity).abs().times(readDecimal(price))),
      ZERO,
    )
    if (total.compare(this.#limit) <= 0) return null
    return {
      code: 'TOTAL_POSITION_ABOVE_LIMIT',
      observed: total.toString(),
      limit: this.#limit.toString(),
      unit: this.#unit,
    }
  }
}

/** All positions at the last closes but that of one symbol. */
function holdings(account: BacktestAccount, except: string | null): readonly Holding[] {
  return account
    .positions()
    .filter(({ symbol }) => symbol !== except)
    .map(({ quantity, symbol }) => ({ quantity, price: account.closeOf(symbol) ?? '0' }))
}

function quantityOf(symbol: string, account: BacktestAccount): string {
  return account.positions().find((position) => position.symbol === symbol)?.quantity ?? '0'
}
