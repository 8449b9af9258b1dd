import type { SpotAccount } from '../account/spot-account.ts'
import { type Decimal, floorToStep, ONE, smaller, ZERO } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { OrderTerms, Refusal } from '../orders/order.ts'
import type { Costs } from './market.ts'
import { ONE_PERCENT } from './size.ts'

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
      return smaller(account.equityAt(decimalFromNumber(close)).times(size.value).times(ONE_PERCENT), free)
    case 'percentOfCash':
      return free.times(size.value).times(ONE_PERCENT)
    default: {
      const price = limit?.exact ?? stop!.exact.times(costs.buySlippage ?? ONE)
      return price.times(dearerFactor(costs)).times(floorToStep(size.value, costs.lot))
    }
  }
}

function dearerFactor({ maker, taker }: Costs): Decimal {
  return maker.buyFactor.compare(taker.buyFactor) > 0 ? maker.buyFactor : taker.buyFactor
}

function sellReservation({ size }: OrderTerms, account: SpotAccount, { lot }: Costs): Decimal | Refusal {
  const free = account.freeQuantity
  const wanted = size.kind === 'quantity' ? size.value : free.times(size.value).times(ONE_PERCENT)
  const quantity = floorToStep(wanted, lot)
  if (free.isZero || quantity.compare(free) > 0) {
    return { reason: 'insufficient_position', observed: wanted, limit: free }
  }
  return quantity
}
