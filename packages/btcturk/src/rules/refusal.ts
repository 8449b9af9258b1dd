export type RefusalCode =
  | 'not_trading'
  | 'method_not_allowed'
  | 'invalid_decimal'
  | 'missing'
  | 'not_allowed'
  | 'quantity_below_lot'
  | 'quantity_below_minimum'
  | 'quantity_above_maximum'
  | 'spend_below_step'
  | 'price_below_tick'
  | 'price_below_minimum'
  | 'price_above_maximum'
  | 'value_below_minimum'
  | 'stop_not_above_ask'
  | 'stop_not_below_bid'

/** Why an order would be refused: the field, what holds, and what was asked for. */
export type Refusal = {
  readonly code: RefusalCode
  readonly field: 'symbol' | 'method' | 'quantity' | 'spend' | 'price' | 'stopPrice' | 'value'
  readonly limit: string
  readonly received: string
}
