import type { Order } from '../orders/order.ts'
import { type LimitFillSettings, reachesLimit } from './limit-fill.ts'
import type { SymbolMarket } from './symbol-market.ts'
import { isBeyondTrail } from './trailing-stop.ts'

/** Takes out of the book what the open has reached or gone beyond, and adds it to `taken`. */
export function takeBeyondOpen(
  market: SymbolMarket,
  limits: LimitFillSettings,
  withTrailing: boolean,
  taken: Order[],
): void {
  const { open } = market.bar
  for (const isRise of [true, false]) {
    takeTriggers(market, isRise, open, taken)
    takeLimits(market, isRise, open, limits, taken)
  }
  if (!withTrailing) return
  for (const order of market.resting.trailing) if (isBeyondTrail(order, open)) taken.push(order)
}

function takeTriggers({ resting }: SymbolMarket, isRise: boolean, open: number, taken: Order[]): void {
  let order = resting.nearestTrigger(isRise, open)
  while (order !== null) {
    resting.take(order)
    taken.push(order)
    order = resting.nearestTrigger(isRise, open)
  }
}

function takeLimits(
  { resting, index }: SymbolMarket,
  isRise: boolean,
  open: number,
  limits: LimitFillSettings,
  taken: Order[],
): void {
  const touched: Order[] = []
  let order = resting.nearestLimit(isRise, open)
  while (order !== null) {
    resting.take(order)
    if (reachesLimit(order, open, index, limits)) taken.push(order)
    else touched.push(order)
    order = resting.nearestLimit(isRise, open)
  }
  for (const each of touched) resting.add(each)
}
