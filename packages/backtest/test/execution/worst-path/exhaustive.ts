/** An order of one unit; prices are whole numbers. */
export type UnitOrder = {
  readonly kind: 'stop' | 'limit' | 'trail'
  /** +1 buys, −1 sells. */
  readonly side: 1 | -1
  /** Price of a stop or a limit. */
  readonly level: number
  /** How far a trailing stop stands behind the best price. */
  readonly distance: number
  /** Orders of one group exclude one another; −1 without. */
  readonly group: number
  /** The order whose fill brings this one to life; −1 without. */
  readonly parent: number
}
export type UnitScene = {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly position: number
  readonly orders: readonly UnitOrder[]
}

type State = {
  price: number
  cash: number
  position: number
  /** Bits of the orders that work, and of the extremes seen. */
  alive: number
  seen: number
  /** Best price since it works, of each trailing stop. */
  readonly best: number[]
}

/**
 * The least and the most that a candle can come to: every walk in steps of one from the open to the close that is at both
 * extremes. Written on its own, without a line of the engine.
 */
export function exhaustiveBounds(scene: UnitScene): { readonly least: number; readonly most: number } {
  const [start, known] = [startOf(scene), new Set<string>()]
  const open = [start]
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  while (open.length > 0) {
    const state = open.pop()!
    const key = JSON.stringify(state)
    if (known.has(key)) continue
    known.add(key)
    if (state.price === scene.close && state.seen === 3) {
      const worth = state.cash + state.position * scene.close
      least = Math.min(least, worth)
      most = Math.max(most, worth)
    }
    for (const step of [1, -1]) {
      const price = state.price + step
      if (price >= scene.low && price <= scene.high) open.push(moved(scene, state, price))
    }
  }
  return { least, most }
}

function startOf({ open, high, low, position, orders }: UnitScene): State {
  const alive = orders.reduce((bits, { parent }, at) => (parent < 0 ? bits | (1 << at) : bits), 0)
  const seen = (open === high ? 1 : 0) | (open === low ? 2 : 0)
  return { price: open, cash: 0, position, alive, seen, best: orders.map(() => open) }
}

function moved(scene: UnitScene, from: State, price: number): State {
  const state = { ...from, price, best: [...from.best] }
  state.seen |= (price === scene.high ? 1 : 0) | (price === scene.low ? 2 : 0)
  const isRise = price > from.price
  // At one price stops come before trailing stops, and those before limits.
  for (const kind of ['stop', 'trail', 'limit'] as const) {
    for (let at = firstMet(scene, state, kind, isRise); at >= 0; at = firstMet(scene, state, kind, isRise)) {
      fill(scene, state, at)
    }
  }
  scene.orders.forEach(({ side }, at) => {
    state.best[at] = side < 0 ? Math.max(state.best[at]!, price) : Math.min(state.best[at]!, price)
  })
  return state
}

function firstMet({ orders }: UnitScene, state: State, kind: UnitOrder['kind'], isRise: boolean): number {
  return orders.findIndex((order, at) => {
    if ((state.alive & (1 << at)) === 0 || order.kind !== kind) return false
    const level = kind === 'trail' ? state.best[at]! + order.side * order.distance : order.level
    return level === state.price && (kind === 'limit' ? order.side < 0 : order.side > 0) === isRise
  })
}

function fill({ orders }: UnitScene, state: State, at: number): void {
  const { side, group } = orders[at]!
  state.cash -= side * state.price
  state.position += side
  state.alive &= ~(1 << at)
  orders.forEach((other, index) => {
    if (group >= 0 && other.group === group) state.alive &= ~(1 << index)
    if (other.parent !== at) return
    state.alive |= 1 << index
    state.best[index] = state.price
  })
}
