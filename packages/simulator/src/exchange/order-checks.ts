import type { Account, Currency } from './accounts.ts'
import { type Amount, decimalsOf, multiplyDown } from './amounts.ts'
import type { FeeRate } from './fees.ts'
import { isBeyond, type Market } from './market.ts'
import { type OrderTerms, spendsQuote } from './order.ts'
import { isRejection, type Rejection, reject } from './rejections.ts'
import { reserveOf } from './reserves.ts'

const PRICE_BAND = 10n

export type Rates = { readonly maker: FeeRate; readonly taker: FeeRate }

/** What an order needs before it may enter: how much to hold back. */
export type OrderAcceptance = { readonly reserve: Amount }

/** The exchange's checks of a readable order, in the order in which they are believed to be made. */
export function checkOrder(
  terms: OrderTerms,
  market: Market,
  account: Account,
  rates: Rates,
  quote: Currency,
  now: number,
): OrderAcceptance | Rejection {
  if (market.status !== 'TRADING') return reject('SYSTEM_UNDER_MAINTENANCE')
  if (!market.pair.methods.includes(terms.method)) return reject('ORDER_METHOD_NOT_SUPPORTED')
  return (
    checkScales(terms, market, quote) ??
    checkLimitPrice(terms, market) ??
    checkValue(terms, market) ??
    checkStopSide(terms, market) ??
    checkLiquidity(terms, market) ??
    checkBalance(terms, market, account, rates, now)
  )
}

function checkScales(terms: OrderTerms, { pair }: Market, quote: Currency): Rejection | null {
  const scale = spendsQuote(terms) ? quote.precision : pair.baseScale
  if (decimalsOf(terms.price) > pair.priceScale) return reject('FAILED_INVALID_PRICE_SCALE')
  if (decimalsOf(terms.quantity) > scale) return reject('FAILED_INVALID_QUANTITY_SCALE')
  if (decimalsOf(terms.stopPrice) > pair.priceScale) return reject('FAILED_INVALID_STOP_PRICE_SCALE')
  return null
}

function checkLimitPrice({ method, price }: OrderTerms, { lastPrice }: Market): Rejection | null {
  if (method !== 'limit' && method !== 'stoplimit') return null
  if (price > lastPrice * PRICE_BAND) return reject('ORDER_MAX_PRICE_EXCEEDED')
  if (price < lastPrice / PRICE_BAND) return reject('ORDER_MIN_PRICE_EXCEEDED')
  return null
}

function checkValue(terms: OrderTerms, market: Market): Rejection | null {
  const value = spendsQuote(terms) ? terms.quantity : multiplyDown(terms.quantity, valuePrice(terms, market))
  return value < market.pair.minimumValue ? reject('FAILED_MIN_TOTAL_AMOUNT') : null
}

function valuePrice({ method, price, stopPrice }: OrderTerms, market: Market): Amount {
  if (method === 'market') return market.bestBid
  return method === 'stopmarket' ? stopPrice : price
}

function checkStopSide({ method, side, stopPrice }: OrderTerms, market: Market): Rejection | null {
  if (method !== 'stoplimit' && method !== 'stopmarket') return null
  if (side === 'buy' && stopPrice <= market.bestAsk) return reject('FAILED_STOP_PRICE_GREATER_THAN_BEST_ASK')
  if (side === 'sell' && stopPrice >= market.bestBid) return reject('FAILED_STOP_PRICE_LESS_THAN_BEST_BID')
  return null
}

function checkLiquidity({ method, side }: OrderTerms, market: Market): Rejection | null {
  if (method !== 'market') return null
  const best = market.book.best(side === 'buy' ? 'sell' : 'buy')
  const isOutOfReach = best === undefined || isBeyond(side, best.price, market.worstPrice(side, null))
  return isOutOfReach ? reject('FAILED_MARKET_ORDER') : null
}

/** A limit buy that will trade at once has to have the taker's fee; one that rests holds back the maker's. */
function checkBalance(
  terms: OrderTerms,
  market: Market,
  account: Account,
  rates: Rates,
  now: number,
): OrderAcceptance | Rejection {
  const best = market.book.best('sell')
  const isTaker = terms.method === 'limit' && best !== undefined && best.price <= terms.price
  const reserve = reserveOf(terms, isTaker ? rates.taker : rates.maker)
  const currency = terms.side === 'buy' ? terms.pair.quote : terms.pair.base
  return account.free(currency, now) < reserve ? reject('FAILED_ORDER_WITH_OPEN_ORDERS') : { reserve }
}

export function isAccepted(checked: OrderAcceptance | Rejection): checked is OrderAcceptance {
  return !isRejection(checked)
}
