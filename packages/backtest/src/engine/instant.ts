import type { Account } from '../account/account.ts'
import type { Market } from '../execution/market.ts'
import type { MatchingEngine } from '../execution/matching-engine.ts'
import type { Order } from '../orders/order.ts'

/** All symbols of an instant open together, so their orders trade in the order of placement; then each follows its path. */
export function openAll(trading: readonly MatchingEngine[], account: Account): void {
  const matchingEngines = trading.filter(({ market }) => market.hasWork(market.cursor.index + 1))
  // What one symbol's fills do to the account may endanger the positions of the others.
  if (matchingEngines.length > 0 || trading.some(({ market }) => isAtRisk(market, account))) {
    for (const matchingEngine of trading)
      if (matchingEngine.market.isLiquidable && !matchingEngines.includes(matchingEngine))
        matchingEngines.push(matchingEngine)
    matchingEngines.sort((one, other) => one.market.symbol - other.market.symbol)
  }
  const atOpen = matchingEngines.flatMap((matchingEngine) =>
    matchingEngine.enterCandle(matchingEngine.market.cursor.index + 1).map((order) => ({ matchingEngine, order })),
  )
  atOpen.sort(byPlacement)
  for (const { matchingEngine, order } of atOpen) matchingEngine.matchOpen(order)
  for (const matchingEngine of matchingEngines) matchingEngine.finish()
}

function isAtRisk({ candles: { high, low }, cursor, isLiquidable, symbol }: Market, account: Account): boolean {
  const index = cursor.index + 1
  return isLiquidable && account.mayBeLiquidated(symbol, low[index]!, high[index]!)
}

/** Orders that wait for the close trade in the order of placement as well. */
export function closeAll(trading: readonly MatchingEngine[]): void {
  const waiting = trading.filter(({ market }) => market.closeQueue.length !== 0)
  if (waiting.length === 0) return
  const atClose = waiting.flatMap((matchingEngine) =>
    matchingEngine.takeForClose(matchingEngine.market.cursor.index).map((order) => ({ matchingEngine, order })),
  )
  atClose.sort(byPlacement)
  for (const { matchingEngine, order } of atClose) matchingEngine.matchClose(order)
}

type Meeting = { readonly matchingEngine: MatchingEngine; readonly order: Order }

function byPlacement(one: Meeting, other: Meeting): number {
  return one.order.sequence - other.order.sequence
}
