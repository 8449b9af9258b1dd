/** Systems whose rules a run can take over. */
export const PRESETS = ['conservative', 'backtesting.py', 'backtrader', 'freqtrade', 'vectorbt'] as const
export type Preset = (typeof PRESETS)[number]

/** When a market order that was decided at a close trades. */
export const FILL_AT = ['nextOpen', 'close', 'nextClose'] as const
export type FillAt = (typeof FILL_AT)[number]

/**
 * `cross`: a limit fills when the price trades through it; `touch`: reaching it is enough; `touchExceptTargets`: reaching it
 * is enough, but through a `takeProfit` the price has to trade; `touchWithProbability`: reaching it is enough with a chance
 * drawn once for each order and candle.
 */
export const LIMIT_FILLS = ['cross', 'touch', 'touchExceptTargets', 'touchWithProbability'] as const
export type LimitFill = (typeof LIMIT_FILLS)[number]

/**
 * Where a stop trades that the open is beyond. `open`: at the open. `stop`: at the stop wherever the candle traded there
 * at all, else at the open.
 */
export const STOP_GAPS = ['open', 'stop'] as const
export type StopGap = (typeof STOP_GAPS)[number]

/**
 * Where a limit trades that the open is beyond. `open`: at the open, the better price. `limit`: at the limit wherever the
 * candle traded there at all, else at the candle's price nearest to it (the high for a buy, the low for a sell).
 */
export const LIMIT_GAPS = ['open', 'limit'] as const
export type LimitGap = (typeof LIMIT_GAPS)[number]

/**
 * Where a stop-limit trades whose stop the open is beyond while its limit is not: `open` and `stop` as for
 * {@link STOP_GAPS}. `wholeCandle` does not ask how the candle opened: the stop-limit trades at its stop wherever the candle
 * reaches a limit that lies beyond the stop; any other limit counts as reached too early, and works from the next candle.
 */
export const STOP_LIMIT_GAPS = ['open', 'stop', 'wholeCandle'] as const
export type StopLimitGap = (typeof STOP_LIMIT_GAPS)[number]

/** The order of prices inside a candle. */
export const PATHS = [
  'worst',
  'best',
  'openHighLowClose',
  'openLowHighClose',
  'nearestExtremeFirst',
  'byColour',
  'detail',
] as const
export type PathRule = (typeof PATHS)[number]

/**
 * When attached exits begin to work. `fill`: in the rest of the candle in which the entry filled. `nextCandle`: from the
 * candle after it. `whenUnambiguous`: at once after a market order, and after a stop entry whose target the candle
 * reaches and whose stop it does not; else from the next candle.
 */
export const BRACKET_FROM = ['fill', 'nextCandle', 'whenUnambiguous'] as const
export type BracketFrom = (typeof BRACKET_FROM)[number]

/**
 * When the limit of a triggered stop-limit that the trigger price is beyond begins to work. `fill`: in the rest of the
 * candle. `nextCandle`: from the candle after it. `byColour`: from the candle after it, unless the candle comes back to the
 * limit for certain: a falling one that closes within the limit of a buy, one that does not fall for a sell.
 */
export const STOP_LIMIT_FROM = ['fill', 'nextCandle', 'byColour'] as const
export type StopLimitFrom = (typeof STOP_LIMIT_FROM)[number]

/**
 * How a trailing stop moves inside a candle. `path`: as the path's prices come. `favourableFirst`: it is judged after
 * stops and targets, moved by the candle's favourable extreme and then judged against its adverse one.
 */
export const TRAILING_PATHS = ['path', 'favourableFirst'] as const
export type TrailingPath = (typeof TRAILING_PATHS)[number]

/** Which fills slip: those that took from the book, those of market orders, those that open or enlarge a position, or all. */
export const SLIPPAGE_ON = ['takers', 'marketOrders', 'entries', 'everyFill'] as const
export type SlippageOn = (typeof SLIPPAGE_ON)[number]

/** How many fills one symbol has in a candle: `one` leaves the other orders for the next candle. */
export const FILLS_PER_CANDLE = ['any', 'one'] as const
export type FillsPerCandle = (typeof FILLS_PER_CANDLE)[number]

/** First candle that a strategy sees. `afterWarmUp`: the one after that on which its last indicator has its first value. */
export const START_FROM = ['firstCandle', 'afterWarmUp'] as const
export type StartFrom = (typeof START_FROM)[number]

/**
 * What becomes of positions that are open after the last candle. `close`: they end at its close. `closeAtOpen`: at its
 * open, as if ordered the candle before. Both with fees and slippage.
 */
export const OPEN_TRADES_AT_END = ['keep', 'close', 'closeAtOpen'] as const
export type OpenTradesAtEnd = (typeof OPEN_TRADES_AT_END)[number]

export const ACCOUNT_MODELS = ['spot', 'margin'] as const
export type AccountModel = (typeof ACCOUNT_MODELS)[number]

export const POSITIONS = ['netting', 'hedging'] as const
export type Positions = (typeof POSITIONS)[number]

/** Which lots a fill that reduces closes first. */
export const LOTS = ['fifo', 'lifo', 'average'] as const
export type LotsRule = (typeof LOTS)[number]

export const FEE_CURRENCIES = ['quote', 'base'] as const
export type FeeCurrency = (typeof FEE_CURRENCIES)[number]

/** Whose definitions the statistics follow. */
export const STATISTICS_CONVENTIONS = ['tezgah', 'backtesting.py', 'empyrical', 'quantstats', 'freqtrade'] as const
export type StatisticsConvention = (typeof STATISTICS_CONVENTIONS)[number]
