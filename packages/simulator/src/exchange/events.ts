import type { Amount } from './amounts.ts'
import type { Order, Pair, Side } from './order.ts'

/** The public part of an execution. */
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

/** Numbers as large as those seen on the exchange: those of trades lie above 2^53. */
export class IdSequence {
  #order = 26_947_521_557
  #trade = 100_163_842_129_199_947n
  #userTrade = 1_181_163_798_924_649_598n
  #transfer = 34_086_674

  nextOrder(): number {
    this.#order += 1
    return this.#order
  }

  nextTrade(): bigint {
    this.#trade += 1n
    return this.#trade
  }

  nextUserTrade(): bigint {
    this.#userTrade += 1n
    return this.#userTrade
  }

  nextTransfer(): number {
    this.#transfer += 1
    return this.#transfer
  }
}
