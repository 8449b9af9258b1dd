import {
  type Decimal,
  decimalFromNumber,
  floorQuotient,
  floorToStep,
  percentOf,
  smaller,
  ZERO,
} from '@tezgah/core/decimal'
import type { Account } from '../account/account.ts'
import type { Holding } from '../account/holding.ts'
import { MONEY_STEP } from '../account/pro-rata.ts'
import { orderCost, quantityAtRisk, type SizingContext } from '../account/sizing.ts'
import type { OrderTerms, Refusal } from '../orders/terms.ts'

/**
 * What a new order holds back until it ends: cash for a buy, base quantity for a sell.
 *
 * Market orders hold back nothing, since they trade at the next price before anything else can; their means are checked
 * there. Neither do orders that only reduce, nor those of a margin account, where what is free changes with every price. A
 * share is held back as it stands now, marked at `close`, and settled at the fill.
 *
 * @param sizing - the price that the order is expected to trade at, with the dearest fee that it may have to pay
 */
export function reservation(
  terms: OrderTerms,
  sizing: SizingContext,
  account: Account,
  holding: Holding,
  close: number,
): Decimal | Refusal {
  const isMarket = terms.limit === null && terms.stop === null && terms.touch === null && terms.trail === null
  if (isMarket || terms.isReduceOnly || account.settings.model === 'margin') return ZERO
  return terms.side === 'buy' ? buyReservation(terms, sizing, account, close) : sellReservation(terms, sizing, holding)
}

function buyReservation(terms: OrderTerms, sizing: SizingContext, account: Account, close: number): Decimal | Refusal {
  const free = account.freeCash
  const wanted = cashWanted(terms, sizing, account, close)
  return wanted.compare(free) <= 0 ? wanted : { reason: 'insufficient_cash', observed: wanted, limit: free }
}

function cashWanted({ size, symbol }: OrderTerms, sizing: SizingContext, account: Account, close: number): Decimal {
  const free = account.freeCash
  switch (size.kind) {
    case 'quoteAmount':
      return size.value
    case 'quantity':
      return orderCost(floorToStep(size.value, sizing.lot), sizing)
    case 'percentOfEquity':
    case 'targetPercent':
      return smaller(shareOf(account.equityAt(symbol, decimalFromNumber(close)), size.value), free)
    case 'percentOfCash':
      return shareOf(free, size.value)
    default: {
      const quantity = quantityAtRisk(size, sizing, account.equityAt(symbol, decimalFromNumber(close)))
      return smaller(orderCost(quantity, sizing), free)
    }
  }
}

/**
 * Exact up to 18 decimals. A share of what other shares leave free would otherwise need two more digits each time, for
 * as long as the run goes on; nothing is lost by it, since an order spends what its share amounts to at the fill.
 */
function shareOf(whole: Decimal, percent: Decimal): Decimal {
  const share = percentOf(percent, whole)
  return share.scale <= MONEY_STEP.scale ? share : floorToStep(share, MONEY_STEP)
}

function sellReservation({ size }: OrderTerms, { price, lot }: SizingContext, holding: Holding): Decimal | Refusal {
  const free = holding.freeQuantity.isPositive ? holding.freeQuantity : ZERO
  const isShare = size.kind === 'percentOfPosition'
  const amount = size.kind === 'quoteAmount' ? floorQuotient(size.value, price, lot) : size.value
  const wanted = isShare ? percentOf(size.value, holding.quantity) : amount
  const quantity = floorToStep(isShare ? smaller(wanted, free) : wanted, lot)
  if (free.isZero || quantity.compare(free) > 0) {
    return { reason: 'insufficient_position', observed: wanted, limit: free }
  }
  return quantity
}
