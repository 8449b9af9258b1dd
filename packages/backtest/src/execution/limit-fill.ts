import type { Decimal } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { LimitFill } from '../options/choices.ts'
import type { Order } from '../orders/order.ts'
import { drawFor } from './draw.ts'
import { makerQuote, type Quote, takerQuote } from './quote.ts'
import type { GapCandle } from './stop-fill.ts'

export type LimitFillSettings = {
  readonly limitFill: LimitFill
  /** Share of touches that fill, for `touchWithProbability`. */
  readonly touchProbability: number
  /** A limit that the open is beyond trades at the open, the better price, or at its own. */
  readonly limitGap: 'open' | 'limit'
  readonly seed: number
}

/** True where a price of `price` on candle `index` lets the order trade at its limit. */
export function reachesLimit(order: Order, price: number, index: number, settings: LimitFillSettings): boolean {
  const limit = order.terms.limit!.mark
  const isThrough = order.isBuy ? price < limit : price > limit
  if (isThrough || price !== limit) return isThrough
  const { limitFill } = settings
  if (limitFill === 'cross') return false
  if (limitFill === 'touchExceptTargets') return order.terms.size.kind !== 'parentQuantity'
  return limitFill === 'touch' || drawFor(settings.seed, order.id, index) < settings.touchProbability
}

/**
 * A limit that the open is already beyond trades at the open, which is the better price.
 *
 * On the first candle that it meets, such an order takes from the book; later it had been resting there and makes.
 */
export function limitAtOpen(order: Order, candle: GapCandle, settings: LimitFillSettings): Quote {
  const price = settings.limitGap === 'open' ? decimalFromNumber(candle.open) : ownPrice(order, candle)
  return order.isNew ? takerQuote(price, 'limit_at_open') : makerQuote(price, 'limit_at_open')
}

/** The limit itself where the candle traded there at all, else the candle's price nearest to it. */
function ownPrice(order: Order, { high, low }: GapCandle): Decimal {
  const limit = order.terms.limit!
  const nearest = order.isBuy ? high : low
  const isTraded = order.isBuy ? nearest >= limit.mark : nearest <= limit.mark
  return isTraded ? limit.exact : decimalFromNumber(nearest)
}

/** A limit that the candle reaches after its open trades at the limit. */
export function limitInside(order: Order): Quote {
  return makerQuote(order.terms.limit!.exact, 'limit')
}
