import { type Decimal, floorToStep, larger, smaller, ZERO } from '@tezgah/core/decimal'
import { Fill } from '../account/fill.ts'
import type { Holding } from '../account/holding.ts'
import {
  availableFunds,
  closableQuantity,
  isReducing,
  orderCost,
  orderQuantity,
  type SizingAccount,
  type SizingContext,
  type SizingHolding,
} from '../account/sizing.ts'
import { affordableQuantity, type FeeRate, feeSurcharge, type Liquidity, tierAt } from '../market/fees.ts'
import { checkQuantity } from '../market/market-rules.ts'
import type { SlippageModel } from '../market/slippage.ts'
import { TrailingVolume } from '../market/trailing-volume.ts'
import type { Order } from '../orders/order.ts'
import { isRefusal, type Refusal } from '../orders/terms.ts'
import { clampToLimit, type FillPrice, hasSlippage } from './fills.ts'
import type { Market } from './market.ts'
import type { OrderManager } from './order-manager.ts'

/** Turns an order and the price it trades at into a fill: slippage, fees, size, what the market and the account allow. */
export class FillExecutor {
  readonly #orders: OrderManager
  readonly #slippage: SlippageModel | null
  readonly #volume: TrailingVolume | null

  constructor(orders: OrderManager, slippage: SlippageModel | null) {
    this.#orders = orders
    this.#slippage = slippage
    this.#volume = orders.fees.tiers.length > 1 ? new TrailingVolume() : null
  }

  /**
   * Fills `order` at `fillPrice`. Afterwards it has ended, or still works: with a part filled, or untouched where the
   * candle had no volume left for it.
   *
   * @param activeFrom - first candle of the orders attached to this one
   */
  fill(order: Order, market: Market, fillPrice: FillPrice, isPathDependent: boolean, activeFrom: number): void {
    const orders = this.#orders
    const holding = orders.holdingOf(order.terms)
    const sizing = this.sizing(order, market, fillPrice, holding, orders.account)
    if (isUnsettled(order) && !this.#settleSize(order, market, fillPrice, sizing, holding)) return
    const quantity = this.#quantityNow(order, market, sizing, holding)
    if (quantity === null) return
    const { price, tier } = sizing
    const value = price.times(quantity)
    const extra = feeSurcharge(orders.fees, tier, value)
    if (!extra.isZero && !this.#paysItsFee(order, value.times(tier.rate).plus(extra), value)) return
    const fill = new Fill(
      order.id,
      order.terms.symbol,
      order.terms.side,
      order.terms.positionSide,
      market.index,
      market.candle.finerTime,
      price,
      quantity,
      tier,
      extra,
      // What covers a short is owed to its lender, so nothing can be kept of it.
      order.isBuy && orders.fees.currency === 'base' && holding.quantityMark >= 0,
      fillPrice.price,
      fillPrice.reason,
      isPathDependent,
    )
    const before = Math.sign(holding.quantityMark)
    this.#giveBack(order, sizing, quantity)
    orders.account.book(fill, value)
    this.#volume?.add(market.candle.time, value)
    if (market.volumeLeft !== null) market.volumeLeft = market.volumeLeft.minus(quantity)
    this.#record(order, fill, activeFrom)
    // An entry may have done no more than reduce what was held against it: then its exits have nothing to close.
    const mayEnd = order.children.length !== 0 || Math.sign(holding.quantityMark) !== before
    if (market.exits !== 0 && mayEnd) orders.cancelExits(market.symbol)
  }

  /** Price after slippage, and fee, that a fill of `order` at `fillPrice` would be sized by. */
  sizing(
    order: Order,
    market: Market,
    fillPrice: FillPrice,
    holding: SizingHolding,
    account: SizingAccount,
  ): SizingContext {
    const orders = this.#orders
    const { lot } = market.rules
    const tier = this.#tier(fillPrice.liquidity, market)
    const { slippageOn } = orders.execution
    const isSlipping =
      this.#slippage !== null && hasSlippage(order, fillPrice.liquidity, slippageOn, holding.quantityMark)
    const sizing: SizingContext = { price: fillPrice.price, tier, fees: orders.fees, lot }
    if (!isSlipping) return sizing
    return { ...sizing, price: this.#slippedPrice(order, market, fillPrice.price, sizing, holding, account) }
  }

  #tier(liquidity: Liquidity, { candle }: Market): FeeRate {
    const { tiers } = this.#orders.fees
    return this.#volume === null
      ? tiers[0]![liquidity]
      : tierAt(this.#orders.fees, this.#volume.at(candle.time), liquidity)
  }

  #slippedPrice(
    order: Order,
    market: Market,
    price: Decimal,
    sizing: SizingContext,
    holding: SizingHolding,
    account: SizingAccount,
  ): Decimal {
    const slippage = this.#slippage!
    let quantity = isUnsettled(order) ? ZERO : order.remaining
    if (slippage.dependsOnQuantity && isUnsettled(order)) {
      // The size at the price before slippage is the largest it can be, so the price for it is the worst.
      const unslipped = orderQuantity(order, sizing, account, holding)
      if (!isRefusal(unslipped)) quantity = unslipped
    }
    if (market.volumeLeft !== null) quantity = smaller(quantity, market.volumeLeft)
    const { side } = order.terms
    return clampToLimit(order, slippage.priceOf(side, price, quantity, market.candle, market.rules.tick))
  }

  /** Settles how much the order is for; `false` where that ended it. */
  #settleSize(order: Order, market: Market, fillPrice: FillPrice, sizing: SizingContext, holding: Holding): boolean {
    const orders = this.#orders
    const quantity = orderQuantity(order, sizing, orders.account, holding)
    const refusal = isRefusal(quantity) ? quantity : ruleRefusal(order, quantity, sizing.price, market)
    if (refusal !== null) {
      orders.refuse(order, refusal)
      return false
    }
    if ((quantity as Decimal).isZero) {
      orders.cancel(order, order.terms.size.kind === 'targetPercent' ? 'already_at_target' : 'position_closed')
      return false
    }
    order.quantity = order.filled.isZero ? (quantity as Decimal) : order.filled.plus(quantity as Decimal)
    return fillPrice.price.isPositive
  }

  /** What trades now of what is left; `null` where that is nothing. */
  #quantityNow(order: Order, market: Market, sizing: SizingContext, holding: Holding): Decimal | null {
    const orders = this.#orders
    let quantity = order.filled.isZero ? order.quantity! : this.#remainder(order, sizing, holding)
    if (!quantity.isPositive) {
      orders.cancel(
        order,
        isReducing(order, orders.account, holding) ? 'position_closed' : 'insufficient_cash_for_remainder',
      )
      return null
    }
    if (market.volumeLeft === null) return quantity
    const allowed = floorToStep(market.volumeLeft.isPositive ? market.volumeLeft : ZERO, sizing.lot)
    const isWhole = quantity.compare(allowed) <= 0
    if (!isWhole && order.terms.timeInForce === 'FOK') {
      orders.cancel(order, 'fok_not_fillable')
      return null
    }
    quantity = isWhole ? quantity : allowed
    return quantity.isPositive ? quantity : null
  }

