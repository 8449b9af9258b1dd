import type { Holding } from '../../account/holding.ts'
import type { OrderGroup } from '../../orders/order.ts'
import { Order } from '../../orders/order.ts'
import type { OrderTerms, OrderType } from '../../orders/terms.ts'
import type { Market } from '../market.ts'
import type { OrderManager } from '../order-manager.ts'

/** An order that may trade in a candle, with what a walk has to know of it. */
export type SceneOrder = {
  /** A copy to be judged: a walk sets what its state says, and nothing of the run changes. */
  readonly order: Order
  /** The terms as placed; those of {@link order} may carry prices that follow from an entry. */
  readonly terms: OrderTerms
  readonly kind: 'market' | 'limit' | 'stop' | 'touch' | 'trail'
  readonly isExit: boolean
  readonly sign: 1 | -1
  /** Which of the symbol's holdings its fills change. */
  readonly leg: number
  /** Indices in the scene; −1 without. */
  readonly parent: number
  readonly group: number
  children: readonly number[]
}

/** What a candle holds: the orders that may trade in it and the account before its prices move. */
export type Scene = {
  readonly market: Market
  readonly orders: readonly SceneOrder[]
  readonly groups: readonly OrderGroup[]
  readonly holdings: readonly Holding[]
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** The orders of `market` that the present candle can reach, and those that their fills activate. */
export function createScene(market: Market, orders: OrderManager): Scene {
  const { open, high, low, close } = market.candle
  const { holdings } = orders.account
  const collector = new SceneCollector(market, orders.execution.bracketFrom !== 'nextCandle')
  for (const order of rootsOf(market, orders)) collector.add(order, -1)
  return {
    market,
    orders: collector.found,
    groups: collector.groups,
    holdings: holdings.filter(({ symbol }) => symbol === market.symbol),
    open,
    high,
    low,
    close,
  }
}

function rootsOf({ candle, resting }: Market, { execution }: OrderManager): Order[] {
  const roots = resting.within(candle.low, candle.high)
  if (execution.trailingPath === 'path') roots.push(...resting.trailing)
  return roots.sort((one, other) => one.sequence - other.sequence)
}

class SceneCollector {
  readonly found: SceneOrder[] = []
  readonly groups: OrderGroup[] = []
  readonly #market: Market
  readonly #areChildrenActive: boolean

  constructor(market: Market, areChildrenActive: boolean) {
    this.#market = market
    this.#areChildrenActive = areChildrenActive
  }

  add(source: Order, parent: number): number {
    const index = this.found.length
    const { terms, group, isBuy } = source
    const order: SceneOrder = {
      order: copyOf(source),
      terms,
      kind: KINDS[source.type],
      isExit: terms.size.kind === 'parentQuantity',
      sign: isBuy ? 1 : -1,
      leg: terms.positionSide === 'short' ? 1 : 0,
      parent,
      group: group === null ? -1 : this.#groupIndex(group),
      children: [],
    }
    this.found.push(order)
    if (this.#areChildrenActive) order.children = this.#childrenOf(source, index)
    return index
  }

  #childrenOf(source: Order, index: number): number[] {
    return source.children
      .filter(({ stage, terms }) => stage === 'waiting' && terms.symbol === this.#market.symbol)
      .map((child) => this.add(child, index))
  }

  #groupIndex(group: OrderGroup): number {
    const known = this.groups.indexOf(group)
    return known >= 0 ? known : this.groups.push(group) - 1
  }
}

const KINDS: Readonly<Record<OrderType, SceneOrder['kind']>> = {
  market: 'market',
  limit: 'limit',
  'stop-market': 'stop',
  'stop-limit': 'stop',
  'market-if-touched': 'touch',
  'limit-if-touched': 'touch',
  'trailing-stop': 'trail',
}

function copyOf(source: Order): Order {
  const copy = new Order(source.id, source.terms, source.activeFrom)
  const { sequence, stage, isNew, isTriggered, level, extremePrice, quantity, filled, netFilled, reserved } = source
  Object.assign(copy, {
    sequence,
    stage,
    isNew,
    isTriggered,
    level,
    extremePrice,
    quantity,
    filled,
    netFilled,
    reserved,
  })
  return Object.assign(copy, { parent: source.parent, children: source.children, group: source.group })
}
