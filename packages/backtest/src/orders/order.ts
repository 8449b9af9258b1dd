import { type Decimal, ZERO } from '@tezgah/core/decimal'
import { type OrderTerms, type OrderType, orderType } from './terms.ts'

/** A stop or a touch whose price was reached trades on as the order behind it. */
export type Stage =
  /** Waits for its parent to fill. */
  | 'waiting'
  /** Is matched at the next price. */
  | 'queued'
  /** Rests in the book until its level is reached. */
  | 'resting'
  | 'ended'

/** An order while it lives. What became of it is kept in the order table; the order manager alone changes it. */
export class Order {
  readonly id: number
  /** Place in the queue; a change to the order takes a new one. */
  sequence = 0
  readonly type: OrderType
  terms: OrderTerms
  stage: Stage = 'queued'
  /** First candle of its symbol in which this order can trade. */
  activeFrom: number
  /** True once something that the candle does not prove has triggered it or filled a part of it. */
  isPathDependent = false
  /** True until the order was first held against the market: what trades at once takes, what rested makes. */
  isNew = true
  /** True once the stop, the touch or the trailing stop was reached. */
  isTriggered = false
  /** Price at which the book looks at this order next. */
  level = 0
  /** Place in its heap; see `storage/order-heap.ts`. */
  heapIndex = -1
  /** Best price seen by a trailing stop since it became active; `NaN` before. */
  extremePrice: number = Number.NaN
  /** Total quantity, settled from the first fill on. */
  quantity: Decimal | null = null
  filled: Decimal = ZERO
  /** What the fills added to the position: less than `filled` where a fee was taken in base. */
  netFilled: Decimal = ZERO
  /** Quote currency (buy) or base quantity (sell) that this order holds back from others. */
  reserved: Decimal = ZERO
  parent: Order | null = null
  children: readonly Order[] = NO_ORDERS
  group: OrderGroup | null = null

  constructor(id: number, terms: OrderTerms, activeFrom: number) {
    this.id = id
    this.terms = terms
    this.type = orderType(terms)
    this.activeFrom = activeFrom
  }

  get isWorking(): boolean {
    return this.stage !== 'ended'
  }

  get isBuy(): boolean {
    return this.terms.side === 'buy'
  }

  /** What is still to be traded of an order that has begun to fill. */
  get remaining(): Decimal {
    return this.quantity === null ? ZERO : this.quantity.minus(this.filled)
  }
}

const NO_ORDERS: readonly Order[] = []

/**
 * Orders of which one ends the others.
 *
 * `oneCancelsOther`: the first fill of a member cancels the rest. `bracket`: the exits of one entry share its quantity, so
 * each fill leaves less for the other, and the one that closes the rest ends it.
 */
export class OrderGroup {
  readonly kind: 'oneCancelsOther' | 'bracket'
  readonly members: Order[] = []
  /** Quote currency that each buy of `oneCancelsOther` needs. */
  readonly needs: Map<Order, Decimal> = new Map()
  /** What the dearest member needs; the group holds it back once for all of them. */
  reserved: Decimal = ZERO
  /** Base quantity that members have filled. */
  filled: Decimal = ZERO

  constructor(kind: 'oneCancelsOther' | 'bracket') {
    this.kind = kind
  }

  /** What the dearest of the members that are left needs. */
  get dearest(): Decimal {
    let dearest = ZERO
    for (const need of this.needs.values()) if (need.compare(dearest) > 0) dearest = need
    return dearest
  }
}
