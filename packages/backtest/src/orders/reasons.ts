/** Why an order was filled where it was: the rule that set its price. */
export type FillReason =
  | 'market'
  | 'limit'
  | 'limit_at_open'
  | 'stop'
  | 'stop_at_open'
  | 'stop_limit'
  | 'stop_limit_at_open'

/** Why an order was refused. A closed set: messages may be reworded, codes may not. */
export type RefusalReason =
  | 'invalid_size'
  | 'invalid_price'
  | 'insufficient_cash'
  | 'insufficient_position'
  | 'below_lot'

/** Why an order was cancelled. */
export type CancelReason = 'cancelled_by_strategy' | 'replaced_by_close'
