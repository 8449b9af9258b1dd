import type { Costs } from '../execution/market.ts'
import { type Decimal, ZERO } from '../money/decimal.ts'
import type { Order } from '../orders/order.ts'
import type { Fill } from './fill.ts'
import { FillTable } from './fill-table.ts'
import { Lots } from './lots.ts'
import { TradeTable } from './trade-table.ts'

/**
 * Cash and one base asset, no borrowing and no shorts.
 *
 * Exact decimals change only when something fills or an order reserves; the `…Mark` doubles beside them are what the
 * loop reads at every candle.
 */
export class SpotAccount {
  readonly fills: FillTable
  readonly trades: TradeTable
  readonly lots: Lots = new Lots()
  cash: Decimal
  quantity: Decimal = ZERO
  reservedCash: Decimal = ZERO
  reservedQuantity: Decimal = ZERO
  cashMark: number
  quantityMark = 0

  constructor(initialCash: Decimal, costs: Costs) {
    this.fills = new FillTable(costs)
    this.trades = new TradeTable(this.fills)
    this.cash = initialCash
    this.cashMark = initialCash.toNumber()
  }

  /** Cash that no working order holds back. */
  get freeCash(): Decimal {
    return this.reservedCash.isZero ? this.cash : this.cash.minus(this.reservedCash)
  }

  /** Base quantity that no working order holds back. */
  get freeQuantity(): Decimal {
    return this.reservedQuantity.isZero ? this.quantity : this.quantity.minus(this.reservedQuantity)
  }

  /** Cash and position, the position valued at `price`. */
  equityAt(price: Decimal): Decimal {
    return this.quantity.isZero ? this.cash : this.cash.plus(this.quantity.times(price))
  }

  reserve(order: Order): void {
    if (order.reserved.isZero) return
    if (order.terms.side === 'buy') this.reservedCash = this.reservedCash.plus(order.reserved)
    else this.reservedQuantity = this.reservedQuantity.plus(order.reserved)
  }

  release(order: Order): void {
    if (order.reserved.isZero) return
    if (order.terms.side === 'buy') this.reservedCash = this.reservedCash.minus(order.reserved)
    else this.reservedQuantity = this.reservedQuantity.minus(order.reserved)
    order.reserved = ZERO
  }

  book(fill: Fill): void {
    const { feeTier, price, quantity, side } = fill
    const row = this.fills.length
    this.fills.push(fill)
    if (side === 'buy') {
      this.cash = this.cash.minus(price.times(feeTier.buyFactor).times(quantity))
      this.quantity = this.quantity.plus(quantity)
      this.lots.open(fill, row)
    } else {
      this.cash = this.cash.plus(price.times(feeTier.sellFactor).times(quantity))
      this.quantity = this.quantity.minus(quantity)
      this.lots.close(quantity, row, this.trades)
    }
    this.cashMark = this.cash.toNumber()
    this.quantityMark = this.quantity.toNumber()
  }

  get feesPaid(): Decimal {
    let sum = ZERO
    for (const fill of this.fills) sum = sum.plus(fill.fee)
    return sum
  }

  /** Profit of closed lots before fees. */
  get realised(): Decimal {
    let sum = ZERO
    for (const trade of this.trades) sum = sum.plus(trade.realised)
    return sum
  }
}