  /** What is left of an order that has begun to fill, as far as the account can still pay for it. */
  #remainder(order: Order, sizing: SizingContext, holding: Holding): Decimal {
    const { account } = this.#orders
    const left = order.remaining
    if (order.terms.size.kind === 'parentQuantity') return left
    const closing = smaller(left, closableQuantity(order, holding))
    if (isReducing(order, account, holding)) return closing
    const money = availableFunds(order, sizing.price, account, closing)
    if (left.compare(closing) === 0 || orderCost(left, sizing).compare(money) <= 0) return left
    return larger(closing, affordableQuantity(money, sizing.price, sizing.tier, sizing.fees, sizing.lot))
  }

  /** A spot sell may bring less than a fixed fee takes: the rest has to come out of free cash, or it does not trade. */
  #paysItsFee(order: Order, fee: Decimal, value: Decimal): boolean {
    const { account } = this.#orders
    if (order.isBuy || account.settings.model === 'margin') return true
    const limit = value.plus(account.freeCash)
    if (fee.compare(limit) <= 0) return true
    if (order.filled.isZero) this.#orders.refuse(order, { reason: 'insufficient_cash', observed: fee, limit })
    else this.#orders.cancel(order, 'insufficient_cash_for_remainder')
    return false
  }

  /** Frees what the fill is paid from. */
  #giveBack(order: Order, sizing: SizingContext, quantity: Decimal): void {
    const orders = this.#orders
    const { group } = order
    if (group !== null && !group.reserved.isZero) {
      // The others are about to end; what one that fills in part needs stays held back.
      orders.account.releaseCash(group.reserved)
      group.reserved = ZERO
      order.reserved = group.needs.get(order) ?? ZERO
      orders.account.reserveCash(order.reserved)
    }
    if (order.reserved.isZero) return
    const held = order.reserved
    orders.release(order)
    const isLast = order.remaining.compare(quantity) <= 0
    if (isLast) return
    const spent = order.isBuy ? orderCost(quantity, sizing) : quantity
    const kept = held.minus(spent)
    if (!kept.isPositive) return
    order.reserved = kept
    if (order.isBuy) orders.account.reserveCash(kept)
    else orders.holdingOf(order.terms).reserve(kept)
  }

  #record(order: Order, fill: Fill, activeFrom: number): void {
    const orders = this.#orders
    const { quantity } = fill
    const isWhole = quantity === order.quantity
    const { moved } = fill
    order.filled = isWhole ? quantity : order.filled.plus(quantity)
    order.netFilled = isWhole ? moved : order.netFilled.plus(moved)
    if (!isWhole && order.remaining.isPositive) orders.table.setStatus(order.id, 'partially-filled')
    else orders.end(order, 'filled', null)
    if (order.children.length !== 0 || order.group !== null) orders.afterFill(order, quantity, fill.price, activeFrom)
    if (order.isWorking && order.terms.timeInForce === 'IOC') orders.cancel(order, 'ioc_remainder')
  }
}

/**
 * True where the size is to be settled at this price: before the first fill, and for an exit at each, since it takes what
 * its entry has filled by then.
 */
function isUnsettled(order: Order): boolean {
  return order.filled.isZero || order.terms.size.kind === 'parentQuantity'
}

/** Why the market would not take a fill of `quantity` at `price`. */
export function ruleRefusal(order: Order, quantity: Decimal, price: Decimal, { rules }: Market): Refusal | null {
  const isFree = rules.minValue === null && rules.maxQuantity === null
  // An exit and a liquidation must be able to close all that was opened.
  if (isFree || quantity.isZero || order.terms.isReduceOnly) return null
  return checkQuantity(quantity, price, rules)
}
