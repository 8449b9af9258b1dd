import type { FillRules } from '@tezgah/backtest'
import type { MarketRules, OrderIntent } from '@tezgah/btcturk'
import { type Decimal, larger, percentOf, smaller, toDecimal, ZERO } from '@tezgah/core/decimal'
import { type OrderRequest, unsupported } from './order-request.ts'

/** What sizes are settled against, at the moment at which the order is sent. */
export type Moment = {
  /** Where the candle that has just begun opened. */
  readonly open: string
  /** Quote currency: all of it, and what no order holds back. */
  readonly cash: { readonly total: Decimal; readonly free: Decimal }
  /** Base units. */
  readonly held: Decimal
  /** What the backtest assumes of prices and fees. */
  readonly assumed: FillRules
  readonly market: MarketRules
}

/** `isImmediate`: what does not trade at once is to be cancelled. */
export type Translated = { readonly intent: OrderIntent; readonly isImmediate: boolean }

/**
 * The order that does on BTCTurk what the strategy asked for.
 *
 * @throws RangeError for a size that is settled only when the order fills
 */
export function translate(placement: OrderRequest, now: Moment): Translated {
  const { side, limit, stop } = placement
  if (limit !== null) return resting(placement, now, { method: 'limit', price: limit })
  if (stop !== null && !now.assumed.reachesStop(side, stop, now.open)) {
    return resting(placement, now, { method: 'stopmarket', stopPrice: stop })
  }
  // The exchange refuses a stop that the market is beyond already; it would have been a market order at once.
  return side === 'sell' ? marketSell(placement, now) : marketBuy(placement, now)
}

type Terms = Pick<OrderIntent, 'method' | 'price' | 'stopPrice'> & { readonly method: 'limit' | 'stopmarket' }

function resting({ side, size }: OrderRequest, { held }: Moment, terms: Terms): Translated {
  const spends = side === 'buy' && terms.method === 'stopmarket'
  if (spends && size.kind === 'quoteAmount') {
    return { intent: { side, spend: size.value, ...terms }, isImmediate: false }
  }
  if (!spends && size.kind === 'quantity') {
    return { intent: { side, quantity: size.value, ...terms }, isImmediate: false }
  }
  if (side === 'sell' && size.kind === 'percentOfPosition') {
    return { intent: { side, quantity: share(size.value, held), ...terms }, isImmediate: false }
  }
  throw unsupported(`${terms.method} ${side}`, `${size.kind}, which is settled only when it fills`)
}

function marketSell({ side, size }: OrderRequest, { held }: Moment): Translated {
  if (size.kind === 'quantity') return { intent: { side, method: 'market', quantity: size.value }, isImmediate: false }
  if (size.kind !== 'percentOfPosition') throw unsupported('market sell', size.kind)
  return { intent: { side, method: 'market', quantity: share(size.value, held) }, isImmediate: false }
}

/**
 * A market buy of BTCTurk names the money to spend, in hundredths at best. An order for base units is therefore a limit
 * order, a tick above the price that the backtest would pay now, since a limit that is only touched may not fill there; what
 * is not to be had at that price is not bought.
 */
function marketBuy({ side, size }: OrderRequest, { open, assumed, cash, held, market }: Moment): Translated {
  if (size.kind === 'quoteAmount') return { intent: { side, method: 'market', spend: size.value }, isImmediate: false }
  const asked = { side, quantity: 1, isResting: false, price: open, arrival: 'jump' } as const
  const { price } = assumed.fill(asked)!
  const affordable = larger(cash.free, ZERO)
  const quantityFor = (money: Decimal) => assumed.affordable(smaller(money, affordable).toString(), price, 'taker')
  const equity = () => percentOf(exact(size.value), cash.total.plus(held.times(exact(price))))
  const intent = { side, method: 'limit', price: exact(price).plus(exact(market.tick)).toString() } as const
  if (size.kind === 'quantity') return { intent: { ...intent, quantity: size.value }, isImmediate: true }
  if (size.kind === 'percentOfEquity') {
    return { intent: { ...intent, quantity: quantityFor(equity()) }, isImmediate: true }
  }
  if (size.kind !== 'percentOfCash') throw unsupported('market buy', size.kind)
  return { intent: { ...intent, quantity: quantityFor(percentOf(exact(size.value), affordable)) }, isImmediate: true }
}

function share(percent: string, held: Decimal): string {
  return percentOf(exact(percent), held).toString()
}

function exact(value: string | number): Decimal {
  return toDecimal(value)!
}
