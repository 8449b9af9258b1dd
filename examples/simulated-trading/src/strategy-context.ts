import type {
  BuyOrder,
  CloseOptions,
  OrderState,
  OrderStatus,
  Position,
  SellOrder,
  StrategyContext,
} from '@tezgah/backtest'
import { type Action, type OrderRequest, readOrderRequest, unsupported } from './order-request.ts'

/** What the exchange had confirmed when a candle had closed. */
export type AccountView = {
  /** Quote currency that no order holds back. */
  readonly cash: number
  /** Cash and position at the close, quote currency. */
  readonly equity: number
  readonly position: Position
  /** By the strategy's ids. */
  readonly orders: ReadonlyMap<number, OrderStatus>
  /** Those that work, by the strategy's ids. */
  readonly working: ReadonlyMap<number, OrderRequest>
}

type Now = { readonly index: number; readonly time: number; readonly nextId: () => number }

/** What a strategy sees and does at one close: it sees what the exchange has confirmed, and its orders are written down. */
export class RecordingContext implements StrategyContext {
  readonly actions: Action[] = []
  readonly #now: Now
  readonly #accountView: AccountView

  constructor(now: Now, accountView: AccountView) {
    this.#now = now
    this.#accountView = accountView
  }

  get index(): number {
    return this.#now.index
  }

  get time(): number {
    return this.#now.time
  }

  get position(): Position {
    return this.#accountView.position
  }

  get cash(): number {
    return this.#accountView.cash
  }

  get equity(): number {
    return this.#accountView.equity
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
    for (const { id, side } of this.#accountView.working.values()) if (side === 'sell') this.cancel(id)
    return this.#place('sell', { percentOfPosition: 100 })
  }

  cancel(orderId: number): boolean {
    const placed = this.actions.findIndex((action) => action.id === orderId)
    if (placed >= 0) return this.actions[placed]!.type === 'place' && this.actions.splice(placed, 1).length > 0
    if (!this.#accountView.working.has(orderId)) return false
    this.actions.push({ type: 'cancel', id: orderId })
    return true
  }

  cancelAll(): void {
    for (const { id, type } of [...this.actions]) if (type === 'place') this.cancel(id)
    for (const id of this.#accountView.working.keys()) this.cancel(id)
  }

  orderState(orderId: number): OrderState | null {
    const action = this.actions.find(({ id }) => id === orderId)
    if (action !== undefined) return { status: action.type === 'place' ? 'working' : 'cancelled', reason: null }
    const status = this.#accountView.orders.get(orderId)
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
    this.actions.push(readOrderRequest(id, side, order))
    return id
  }
}
