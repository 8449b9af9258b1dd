import type { ExecutionSettings } from '../../options/execution.ts'
import type { Order } from '../../orders/order.ts'
import type { Market } from '../market.ts'
import type { OrderManager } from '../order-manager.ts'
import { mayTrade } from '../trailing-stop.ts'

/**
 * True where the order of prices in the present candle may decide what the account is worth at its close, so that the worst path has to be
 * searched for. In doubt it does.
 *
 * It does where a trailing stop may trade, where a fill may bring other orders to life, and where several orders within
 * reach exclude one another or share money. Exits of what is held need no search: the stop before the target is the worst.
 */
export function orderMatters(market: Market, orders: OrderManager): boolean {
  const { candle, resting, rules } = market
  const { execution } = orders
  const { high, low } = candle
  const isTrailing = execution.trailingPath === 'path'
  if (isTrailing && resting.trailing.some((order) => mayTrade(order, candle, rules.tick))) return true
  const reached = resting.within(low, high)
  if (reached.length === 0) return false
  if (market.isLiquidable && orders.account.mayBeLiquidated(market.symbol, low, high)) return true
  if (reached.some((order) => bringsOthers(order, execution))) return true
  if (reached.length === 1) return false
  if (execution.fillsPerCandle === 'one') return true
  return !areExits(reached) && !areUnrelated(reached, market, orders)
}

/** True where the fill or the trigger of `order` leaves more to trade in the same candle. */
function bringsOthers({ children, terms, isTriggered }: Order, { bracketFrom, stopLimitFrom }: ExecutionSettings) {
  if (children.length !== 0 && bracketFrom !== 'nextCandle') return true
  const isTwoStage = terms.limit !== null && !isTriggered && (terms.stop !== null || terms.touch !== null)
  return isTwoStage && stopLimitFrom === 'fill'
}

/** True where all of `reached` close what is held, on one side. */
function areExits(reached: readonly Order[]): boolean {
  const { side, positionSide } = reached[0]!.terms
  return reached.every(
    ({ terms }) => terms.size.kind === 'parentQuantity' && terms.side === side && terms.positionSide === positionSide,
  )
}

/** True where each of `reached` trades its own quantity, for which a spot account has reserved the means. */
function areUnrelated(reached: readonly Order[], market: Market, { account }: OrderManager): boolean {
  if (account.settings.model !== 'spot' || market.volumeLeft !== null) return false
  return (
    reached.every(({ group, terms }) => group === null && terms.size.kind === 'quantity' && !terms.isReduceOnly) &&
    market.exits === 0
  )
}
