import type { ExecutionSettings } from '../options/settings.ts'
import type { Order } from '../orders/order.ts'
import type { Bar } from './bar.ts'
import { limitInside } from './limit-fill.ts'
import { type Quote, takerQuote } from './quote.ts'
import { comesBackByColour, isLimitBeyondStop, isWithinLimit } from './stop-limit-fill.ts'
import { trailingPrice } from './trailing-stop.ts'

/**
 * What an order trades at when the price comes to its level inside a candle; `null` for one that is triggered there and
 * becomes a limit order first.
 */
export function levelQuote(order: Order, bar: Bar, execution: ExecutionSettings): Quote | null {
  const { terms, isTriggered } = order
  order.isTriggered = true
  if (terms.trail !== null) return takerQuote(trailingPrice(order), 'trailing_stop')
  if (isTriggered || (terms.stop === null && terms.touch === null)) return limitInside(order)
  const trigger = (terms.stop ?? terms.touch)!
  if (terms.limit !== null && !takesAt(order, trigger.mark, execution)) {
    const isCertain = execution.stopLimitFrom === 'byColour' && comesBackByColour(order, bar)
    return isCertain && terms.stop !== null ? limitInside(order) : null
  }
  const reason = terms.touch !== null ? 'touch' : terms.limit === null ? 'stop' : 'stop_limit'
  return takerQuote(trigger.exact, reason)
}

/** True where an order with a limit takes from the book at the price that has just triggered it. */
function takesAt(order: Order, price: number, { stopLimitGap }: ExecutionSettings): boolean {
  const isStrict = order.terms.stop !== null && stopLimitGap === 'wholeCandle'
  return isStrict ? isLimitBeyondStop(order) : isWithinLimit(order, price)
}
