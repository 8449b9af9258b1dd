/** Every reason code, and what it says. A code keeps its meaning for ever; `docs/guardrails.md` lists them all. */
export const REASON_CODES = {
  MISSING_INPUT: 'the state lacks what the policy needs',
  STALE_INPUT: 'what the policy needs is too old',
  INVALID_INPUT: 'what the policy needs is not usable',
  INVALID_INTENT: 'the intent is malformed',
  EVALUATION_FAILED: 'the policy threw',
  NO_POLICIES: 'nothing is allowed without a policy',
  TRADING_HALTED: 'trading is halted, only cancels pass',
  NOT_REDUCING: 'the order does more than shrink the position',
  QUANTITY_ABOVE_LIMIT: 'the quantity of the order is above the limit',
  NOTIONAL_ABOVE_LIMIT: 'the value of the order is above the limit',
  SYMBOL_EXPOSURE_ABOVE_LIMIT: 'position and working orders of the symbol could be worth more than the limit',
  TOTAL_EXPOSURE_ABOVE_LIMIT: 'all positions and working orders could be worth more than the limit',
  OPEN_ORDERS_ABOVE_LIMIT: 'too many orders would be open',
  SYMBOL_OPEN_ORDERS_ABOVE_LIMIT: 'too many orders of the symbol would be open',
  PRICE_OUTSIDE_COLLAR: 'the price is too far from the reference',
  OFF_TICK: 'the price is not a multiple of the tick size',
  OFF_LOT: 'the quantity is not a multiple of the lot size',
  BELOW_MINIMUM: 'the order is worth less than the market takes',
  INSUFFICIENT_BALANCE: 'the free balance does not cover the order',
  POSITION_ABOVE_LIMIT: 'the position could become larger than the limit',
  ORDER_RATE_ABOVE_LIMIT: 'too many orders in the window',
  ORDER_TO_TRADE_RATIO_ABOVE_LIMIT: 'too many orders for each execution',
  DUPLICATE_ORDER: 'an equal order was sent a moment ago',
  DUPLICATE_ID: 'an open order has the same id',
  DAILY_LOSS_ABOVE_LIMIT: 'the loss since the start of the day is above the limit',
  ROLLING_LOSS_ABOVE_LIMIT: 'the loss within the window is above the limit',
  DRAWDOWN_ABOVE_LIMIT: 'the fall from the highest equity is above the limit',
  CONSECUTIVE_LOSSES: 'too many losses in a row, cooling down',
  STOP_LOSS_GUARD: 'too many stop-loss exits, cooling down',
  COOLING_DOWN: 'the symbol was closed a moment ago',
  MARKET_DATA_OLD: 'the market data is older than the limit',
  ACCOUNT_DATA_OLD: 'the account data is older than the limit',
  INTENT_OLD: 'the intent is older than the limit',
  CLOCK_ERROR_ABOVE_LIMIT: 'the clock may be further off than the limit',
  SPREAD_ABOVE_LIMIT: 'bid and ask are too far apart',
  VOLATILITY_ABOVE_LIMIT: 'the price moved too much within the window',
  SYMBOL_NOT_ALLOWED: 'the symbol is not on the list',
  OUTSIDE_TRADING_HOURS: 'the moment lies outside the trading hours',
  LEVERAGE_ABOVE_LIMIT: 'the leverage is above the limit',
  TOTAL_POSITION_ABOVE_LIMIT: 'all positions together would be worth more than the limit',
  PARAMETERS_NOT_APPROVED: 'the parameters are not the approved ones',
  RUN_LIMIT_ABOVE_APPROVED: 'the limit of the run is wider than approved',
  NOT_APPROVED_WHILE_REDUCING: 'trading is reducing, only starts exactly as approved pass',
} as const

/** A stable name for why an order was not approved. */
export type ReasonCode = keyof typeof REASON_CODES

/** How an order breaks a policy: what was seen against what is allowed, both as text. */
export type Breach = {
  readonly code: ReasonCode
  readonly observed: string
  readonly limit: string
  /** Currency, `ms`, `fraction`, `orders` …; empty where there is none. */
  readonly unit: string
  /** Path to the value in a start, such as `params.fast` or `limits.maxNotional`. */
  readonly field?: string
}

/** A breach and whose it is. */
export type Reason = Breach & {
  /** The policy's name in its set, or `guardrails` for what holds without any policy. */
  readonly policy: string
  readonly kind: string
  /** One sentence for people. */
  readonly message: string
}
