import { maxOf } from '@tezgah/core/fixed-point'
import { type Amount, ONE } from '../model/amount.ts'
import type { MarketContext } from './market.ts'
import type { OpenOrder } from './positions.ts'
import { MissingDataError } from './read.ts'
import type { ReviewContext } from './review-context.ts'

/** Rounds a product of two amounts up to an amount: a price is never taken for less than it may be. */
export function ceilProduct(a: Amount, b: Amount): Amount {
  return (a * b + ONE - 1n) / ONE
}

/** The most that a unit of the order may cost or fetch, in quote currency. */
export function worstPrice({ order, assumptions }: ReviewContext, market: MarketContext): Amount {
  const { side } = order.intent
  if (order.limitPrice !== null) {
    return side === 'buy' ? order.limitPrice : maxOf(order.limitPrice, market.highest)
  }
  return ceilProduct(maxOf(order.stopPrice ?? 0n, market.highest), ONE + assumptions.marketSlippage)
}

/**
 * What one unit of `from` is worth in `to` at most.
 *
 * @throws MissingDataError if the two differ and the state has no market of `from` against `to`
 */
export function rate(context: ReviewContext, from: string, to: string): Amount {
  if (from === to) return ONE
  const market = context.market(from + to)
  if (market.base !== from || market.quote !== to) {
    throw new MissingDataError(
      'INVALID_INPUT',
      `markets.${from}${to} is ${market.base} in ${market.quote}`,
      `${from} in ${to}`,
    )
  }
  return market.highest
}

/** Value of the order at its worst price, in units of `ONE * ONE`. */
export function orderValue(context: ReviewContext, currency: string): bigint {
  const market = context.market(context.order.intent.symbol)
  return context.order.quantity * ceilProduct(worstPrice(context, market), rate(context, market.quote, currency))
}

/** How far from flat the order, with all working orders of its side, may carry its symbol; 0 if not beyond flat. */
export function exposureAfterFill(context: ReviewContext): Amount {
  const { intent, quantity } = context.order
  const position = context.positions.get(intent.symbol) ?? 0n
  const { side } = intent
  const working = quantity + workingWith(context, (order) => !order.reduceOnly)
  return maxOf(0n, side === 'buy' ? position + working : working - position)
}

/** True if the order, with all working orders of its side, shrinks the position and does not turn it round. */
export function isReducing(context: ReviewContext): boolean {
  const { intent, quantity } = context.order
  const position = context.positions.get(intent.symbol) ?? 0n
  if (intent.side === 'buy' ? position >= 0n : position <= 0n) return false
  const working = quantity + workingWith(context, () => true)
  return working <= (position < 0n ? -position : position)
}

/** What works already on the side of the order. */
function workingWith(context: ReviewContext, counts: (order: OpenOrder) => boolean): Amount {
  const { symbol, side } = context.order.intent
  let working = 0n
  for (const order of context.openOrders) {
    if (order.symbol === symbol && order.side === side && counts(order)) working += order.quantity
  }
  return working
}

/** Price at which a quantity of the symbol is valued, in `currency`. */
export function markPrice(context: ReviewContext, symbol: string, currency: string): Amount {
  const market = context.market(symbol)
  const own = symbol === context.order.intent.symbol ? worstPrice(context, market) : 0n
  return ceilProduct(maxOf(own, market.highest), rate(context, market.quote, currency))
}

/** Value of everything that may be held with the order, at worst, in units of `ONE * ONE`. */
export function totalExposure(context: ReviewContext, currency: string): bigint {
  const reach = new Map(
    [...context.positions].map(([symbol, quantity]) => [symbol, { buys: quantity, sells: -quantity }]),
  )
  for (const { symbol, side, quantity, reduceOnly } of context.openOrders) {
    // What can only shrink a position never carries it further.
    if (reduceOnly) continue
    const { buys, sells } = reach.get(symbol) ?? { buys: 0n, sells: 0n }
    reach.set(symbol, side === 'buy' ? { buys: buys + quantity, sells } : { buys, sells: sells + quantity })
  }
  const own = context.order.intent.symbol
  if (!reach.has(own)) reach.set(own, { buys: 0n, sells: 0n })
  let total = 0n
  for (const [symbol, { buys, sells }] of reach) {
    const furthest = maxOf(symbol === own ? exposureAfterFill(context) : 0n, maxOf(buys, sells))
    if (furthest > 0n) total += furthest * markPrice(context, symbol, currency)
  }
  return total
}
