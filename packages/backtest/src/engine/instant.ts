import type { Account } from '../account/account.ts'
import type { MatchingEngine } from '../execution/matching-engine.ts'
import type { Order } from '../orders/order.ts'

/** Symbols that open together: their orders trade at the opens in the order of placement. */
export function openAll(opening: readonly MatchingEngine[], account: Account): void {
  if (!opening.some(hasWork) && !opening.some((each) => isAtRisk(each, account))) return
  // What one symbol's fills do to the account may endanger the positions of the others.
  const concerned = opening.filter((each) => each.market.isLiquidable || hasWork(each))
  const atOpen = concerned.flatMap((matchingEngine) =>
    matchingEngine.openCandle(matchingEngine.market.index).map((order) => ({ matchingEngine, order })),
  )
  atOpen.sort(byPlacement)
  for (const { matchingEngine, order } of atOpen) matchingEngine.matchOpen(order)
}

/** Symbols whose candles reach their close: each follows its path, in the order of the symbols. */
export function finishAll(closing: readonly MatchingEngine[], account: Account): void {
  // What happened since they opened may have put positions at risk in candles that concerned no order.
  if (closing[0]!.market.isLiquidable) enterEndangered(closing, account)
  for (const matchingEngine of closing) if (matchingEngine.isInside) matchingEngine.finish()
}

function enterEndangered(closing: readonly MatchingEngine[], account: Account): void {
  if (!closing.some((each) => each.isInside || isAtRisk(each, account))) return
  for (const matchingEngine of closing) {
    if (!matchingEngine.isInside) matchingEngine.enterCandle(matchingEngine.market.index)
  }
}

function hasWork({ market }: MatchingEngine): boolean {
  return market.hasWork(market.index)
}

/** True where the candle under way may take the account below its maintenance margin. */
function isAtRisk({ market }: MatchingEngine, account: Account): boolean {
  const { candles, index, isLiquidable, symbol } = market
  return isLiquidable && account.mayBeLiquidated(symbol, candles.low[index]!, candles.high[index]!)
}

/** Orders that wait for the close trade in the order of placement as well. */
export function closeAll(closing: readonly MatchingEngine[]): void {
  if (!closing.some(({ market }) => market.closeQueue.length !== 0)) return
  const waiting = closing.filter(({ market }) => market.closeQueue.length !== 0)
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
