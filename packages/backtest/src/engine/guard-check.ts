import { type Decimal, decimalFromNumber, floorToStep, ZERO } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import type { Account } from '../account/account.ts'
import type { Fill } from '../account/fill.ts'
import { isReducing, orderQuantity } from '../account/sizing.ts'
import type { Trade } from '../account/trade.ts'
import { BacktestError } from '../errors.ts'
import { expectedSizing } from '../execution/admission.ts'
import type { OrderManager } from '../execution/order-manager.ts'
import type { PreTradeCheck } from '../execution/pre-trade-check.ts'
import { Order } from '../orders/order.ts'
import { isRefusal, type OrderPrice, type OrderTerms, type Refusal } from '../orders/terms.ts'
import type {
  GuardedAccount,
  GuardedFill,
  GuardedOrder,
  GuardedPosition,
  GuardedTrade,
  GuardedWorkingOrder,
  GuardStop,
  OrderGuard,
  OrderJudge,
} from '../strategy/order-guard.ts'
import { requireSynchronous } from '../strategy/synchronous.ts'

/** Asks a run's guard about its orders. If the guard throws, the run fails, because its verdict on the order is unknown. */
export class GuardCheck implements PreTradeCheck {
  readonly #name: string
  readonly #orders: OrderManager
  readonly #view: GuardAccountView
  readonly #judge: OrderJudge

  constructor(guard: OrderGuard, orders: OrderManager) {
    this.#name = guard.name
    this.#orders = orders
    this.#view = new GuardAccountView(orders)
    this.#judge = this.#guarded('begin', () => guard.begin(orders.markets.map(({ candles }) => candles.symbol)))
  }

  observe(): void {
    const stop = this.#guarded('observe', () => this.#judge.observe(this.#view))
    if (stop?.stop === true) throw stopped(stop)
  }

  /** Why the guard does not let an order with these terms pass, `null` where it does. */
  refusalOf(terms: OrderTerms): Refusal | null {
    if (terms.size.kind === 'parentQuantity') return null
    const order = describeOrder(new Order(0, terms, 0), this.#orders)
    const refusal = this.#guarded('review', () => this.#judge.review(order, this.#view))
    if (refusal === null) return null
    if ('stop' in refusal) throw stopped(refusal)
    return { reason: 'guard', observed: refusal.observed, limit: refusal.limit }
  }

  #guarded<T>(call: string, run: () => T): T {
    try {
      const returned = run()
      requireSynchronous(call, returned)
      return returned
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new BacktestError('guard_failed', `guard "${this.#name}" failed in ${call}: ${reason}`, { cause: error })
    }
  }
}

function stopped(stop: GuardStop): BacktestError {
  const { field, message } = stop
  return new BacktestError('guard_stopped', message, field === null ? { cause: stop } : { cause: stop, field })
}

/** An account as a guard reads it; decimals become text only where they are read. */
export class GuardAccountView implements GuardedAccount {
  readonly #orders: OrderManager
  readonly #account: Account
  readonly #symbols: readonly string[]

  constructor(orders: OrderManager) {
    this.#orders = orders
    this.#account = orders.account
    this.#symbols = orders.markets.map(({ candles }) => candles.symbol)
  }

  get time(): number {
    return this.#orders.markets[0]!.now
  }

  get equity(): string {
    return this.#account.equityAt(0, decimalFromNumber(this.#account.marks[0]!)).toString()
  }

  get cash(): string {
    return this.#account.cash.toString()
  }

  get freeCash(): string {
    return this.#account.freeCash.toString()
  }

  freeQuantity(symbol: string): string {
    return this.#sumOfHoldings(symbol, ({ freeQuantity }) => freeQuantity).toString()
  }

  closeOf(symbol: string): string | null {
    const { candles, cursor, hasTraded } = this.#orders.markets[this.#indexOf(symbol)]!
    return hasTraded ? decimalFromNumber(candles.close[cursor.index]!).toString() : null
  }

  positions(): readonly GuardedPosition[] {
    return this.#symbols.flatMap((symbol) => {
      const quantity = this.#sumOfHoldings(symbol, (holding) => holding.quantity)
      return quantity.isZero ? [] : [{ symbol, quantity: quantity.toString() }]
    })
  }

  workingOrders(): readonly GuardedWorkingOrder[] {
    return this.#orders
      .working(null)
      .filter(({ parent }) => parent === null)
      .map((order) => ({ id: order.id, ...describeOrder(order, this.#orders) }))
  }

  fills(first: number): readonly GuardedFill[] {
    const { fills } = this.#account
    return rows(first, fills.length, (row) => this.#fill(fills.at(row)))
  }

  closedTrades(first: number): readonly GuardedTrade[] {
    const { trades } = this.#account
    return rows(first, trades.length, (row) => this.#trade(trades.at(row)))
  }

  #fill(fill: Fill): GuardedFill {
    const { orderId, price, quantity, side } = fill
    const [symbol, time] = [this.#symbols[fill.symbol]!, this.#timeOf(fill)]
    return { orderId, symbol, side, quantity: quantity.toString(), price: price.toString(), time }
  }

  #trade(trade: Trade): GuardedTrade {
    const exit = trade.exit!
    const [symbol, exitTime] = [this.#symbols[trade.symbol]!, this.#timeOf(exit)]
    return { symbol, profit: trade.profit().toString(), exitReason: exit.reason, exitTime }
  }

  #timeOf({ index, symbol, time }: Fill): number {
    return time ?? this.#orders.markets[symbol]!.candles.time[index]!
  }

  #sumOfHoldings(symbol: string, of: (holding: Account['holdings'][number]) => typeof ZERO): typeof ZERO {
    const index = this.#indexOf(symbol)
    return this.#account.holdings.reduce(
      (sum, holding) => (holding.symbol === index ? sum.plus(of(holding)) : sum),
      ZERO,
    )
  }

  #indexOf(symbol: string): number {
    const index = this.#symbols.indexOf(symbol)
    if (index === -1)
      throw new RangeError(`symbol must be one of ${this.#symbols.join(', ')}, received ${describeValue(symbol)}`)
    return index
  }
}

function rows<Row>(first: number, length: number, read: (row: number) => Row): readonly Row[] {
  return Array.from({ length: Math.max(0, length - first) }, (_, offset) => read(first + offset))
}

/** An order as a guard reads it. */
export function describeOrder(order: Order, orders: OrderManager): GuardedOrder {
  const { terms } = order
  const { side, limit, stop, touch } = terms
  return {
    symbol: orders.markets[terms.symbol]!.candles.symbol,
    side,
    type: order.type,
    quantity: expectedQuantity(order, orders)?.toString() ?? null,
    limitPrice: priceText(limit),
    stopPrice: priceText(stop ?? touch),
    reduceOnly: isReducing(order, orders.account, orders.holdingOf(terms)),
  }
}

/** The quantity left to trade; before the first fill, what the size amounts to now. */
function expectedQuantity(order: Order, orders: OrderManager): Decimal | null {
  if (order.quantity !== null) return order.remaining
  const { terms } = order
  const { candles, cursor, rulesAtClose } = orders.markets[terms.symbol]!
  const { lot } = rulesAtClose
  const quantity =
    terms.size.kind === 'quantity'
      ? floorToStep(terms.size.value, lot)
      : orderQuantity(
          order,
          expectedSizing(terms, orders.fees, lot, candles.close[cursor.index]!),
          orders.account,
          orders.holdingOf(terms),
        )
  return isRefusal(quantity) || !quantity.isPositive ? null : quantity
}

function priceText(price: OrderPrice | null): string | null {
  return price === null ? null : price.exact.toString()
}
