import type { Order } from '../orders/order.ts'
import { OrderHeap } from '../storage/order-heap.ts'
import { isBeyondTrail } from './trailing-stop.ts'
import { type LimitFillSettings, reachesLimit } from './triggers.ts'

/**
 * The orders of one symbol that wait for a price, indexed by it, so that a candle looks only at those that it can touch.
 *
 * Rising prices touch buy stops, touch orders that sell, and sell limits; falling prices the mirror image. Trailing stops
 * are kept in a list of their own, since their levels move with the price.
 */
export class RestingOrders {
  readonly #risingTriggers = new OrderHeap<Order>('rising')
  readonly #risingLimits = new OrderHeap<Order>('rising')
  readonly #fallingTriggers = new OrderHeap<Order>('falling')
  readonly #fallingLimits = new OrderHeap<Order>('falling')
  readonly trailing: Order[] = []
  /** True while no order waits here. */
  isEmpty = true
  /** A candle whose high is at or above this has to be looked at; the run loop reads it. */
  wakeAbove: number = Number.POSITIVE_INFINITY
  /** A candle whose low is at or below this has to be looked at. */
  wakeBelow: number = Number.NEGATIVE_INFINITY

  /** Lowest price at or above which an order with a level of its own may trade. */
  get nextRise(): number {
    return Math.min(this.#risingTriggers.top, this.#risingLimits.top)
  }

  /** Highest price at or below which an order with a level of its own may trade. */
  get nextFall(): number {
    return Math.max(this.#fallingTriggers.top, this.#fallingLimits.top)
  }

  /** Level of the nearest buy stop, or touch order that sells; infinite without one, like the three below. */
  get stopAbove(): number {
    return this.#risingTriggers.top
  }

  get stopBelow(): number {
    return this.#fallingTriggers.top
  }

  get limitAbove(): number {
    return this.#risingLimits.top
  }

  get limitBelow(): number {
    return this.#fallingLimits.top
  }

  add(order: Order): void {
    order.stage = 'resting'
    if (order.type === 'trailing-stop') {
      this.trailing.push(order)
    } else {
      order.level = levelOf(order)
      this.#heapOf(order).push(order, order.level, order.sequence)
    }
    this.#updateWake()
  }

  /** Takes an order out of the book to match it. */
  take(order: Order): void {
    this.remove(order)
    order.stage = 'queued'
  }

  remove(order: Order): void {
    if (order.type === 'trailing-stop') this.trailing.splice(this.trailing.indexOf(order), 1)
    else this.#heapOf(order).remove(order)
    this.#updateWake()
  }

  /** The stop or touch order that a rise to `price`, or a fall to it, reaches first. */
  nearestTrigger(isRise: boolean, price: number): Order | null {
    if (isRise) return this.#risingTriggers.top <= price ? this.#risingTriggers.peek()! : null
    return this.#fallingTriggers.top >= price ? this.#fallingTriggers.peek()! : null
  }

  /** The limit order that a rise to `price`, or a fall to it, reaches first, a mere touch included. */
  nearestLimit(isRise: boolean, price: number): Order | null {
    if (isRise) return this.#risingLimits.top <= price ? this.#risingLimits.peek()! : null
    return this.#fallingLimits.top >= price ? this.#fallingLimits.peek()! : null
  }

  /** Orders with a level of their own that a price from `low` to `high` reaches, a mere touch included. */
  within(low: number, high: number): Order[] {
    const found: Order[] = []
    for (const heap of [this.#risingTriggers, this.#risingLimits]) heap.collect(high, found)
    for (const heap of [this.#fallingTriggers, this.#fallingLimits]) heap.collect(low, found)
    return found
  }

  /** The trailing stop that a rise to `price`, or a fall to it, reaches first. */
  nearestTrailing(isRise: boolean, price: number): Order | null {
    let nearest: Order | null = null
    for (const order of this.trailing) {
      if (order.isBuy !== isRise || Number.isNaN(order.extremePrice)) continue
      const isReached = isRise ? order.level <= price : order.level >= price
      if (!isReached) continue
      if (nearest === null || isBefore(order, nearest)) nearest = order
    }
    return nearest
  }

  #heapOf(order: Order): OrderHeap<Order> {
    if (isTrigger(order)) return rises(order) ? this.#risingTriggers : this.#fallingTriggers
    return rises(order) ? this.#risingLimits : this.#fallingLimits
  }

  /** A trailing stop has to see every candle. */
  #updateWake(): void {
    const hasTrailing = this.trailing.length !== 0
    this.wakeAbove = hasTrailing ? Number.NEGATIVE_INFINITY : this.nextRise
    this.wakeBelow = this.nextFall
    this.isEmpty =
      !hasTrailing && this.wakeAbove === Number.POSITIVE_INFINITY && this.wakeBelow === Number.NEGATIVE_INFINITY
  }
}

/** True for an order that still waits for its stop or its touch. */
function isTrigger({ terms, isTriggered }: Order): boolean {
  return !isTriggered && (terms.stop !== null || terms.touch !== null)
}

/** True where the price reaches `order` before `other`, another trailing stop; of two at one level the older is first. */
function isBefore(order: Order, other: Order): boolean {
  if (order.level === other.level) return order.sequence < other.sequence
  return order.isBuy ? order.level < other.level : order.level > other.level
}

/** True where a rising price reaches the order. */
function rises(order: Order): boolean {
  const isStop = isTrigger(order) && order.terms.stop !== null
  return isStop ? order.isBuy : !order.isBuy
}

/** The price at which the book looks at an order that does not trail. */
export function levelOf(order: Order): number {
  const { stop, touch, limit } = order.terms
  return isTrigger(order) ? (stop ?? touch)!.mark : limit!.mark
}

/** Takes out of the book what the open has reached or gone beyond, and adds it to `taken`. */
export function takeCrossed(
  resting: RestingOrders,
  open: number,
  index: number,
  limits: LimitFillSettings,
  withTrailing: boolean,
  taken: Order[],
): void {
  for (const isRise of [true, false]) {
    takeTriggers(resting, isRise, open, taken)
    takeLimits(resting, index, isRise, open, limits, taken)
  }
  if (!withTrailing) return
  for (const order of resting.trailing) if (isBeyondTrail(order, open)) taken.push(order)
}

function takeTriggers(resting: RestingOrders, isRise: boolean, open: number, taken: Order[]): void {
  let order = resting.nearestTrigger(isRise, open)
  while (order !== null) {
    resting.take(order)
    taken.push(order)
    order = resting.nearestTrigger(isRise, open)
  }
}

function takeLimits(
  resting: RestingOrders,
  index: number,
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
