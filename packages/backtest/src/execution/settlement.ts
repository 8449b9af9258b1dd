import { Fill } from '../account/fill.ts'
import type { Leg } from '../account/leg.ts'
import { affordableQuantity, type FeeTier, feeExtra, type Liquidity, tierAt } from '../costs/fee-schedule.ts'
import type { SlippageModel } from '../costs/slippage.ts'
import { TrailingVolume } from '../costs/trailing-volume.ts'
import { type Decimal, floorToStep, larger, smaller, ZERO } from '../money/decimal.ts'
import type { Order } from '../orders/order.ts'
import { isRefusal, type Refusal } from '../orders/terms.ts'
import { checkQuantity } from '../rules/check-rules.ts'
import { afterFill, endExits } from './links.ts'
import type { OrderDesk } from './order-desk.ts'
import type { Quote } from './quote.ts'
import { costOf, moneyFor, mustReduce, type Offer, quantityFor, reducible } from './size.ts'
import { heldToLimit, slips } from './slips.ts'
import type { SymbolMarket } from './symbol-market.ts'

/** Turns an order and the price it trades at into a fill: slippage, fees, size, what the market and the account allow. */
export class Settlement {
  readonly #desk: OrderDesk
  readonly #slippage: SlippageModel | null
  readonly #volume: TrailingVolume | null

  constructor(desk: OrderDesk, slippage: SlippageModel | null) {
    this.#desk = desk
    this.#slippage = slippage
    this.#volume = desk.fees.steps.length > 1 ? new TrailingVolume() : null
  }

  /**
   * Lets `order` trade at `quote` now. Afterwards it has ended, or still works: with a part filled, or untouched where the
   * candle had no volume left for it.
   *
   * @param liveFrom - first candle that orders attached to this one meet
   */
  trade(order: Order, market: SymbolMarket, quote: Quote, isPathDependent: boolean, liveFrom: number): void {
    const desk = this.#desk
    const leg = desk.legOf(order.terms)
    const offer = this.#offer(order, market, quote, leg)
    if (isUnsettled(order) && !this.#settleSize(order, market, quote, offer, leg)) return
    const quantity = this.#quantityNow(order, market, offer, leg)
    if (quantity === null) return
    const { price, tier } = offer
    const value = price.times(quantity)
    const extra = feeExtra(desk.fees, tier, value)
    if (!extra.isZero && !this.#paysItsFee(order, value.times(tier.rate).plus(extra), value)) return
    const fill = new Fill(
      order.id,
      order.terms.symbol,
      order.terms.side,
      order.terms.positionSide,
      market.index,
      market.bar.finerTime,
      price,
      quantity,
      tier,
      extra,
      // What covers a short is owed to its lender, so nothing can be kept of it.
      order.isBuy && desk.fees.currency === 'base' && leg.quantityMark >= 0,
      quote.price,
      quote.reason,
      isPathDependent,
    )
    const before = Math.sign(leg.quantityMark)
    this.#giveBack(order, offer, quantity)
    desk.account.book(fill, value)
    this.#volume?.add(market.bar.time, value)
    if (market.volumeLeft !== null) market.volumeLeft = market.volumeLeft.minus(quantity)
    this.#record(order, fill, liveFrom)
    // An entry may have done no more than reduce what was held against it: then its exits have nothing to close.
    const mayEnd = order.children.length !== 0 || Math.sign(leg.quantityMark) !== before
    if (market.exits !== 0 && mayEnd) endExits(desk, market.symbol)
  }

  #offer(order: Order, market: SymbolMarket, quote: Quote, leg: Leg): Offer {
    const desk = this.#desk
    const { lot } = market.rules
    const tier = this.#tier(quote.liquidity, market)
    const { slippageOn } = desk.execution
    const isSlipping = this.#slippage !== null && slips(order, quote.liquidity, slippageOn, leg.quantityMark)
    const offer: Offer = { price: quote.price, tier, fees: desk.fees, lot }
    if (!isSlipping) return offer
    return { ...offer, price: this.#slippedPrice(order, market, quote.price, offer, leg) }
  }

  #tier(liquidity: Liquidity, { bar }: SymbolMarket): FeeTier {
    const { steps } = this.#desk.fees
    return this.#volume === null ? steps[0]![liquidity] : tierAt(this.#desk.fees, this.#volume.at(bar.time), liquidity)
  }

  #slippedPrice(order: Order, market: SymbolMarket, price: Decimal, offer: Offer, leg: Leg): Decimal {
    const slippage = this.#slippage!
    let quantity = isUnsettled(order) ? ZERO : order.remaining
    if (slippage.dependsOnQuantity && isUnsettled(order)) {
      // The size at the price before slippage is the largest it can be, so the price for it is the worst.
      const unslipped = quantityFor(order, offer, this.#desk.account, leg)
      if (!isRefusal(unslipped)) quantity = unslipped
    }
    if (market.volumeLeft !== null) quantity = smaller(quantity, market.volumeLeft)
    const { side } = order.terms
    return heldToLimit(order, slippage.priceOf(side, price, quantity, market.bar, market.rules.tick))
  }

  /** Settles how much the order is for; `false` where that ended it. */
  #settleSize(order: Order, market: SymbolMarket, quote: Quote, offer: Offer, leg: Leg): boolean {
    const desk = this.#desk
    const quantity = quantityFor(order, offer, desk.account, leg)
    const refusal = isRefusal(quantity) ? quantity : this.#ruleRefusal(order, quantity, offer.price, market)
    if (refusal !== null) {
      desk.refuse(order, refusal)
      return false
    }
    if ((quantity as Decimal).isZero) {
      desk.cancel(order, order.terms.size.kind === 'targetPercent' ? 'already_at_target' : 'position_closed')
      return false
    }
    order.quantity = order.filled.isZero ? (quantity as Decimal) : order.filled.plus(quantity as Decimal)
    return quote.price.isPositive
  }

