/** Why an order was filled where it was: the rule that set its price. */
export const FILL_REASONS = [
  'market',
  'limit',
  'limit_at_open',
  'stop',
  'stop_at_open',
  'stop_limit',
  'stop_limit_at_open',
] as const
export type FillReason = (typeof FILL_REASONS)[number]

/** Why an order was refused. A closed set: messages may be reworded, codes may not. */
export const REFUSAL_REASONS = [
  'invalid_size',
  'invalid_price',
  'insufficient_cash',
  'insufficient_position',
  'below_lot',
] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

/** Why an order was cancelled. */
export const CANCEL_REASONS = ['cancelled_by_strategy', 'replaced_by_close'] as const
export type CancelReason = (typeof CANCEL_REASONS)[number]
