import type { Account } from '../account/account.ts'
import type { Leg } from '../account/leg.ts'
import { FINEST } from '../account/share.ts'
import { type Decimal, floorQuotient, floorToStep, percentOf, smaller, ZERO } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { OrderTerms, Refusal } from '../orders/terms.ts'
import { costOf, type Offer, quantityAtRisk } from './size.ts'

/**
 * What a new order holds back until it ends: cash for a buy, base quantity for a sell.
 *
 * Market orders hold back nothing, since they trade at the next price before anything else can; their means are checked
 * there. Neither do orders that only reduce, nor those of a margin account, where what is free changes with every price. A
 * share is held back as it stands now, marked at `close`, and settled at the fill.
 *
 * @param offer - the price that the order is expected to trade at, with the dearest fee that it may have to pay
 */
export function reservation(
  terms: OrderTerms,
  offer: Offer,
  account: Account,
  leg: Leg,
  close: number,
): Decimal | Refusal {
  const isMarket = terms.limit === null && terms.stop === null && terms.touch === null && terms.trail === null
  if (isMarket || terms.isReduceOnly || account.settings.model === 'margin') return ZERO
  return terms.side === 'buy' ? buyReservation(terms, offer, account, close) : sellReservation(terms, offer, leg)
}

function buyReservation(terms: OrderTerms, offer: Offer, account: Account, close: number): Decimal | Refusal {
  const free = account.freeCash
  const wanted = cashWanted(terms, offer, account, close)
  return wanted.compare(free) <= 0 ? wanted : { reason: 'insufficient_cash', observed: wanted, limit: free }
}

function cashWanted({ size, symbol }: OrderTerms, offer: Offer, account: Account, close: number): Decimal {
  const free = account.freeCash
  switch (size.kind) {
    case 'quoteAmount':
      return size.value
    case 'quantity':
      return costOf(floorToStep(size.value, offer.lot), offer)
    case 'percentOfEquity':
    case 'targetPercent':
      return smaller(shareOf(account.equityAt(symbol, decimalFromNumber(close)), size.value), free)
    case 'percentOfCash':
      return shareOf(free, size.value)
    default: {
      const quantity = quantityAtRisk(size, offer, account.equityAt(symbol, decimalFromNumber(close)))
      return smaller(costOf(quantity, offer), free)
    }
  }
}

/**
 * Exact up to 18 decimals. A share of what other shares leave free would otherwise need two more digits each time, for
 * as long as the run goes on; nothing is lost by it, since an order spends what its share comes to at the fill.
 */
function shareOf(whole: Decimal, percent: Decimal): Decimal {
  const share = percentOf(percent, whole)
  return share.scale <= FINEST.scale ? share : floorToStep(share, FINEST)
}

function sellReservation({ size }: OrderTerms, { price, lot }: Offer, leg: Leg): Decimal | Refusal {
  const free = leg.freeQuantity.isPositive ? leg.freeQuantity : ZERO
  const isShare = size.kind === 'percentOfPosition'
  const amount = size.kind === 'quoteAmount' ? floorQuotient(size.value, price, lot) : size.value
  const wanted = isShare ? percentOf(size.value, leg.quantity) : amount
  const quantity = floorToStep(isShare ? smaller(wanted, free) : wanted, lot)
  if (free.isZero || quantity.compare(free) > 0) {
    return { reason: 'insufficient_position', observed: wanted, limit: free }
  }
  return quantity
}
