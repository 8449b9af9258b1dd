import { type Amount, higher, ONE } from '../amount.ts'
import type { Facts } from './facts.ts'
import type { OpenOrder } from './holdings.ts'
import type { MarketFacts } from './market-facts.ts'
import { CannotTell } from './read.ts'

/** Rounds a product of two amounts up to an amount: a price is never taken for less than it may be. */
export function ceilProduct(a: Amount, b: Amount): Amount {
  return (a * b + ONE - 1n) / ONE
}

/** The most that a unit of the order may cost or fetch, in quote currency. */
export function worstPrice({ order, assumptions }: Facts, market: MarketFacts): Amount {
  const { side } = order.intent
  if (order.limitPrice !== null) {
    return side === 'buy' ? order.limitPrice : higher(order.limitPrice, market.highest)
  }
  return ceilProduct(higher(order.stopPrice ?? 0n, market.highest), ONE + assumptions.marketSlippage)
}

/**
 * What one unit of `from` is worth in `to` at most.
 *
 * @throws CannotTell if the two differ and the state has no market of `from` against `to`
 */
export function rate(facts: Facts, from: string, to: string): Amount {
  if (from === to) return ONE
  const market = facts.market(from + to)
  if (market.base !== from || market.quote !== to) {
    throw new CannotTell(
      'INVALID_INPUT',
      `markets.${from}${to} is ${market.base} in ${market.quote}`,
      `${from} in ${to}`,
    )
  }
  return market.highest
}

/** Value of the order at its worst price, in units of `ONE * ONE`. */
export function orderValue(facts: Facts, currency: string): bigint {
  const market = facts.market(facts.order.intent.symbol)
  return facts.order.quantity * ceilProduct(worstPrice(facts, market), rate(facts, market.quote, currency))
}

/** How far from flat the order, with all working orders of its side, may carry its symbol; 0 if not beyond flat. */
export function reachAfter(facts: Facts): Amount {
  const { intent, quantity } = facts.order
  const position = facts.positions.get(intent.symbol) ?? 0n
  const { side } = intent
  const working = quantity + workingWith(facts, (order) => !order.reduceOnly)
  return higher(0n, side === 'buy' ? position + working : working - position)
}

/** True if the order, with all working orders of its side, shrinks the position and does not turn it round. */
export function reduces(facts: Facts): boolean {
  const { intent, quantity } = facts.order
  const position = facts.positions.get(intent.symbol) ?? 0n
  if (intent.side === 'buy' ? position >= 0n : position <= 0n) return false
  const working = quantity + workingWith(facts, () => true)
  return working <= (position < 0n ? -position : position)
}

/** What works already on the side of the order. */
function workingWith(facts: Facts, counts: (order: OpenOrder) => boolean): Amount {
  const { symbol, side } = facts.order.intent
  let working = 0n
  for (const order of facts.openOrders) {
    if (order.symbol === symbol && order.side === side && counts(order)) working += order.quantity
  }
  return working
}

/** Price at which a quantity of the symbol is valued, in `currency`. */
export function markOf(facts: Facts, symbol: string, currency: string): Amount {
  const market = facts.market(symbol)
  const own = symbol === facts.order.intent.symbol ? worstPrice(facts, market) : 0n
  return ceilProduct(higher(own, market.highest), rate(facts, market.quote, currency))
}

/** Value of everything that may be held with the order, at worst, in units of `ONE * ONE`. */
export function totalExposure(facts: Facts, currency: string): bigint {
  const reach = new Map(
    [...facts.positions].map(([symbol, quantity]) => [symbol, { buys: quantity, sells: -quantity }]),
  )
  for (const { symbol, side, quantity, reduceOnly } of facts.openOrders) {
    // What can only shrink a position never carries it further.
    if (reduceOnly) continue
    const { buys, sells } = reach.get(symbol) ?? { buys: 0n, sells: 0n }
    reach.set(symbol, side === 'buy' ? { buys: buys + quantity, sells } : { buys, sells: sells + quantity })
  }
  const own = facts.order.intent.symbol
  if (!reach.has(own)) reach.set(own, { buys: 0n, sells: 0n })
  let total = 0n
  for (const [symbol, { buys, sells }] of reach) {
    const furthest = higher(symbol === own ? reachAfter(facts) : 0n, higher(buys, sells))
    if (furthest > 0n) total += furthest * markOf(facts, symbol, currency)
  }
  return total
}
