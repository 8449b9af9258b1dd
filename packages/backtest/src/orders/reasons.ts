/** Why an order was filled where it was: the rule that set its price. */
export const FILL_REASONS = [
  'market',
  'market_at_close',
  'limit',
  'limit_at_open',
  'stop',
  'stop_at_open',
  'stop_limit',
  'stop_limit_at_open',
  'touch',
  'touch_at_open',
  'trailing_stop',
  'trailing_stop_at_open',
  'liquidation',
  'end_of_run',
] as const
export type FillReason = (typeof FILL_REASONS)[number]

/** Why an order was refused. A closed set: messages may be reworded, codes may not. */
export const REFUSAL_REASONS = [
  'invalid_size',
  'invalid_price',
  'insufficient_cash',
  'insufficient_position',
  'below_lot',
  'off_tick',
  'below_minimum_value',
  'above_maximum_quantity',
  'would_take',
  'nothing_to_reduce',
  'not_trading',
  'guard',
] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

/** Why an order was cancelled. */
export const CANCEL_REASONS = [
  'cancelled_by_strategy',
  'replaced_by_close',
  'one_cancels_other',
  'parent_ended',
  'bracket_closed',
  'ioc_remainder',
  'fok_not_fillable',
  'position_closed',
  'already_at_target',
  'insufficient_cash_for_remainder',
  'liquidated',
] as const
export type CancelReason = (typeof CANCEL_REASONS)[number]

/** Why an order expired. */
export const EXPIRY_REASONS = ['good_till_date'] as const
export type ExpiryReason = (typeof EXPIRY_REASONS)[number]
