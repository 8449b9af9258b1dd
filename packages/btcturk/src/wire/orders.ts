export type OrderSide = 'buy' | 'sell'

export const ORDER_METHODS = ['market', 'limit', 'stopmarket', 'stoplimit'] as const
export type OrderMethod = (typeof ORDER_METHODS)[number]

/** `untouched` and `partial` are open. */
export type OrderStatus = 'untouched' | 'partial' | 'canceled' | 'closed'

/** A price of a book and its quantity, exact decimals. */
export type Level = {
  /** Quote currency. */
  readonly price: string
  /** Base units. */
  readonly quantity: string
}
