import type { SpotAccount } from '../account/spot-account.ts'
import { Decimal, floorToStep, ONE, percentOf, smaller, ZERO } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { OrderTerms, Refusal } from '../orders/order.ts'
import type { Costs } from './market.ts'

const HELD_BACK_STEP = new Decimal(1n, 18)

/**
 * What a new order holds back until it ends: cash for a buy, base quantity for a sell.
 *
 * Market orders hold back nothing, since they trade at the next open before anything else can; their means are
 * checked there. A share is held back as it stands now, marked at `close`, and settled at the fill.
 */
export function reservation(terms: OrderTerms, account: SpotAccount, costs: Costs, close: number): Decimal | Refusal {
  if (terms.limit === null && terms.stop === null) return ZERO
  return terms.side === 'buy' ? buyReservation(terms, account, costs, close) : sellReservation(terms, account, costs)
}

function buyReservation(terms: OrderTerms, account: SpotAccount, costs: Costs, close: number): Decimal | Refusal {
  const free = account.freeCash
  const wanted = cashWanted(terms, account, costs, close)
  if (wanted.compare(free) <= 0) return wanted
  return { reason: 'insufficient_cash', observed: wanted, limit: free }
}

function cashWanted({ size, limit, stop }: OrderTerms, account: SpotAccount, costs: Costs, close: number): Decimal {
  const free = account.freeCash
  switch (size.kind) {
    case 'quoteAmount':
      return size.value
    case 'percentOfEquity':
      return smaller(shareOf(account.equityAt(decimalFromNumber(close)), size.value), free)
    case 'percentOfCash':
      return shareOf(free, size.value)
    default: {
      const price = limit?.exact ?? stop!.exact.times(costs.buySlippage ?? ONE)
      return price.times(dearerFactor(costs)).times(floorToStep(size.value, costs.lot))
    }
  }
}

/**
 * Exact up to 18 decimals. A share of what other shares leave free would otherwise need two more digits each time, for
 * as long as the run goes on; nothing is lost by it, since an order spends what its share comes to at the fill.
 */
function shareOf(whole: Decimal, percent: Decimal): Decimal {
  const share = percentOf(percent, whole)
  return share.scale <= HELD_BACK_STEP.scale ? share : floorToStep(share, HELD_BACK_STEP)
}

function dearerFactor({ maker, taker }: Costs): Decimal {
  return maker.buyFactor.compare(taker.buyFactor) > 0 ? maker.buyFactor : taker.buyFactor
}

function sellReservation({ size }: OrderTerms, account: SpotAccount, { lot }: Costs): Decimal | Refusal {
  const free = account.freeQuantity
  const isShare = size.kind === 'percentOfPosition'
  const wanted = isShare ? percentOf(size.value, account.quantity) : size.value
  const quantity = floorToStep(isShare ? smaller(wanted, free) : wanted, lot)
  if (free.isZero || quantity.compare(free) > 0) {
    return { reason: 'insufficient_position', observed: wanted, limit: free }
  }
  return quantity
}
