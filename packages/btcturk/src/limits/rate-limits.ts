export type RateLimitName =
  | 'balances'
  | 'submit'
  | 'cancel'
  | 'order'
  | 'openOrders'
  | 'allOrders'
  | 'privateTrades'
  | 'userTrades'
  | 'cryptoTransfers'
  | 'fiatTransfers'
  | 'withdrawals'
  | 'ticker'
  | 'orderBook'
  | 'trades'
  | 'server'
  | 'serverTime'
  | 'ohlcs'
  | 'graph'

export type RateLimitRule = {
  /** At most `limit` requests in any `periodMs`. All of them hold. */
  readonly windows: readonly { readonly limit: number; readonly periodMs: number }[]
  /** How long the exchange refuses everything after the limit was passed, where it does not say. */
  readonly blockMs: number
}

const MINUTE = 60_000

/**
 * The exchange's published limits. `trades` is taken from its signed twin; `server` (ping, exchange info and the like),
 * `serverTime` and `withdrawals` have none published, and get modest ones. Time has one of its own, since signed calls
 * cannot do without it.
 */
export const DEFAULT_RATE_LIMITS: Readonly<Record<RateLimitName, RateLimitRule>> = {
  balances: perMinute(120),
  submit: perMinute(300, 10),
  cancel: perMinute(300, 10),
  order: perMinute(900, 30),
  openOrders: perMinute(300),
  allOrders: perMinute(300),
  privateTrades: perMinute(90),
  userTrades: perMinute(120),
  cryptoTransfers: perMinute(90),
  fiatTransfers: perMinute(90),
  withdrawals: perMinute(30),
  ticker: perMinute(600),
  orderBook: perMinute(180),
  trades: perMinute(90),
  server: perMinute(120),
  serverTime: perMinute(120),
  ohlcs: perMinute(120),
  graph: { windows: [{ limit: 600, periodMs: 10 * MINUTE }], blockMs: 10 * MINUTE },
}

function perMinute(limit: number, perSecond?: number): RateLimitRule {
  const minute = { limit, periodMs: MINUTE }
  const windows = perSecond === undefined ? [minute] : [minute, { limit: perSecond, periodMs: 1000 }]
  return { windows, blockMs: MINUTE }
}
