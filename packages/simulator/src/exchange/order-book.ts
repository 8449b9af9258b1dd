import type { Amount } from './amounts.ts'
import type { Order, Side } from './order.ts'

/** Something to trade with at one price. `order` is `null` where it is the outside market's. */
export type Resting = { readonly order: Order | null; readonly side: Side; readonly price: Amount; left: Amount }

export type Level = { readonly price: Amount; total: Amount; readonly queue: Resting[] }

/** Price-time priority: the best price first, at one price the one that came first. */
export class OrderBook {
  /** Best last, where adding and removing is cheap. */
  readonly #bids: Level[] = []
  readonly #asks: Level[] = []

  best(side: Side): Level | undefined {
    return this.#side(side).at(-1)
  }

  add(resting: Resting): void {
    const levels = this.#side(resting.side)
    const index = indexOf(levels, resting.side, resting.price)
    const level = levels[index]
    if (level?.price === resting.price) {
      level.queue.push(resting)
      level.total += resting.left
    } else {
      levels.splice(index, 0, { price: resting.price, total: resting.left, queue: [resting] })
    }
  }

  /** Takes `quantity` from `resting`, and removes it when nothing is left. */
  reduce(resting: Resting, quantity: Amount): void {
    const levels = this.#side(resting.side)
    const index = indexOf(levels, resting.side, resting.price)
    const level = levels[index]!
    resting.left -= quantity
    level.total -= quantity
    if (resting.left > 0n) return
    level.queue.splice(level.queue.indexOf(resting), 1)
    if (level.queue.length === 0) levels.splice(index, 1)
  }

  find(order: Order): Resting | undefined {
    return this.level(order.side, order.price)?.queue.find((resting) => resting.order === order)
  }

  level(side: Side, price: Amount): Level | undefined {
    const levels = this.#side(side)
    const level = levels[indexOf(levels, side, price)]
    return level?.price === price ? level : undefined
  }

  /** Best first. */
  *levels(side: Side): Generator<Level> {
    const levels = this.#side(side)
    for (let index = levels.length - 1; index >= 0; index -= 1) yield levels[index]!
  }

  size(side: Side): number {
    return this.#side(side).length
  }

  #side(side: Side): Level[] {
    return side === 'buy' ? this.#bids : this.#asks
  }
}

/** Place of `price` in levels whose best is last, or where it would go. */
function indexOf(levels: readonly Level[], side: Side, price: Amount): number {
  let low = 0
  let high = levels.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = levels[middle]!.price
    if (side === 'buy' ? found < price : found > price) low = middle + 1
    else high = middle
  }
  return low
}
