export { canonicalDecimal as toDecimalText } from '@tezgah/core/decimal'
export { Client, createClient } from './client.ts'
export type { ClientOptions, PublicClientOptions } from './client-options.ts'
export type { Interval } from './clock/marzullo.ts'
export { type ClockProbe, ServerClock, type ServerClockOptions, type ServerTime } from './clock/server-clock.ts'
export { StampGenerator } from './clock/stamp-generator.ts'
export type { Balance } from './endpoints/balances.ts'
export type { DailyCandle, DailyCandlesInput, LegacyDay } from './endpoints/daily-candles.ts'
export type { CurrencyBlock, CurrencyInfo, ExchangeInfo, SymbolInfo } from './endpoints/exchange-info.ts'
export { KLINE_RESOLUTIONS, type KlineResolution, type Klines, type KlinesInput } from './endpoints/klines.ts'
export type { OrderBookSnapshot } from './endpoints/order-book.ts'
export type { AllOrdersInput, OpenOrders, Order } from './endpoints/orders.ts'
export type { ServerTimeAnswer } from './endpoints/server.ts'
export type { NewOrder, OrderRequest, SubmitReceipt } from './endpoints/submit-order.ts'
export type { Ticker } from './endpoints/ticker.ts'
export type { PublicTrade, TradesInput } from './endpoints/trades.ts'
export type { Transfer, TransfersInput, WithdrawalRequest } from './endpoints/transfers.ts'
export type { UserTrade, UserTradesInput } from './endpoints/user-trades.ts'
export {
  BtcturkError,
  type BtcturkErrorCode,
  type BtcturkErrorOptions,
  type ExchangeAnswer,
  type ExchangeReason,
  isBtcturkError,
  type Outcome,
} from './errors.ts'
export {
  type RateLimitedRequest,
  RateLimiter,
  type RateLimiterOptions,
  type RequestLane,
} from './limits/rate-limiter.ts'
export { DEFAULT_RATE_LIMITS, type RateLimitName, type RateLimitRule } from './limits/rate-limits.ts'
export type { UnresolvedOrder } from './orders/in-flight-orders.ts'
export type { ExternalOrder, OrderEntryOptions } from './orders/order-entry.ts'
export type { OrderHistoryInput } from './orders/order-history.ts'
export type { Reconciliation } from './orders/reconcile.ts'
export {
  type Cancel,
  type Clock,
  type Fetch,
  type FetchInit,
  type FetchResponse,
  type Ports,
  type Random,
  systemPorts,
  type Timers,
} from './ports.ts'
export { createPublicClient, PublicClient } from './public-client.ts'
export type { CircuitBreakerOptions } from './rest/circuit-breaker.ts'
export type { CallOptions } from './rest/transport.ts'
export { allMarketRules, type MarketRules, marketRules } from './rules/market-rules.ts'
export {
  type DecimalInput,
  type OrderIntent,
  type PreparedOrder,
  prepareOrder,
  type Refusal,
  type RefusalCode,
  type TopOfBook,
} from './rules/prepare-order.ts'
export { type Credentials, Signer } from './sign.ts'
export type { Level, OrderMethod, OrderSide, OrderStatus } from './wire/orders.ts'
export { parseJson } from './wire/parse-json.ts'
