import type { Amount } from './amount.ts'
import type { Order, Pair, Side } from './order.ts'

/** What everybody sees of an execution. */
export type PublicTrade = {
  /** Above 2^53. */
  readonly id: bigint
  readonly time: number
  readonly price: Amount
  readonly quantity: Amount
  /** Side of the taker. */
  readonly side: Side
}

/** What the owner of one of its two orders sees of an execution. */
export type UserTrade = {
  /** Above 2^53. */
  readonly id: bigint
  readonly order: Order
  readonly time: number
  readonly price: Amount
  readonly quantity: Amount
  readonly fee: Amount
  readonly tax: Amount
}

export type ExchangeEvent =
  | { readonly type: 'orderInserted'; readonly order: Order }
  | {
      readonly type: 'orderDeleted'
      readonly order: Order
      readonly left: Amount
      readonly denominatorLeft: Amount
    }
  | { readonly type: 'orderFilled'; readonly order: Order; readonly trade: UserTrade }
  | { readonly type: 'traded'; readonly pair: Pair; readonly trade: PublicTrade }

export type ExchangeListener = (event: ExchangeEvent) => void
