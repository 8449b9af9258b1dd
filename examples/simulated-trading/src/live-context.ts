import type {
  BuyOrder,
  CloseOptions,
  OrderState,
  OrderStatus,
  Position,
  SellOrder,
  StrategyContext,
} from '@tezgah/backtest'
import { type Action, type Placement, readPlacement, unsupported } from './actions.ts'

/** What the exchange had confirmed when a candle had closed. */
export type Standing = {
  /** Quote currency that no order holds back. */
  readonly cash: number
  /** Cash and position at the close, quote currency. */
  readonly equity: number
  readonly position: Position
  /** By the strategy's ids. */
  readonly orders: ReadonlyMap<number, OrderStatus>
  /** Those that work, by the strategy's ids. */
  readonly working: ReadonlyMap<number, Placement>
}

type Now = { readonly index: number; readonly time: number; readonly nextId: () => number }

/** What a strategy sees and does at one close: it sees what the exchange has confirmed, and its orders are written down. */
export class LiveContext implements StrategyContext {
  readonly actions: Action[] = []
  readonly #now: Now
  readonly #standing: Standing

  constructor(now: Now, standing: Standing) {
    this.#now = now
    this.#standing = standing
  }

  get index(): number {
    return this.#now.index
  }

  get time(): number {
    return this.#now.time
  }

  get position(): Position {
    return this.#standing.position
  }

  get cash(): number {
    return this.#standing.cash
  }

  get equity(): number {
    return this.#standing.equity
  }

  buy(order: BuyOrder): number {
    return this.#place('buy', order)
  }

  sell(order: SellOrder): number {
    return this.#place('sell', order)
  }

  close(options: CloseOptions = {}): number | null {
    if (options.positionSide !== undefined) throw unsupported('close', 'positionSide')
    if (!this.position.isOpen) return null
    for (const { id, side } of this.#standing.working.values()) if (side === 'sell') this.cancel(id)
    return this.#place('sell', { percentOfPosition: 100 })
  }

  cancel(orderId: number): boolean {
    const placed = this.actions.findIndex((action) => action.id === orderId)
    if (placed >= 0) return this.actions[placed]!.type === 'place' && this.actions.splice(placed, 1).length > 0
    if (!this.#standing.working.has(orderId)) return false
    this.actions.push({ type: 'cancel', id: orderId })
    return true
  }

  cancelAll(): void {
    for (const { id, type } of [...this.actions]) if (type === 'place') this.cancel(id)
    for (const id of this.#standing.working.keys()) this.cancel(id)
  }

  orderState(orderId: number): OrderState | null {
    const action = this.actions.find(({ id }) => id === orderId)
    if (action !== undefined) return { status: action.type === 'place' ? 'working' : 'cancelled', reason: null }
    const status = this.#standing.orders.get(orderId)
    return status === undefined ? null : { status, reason: null }
  }

  positionOf(): Position {
    return this.position
  }

  modify(): never {
    throw unsupported('modify', 'a change of a working order')
  }

  oneCancelsOther(): never {
    throw unsupported('oneCancelsOther', 'several orders')
  }

  target(): never {
    throw unsupported('target', 'weights')
  }

  #place(side: 'buy' | 'sell', order: BuyOrder | SellOrder): number {
    const id = this.#now.nextId()
    this.actions.push(readPlacement(id, side, order))
    return id
  }
}
