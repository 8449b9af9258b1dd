import type { Account } from '../account/account.ts'
import type { CandleWalk } from '../execution/candle-walk.ts'
import type { SymbolMarket } from '../execution/symbol-market.ts'
import type { Order } from '../orders/order.ts'

/** At one moment all symbols open together: their orders trade in the order of placement. Then each goes its own way. */
export function openTogether(trading: readonly CandleWalk[], account: Account): void {
  const walks = trading.filter(({ market }) => market.concerns(market.cursor.index + 1))
  // What one symbol's fills do to the account may endanger the positions of the others.
  if (walks.length > 0 || trading.some(({ market }) => isAtRisk(market, account))) {
    for (const walk of trading) if (walk.market.isLiquidable && !walks.includes(walk)) walks.push(walk)
    walks.sort((one, other) => one.market.symbol - other.market.symbol)
  }
  const atOpen = walks.flatMap((walk) => walk.begin(walk.market.cursor.index + 1).map((order) => ({ walk, order })))
  atOpen.sort(byPlacement)
  for (const { walk, order } of atOpen) walk.meetOpen(order)
  for (const walk of walks) walk.finish()
}

function isAtRisk({ candles: { high, low }, cursor, isLiquidable, symbol }: SymbolMarket, account: Account): boolean {
  const index = cursor.index + 1
  return isLiquidable && account.mayBeLiquidated(symbol, low[index]!, high[index]!)
}

/** Orders that wait for a close meet it in the order of placement as well. */
export function closeTogether(trading: readonly CandleWalk[]): void {
  const waiting = trading.filter(({ market }) => market.dueAtClose.length !== 0)
  if (waiting.length === 0) return
  const atClose = waiting.flatMap((walk) =>
    walk.takeForClose(walk.market.cursor.index).map((order) => ({ walk, order })),
  )
  atClose.sort(byPlacement)
  for (const { walk, order } of atClose) walk.meetClose(order)
}

type Meeting = { readonly walk: CandleWalk; readonly order: Order }

function byPlacement(one: Meeting, other: Meeting): number {
  return one.order.sequence - other.order.sequence
}