  #ruleRefusal(order: Order, quantity: Decimal, price: Decimal, { rules }: SymbolMarket): Refusal | null {
    const isFree = rules.minValue === null && rules.maxQuantity === null
    // An exit must be able to close whatever its entry has opened, and so must a liquidation.
    if (isFree || quantity.isZero || order.terms.isReduceOnly) return null
    return checkQuantity(quantity, price, rules)
  }

  /** What trades now of what is left; `null` where that is nothing. */
  #quantityNow(order: Order, market: SymbolMarket, offer: Offer, leg: Leg): Decimal | null {
    const desk = this.#desk
    let quantity = order.filled.isZero ? order.quantity! : this.#remainder(order, offer, leg)
    if (!quantity.isPositive) {
      desk.cancel(order, mustReduce(order, desk.account, leg) ? 'position_closed' : 'insufficient_cash_for_remainder')
      return null
    }
    if (market.volumeLeft === null) return quantity
    const allowed = floorToStep(market.volumeLeft.isPositive ? market.volumeLeft : ZERO, offer.lot)
    const isWhole = quantity.compare(allowed) <= 0
    if (!isWhole && order.terms.timeInForce === 'FOK') {
      desk.cancel(order, 'fok_not_fillable')
      return null
    }
    quantity = isWhole ? quantity : allowed
    return quantity.isPositive ? quantity : null
  }

  /** What is left of an order that has begun to fill, as far as the account can still pay for it. */
  #remainder(order: Order, offer: Offer, leg: Leg): Decimal {
    const { account } = this.#desk
    const left = order.remaining
    if (order.terms.size.kind === 'parentQuantity') return left
    const closing = smaller(left, reducible(order, leg))
    if (mustReduce(order, account, leg)) return closing
    const money = moneyFor(order, offer.price, account, closing)
    if (left.compare(closing) === 0 || costOf(left, offer).compare(money) <= 0) return left
    return larger(closing, affordableQuantity(money, offer.price, offer.tier, offer.fees, offer.lot))
  }

  /** A spot sell may bring less than a fixed fee takes: the rest has to come out of free cash, or it does not trade. */
  #paysItsFee(order: Order, fee: Decimal, value: Decimal): boolean {
    const { account } = this.#desk
    if (order.isBuy || account.settings.model === 'margin') return true
    const limit = value.plus(account.freeCash)
    if (fee.compare(limit) <= 0) return true
    if (order.filled.isZero) this.#desk.refuse(order, { reason: 'insufficient_cash', observed: fee, limit })
    else this.#desk.cancel(order, 'insufficient_cash_for_remainder')
    return false
  }

  /** Frees what the fill is paid from. */
  #giveBack(order: Order, offer: Offer, quantity: Decimal): void {
    const desk = this.#desk
    const { group } = order
    if (group !== null && !group.reserved.isZero) {
      // The others are about to end; what one that fills in part needs stays held back.
      desk.account.releaseCash(group.reserved)
      group.reserved = ZERO
      order.reserved = group.needs.get(order) ?? ZERO
      desk.account.reserveCash(order.reserved)
    }
    if (order.reserved.isZero) return
    const held = order.reserved
    desk.release(order)
    const isLast = order.remaining.compare(quantity) <= 0
    if (isLast) return
    const spent = order.isBuy ? costOf(quantity, offer) : quantity
    const kept = held.minus(spent)
    if (!kept.isPositive) return
    order.reserved = kept
    if (order.isBuy) desk.account.reserveCash(kept)
    else desk.legOf(order.terms).reserve(kept)
  }

  #record(order: Order, fill: Fill, liveFrom: number): void {
    const desk = this.#desk
    const { quantity } = fill
    const isWhole = quantity === order.quantity
    const { moved } = fill
    order.filled = isWhole ? quantity : order.filled.plus(quantity)
    order.received = isWhole ? moved : order.received.plus(moved)
    if (!isWhole && order.remaining.isPositive) desk.table.setStatus(order.id, 'partially-filled')
    else desk.end(order, 'filled', null)
    if (order.children.length !== 0 || order.group !== null) afterFill(desk, order, quantity, fill.price, liveFrom)
    if (order.isWorking && order.terms.timeInForce === 'IOC') desk.cancel(order, 'ioc_remainder')
  }
}

/**
 * True where the size is to be settled at this price: before the first fill, and for an exit at each, since it takes what
 * its entry has filled by then.
 */
function isUnsettled(order: Order): boolean {
  return order.filled.isZero || order.terms.size.kind === 'parentQuantity'
}
