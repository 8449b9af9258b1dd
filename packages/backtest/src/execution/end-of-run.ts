import { decimalFromNumber } from '../money/parse-decimal.ts'
import { closingPlan } from '../orders/closing-plan.ts'
import type { OrderDesk } from './order-desk.ts'
import { takerQuote } from './quote.ts'
import type { Settlement } from './settlement.ts'

/** Closes what is open after the last candle, at its symbol's last close or, as some systems do, at its last open. */
export function endTrades(desk: OrderDesk, settlement: Settlement, at: 'open' | 'close'): void {
  for (const leg of desk.account.legs) {
    if (leg.quantityMark === 0) continue
    const market = desk.markets[leg.symbol]!
    for (const order of desk.working(leg.symbol)) desk.cancel(order, 'replaced_by_close')
    const order = desk.begin(closingPlan(leg, 'end_of_run').terms)
    const price = market.candles[at][market.cursor.index]!
    market.meet(market.cursor.index)
    market.volumeLeft = null
    settlement.trade(order, market, takerQuote(decimalFromNumber(price), 'end_of_run'), false, market.index + 1)
  }
}
