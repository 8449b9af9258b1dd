import { type Decimal, ZERO } from '../money/decimal.ts'
import type { OrderGroup } from './order-group.ts'
import { type OrderTerms, type OrderType, orderType } from './terms.ts'

/** A stop or a touch whose price was reached trades on as the order behind it. */
export type Stage =
  /** Waits for its parent to fill. */
  | 'waiting'
  /** Meets the market at the next price it sees. */
  | 'due'
  /** Rests in the book until its level is reached. */
  | 'resting'
  | 'ended'

/** An order while it lives. What became of it is kept in the order table; the order desk alone changes it. */
export class Order {
  readonly id: number
  /** Place in the queue; a change to the order takes a new one. */
  sequence = 0
  readonly type: OrderType
  terms: OrderTerms
  stage: Stage = 'due'
  /** First candle of its symbol that this order can meet. */
  liveFrom: number
  /** True once something that the candle does not prove has triggered it or filled a part of it. */
  hangsOnPath = false
  /** True until the order was first held against the market: what trades at once takes, what rested makes. */
  isNew = true
  /** True once the stop, the touch or the trailing stop was reached. */
  isTriggered = false
  /** Price at which the book looks at this order next. */
  level = 0
  /** Place in the price ladder; see `storage/price-ladder.ts`. */
  ladderSlot = -1
  /** Best price seen by a trailing stop since it became active; `NaN` before. */
  water: number = Number.NaN
  /** Total quantity, settled from the first fill on. */
  quantity: Decimal | null = null
  filled: Decimal = ZERO
  /** What the fills added to the position: less than `filled` where a fee was taken in base. */
  received: Decimal = ZERO
  /** Quote currency (buy) or base quantity (sell) that this order holds back from others. */
  reserved: Decimal = ZERO
  parent: Order | null = null
  children: readonly Order[] = NO_ORDERS
  group: OrderGroup | null = null

  constructor(id: number, terms: OrderTerms, liveFrom: number) {
    this.id = id
    this.terms = terms
    this.type = orderType(terms)
    this.liveFrom = liveFrom
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
