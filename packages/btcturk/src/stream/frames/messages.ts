import type { Level, OrderMethod } from '../../wire/orders.ts'
/** What became of a price: its quantity is now `quantity`, or nothing stands there any more. */
export type LevelChange = Level & { readonly removed: boolean }

/** Prices, quantities and ratios are exact decimal text. The window is the last 24 hours. */
export type Ticker = {
  readonly symbol: string
  readonly bid: string
  readonly ask: string
  /** `null` on old servers. */
  readonly bidQuantity: string | null
  /** `null` on old servers. */
  readonly askQuantity: string | null
  readonly high: string
  readonly low: string
  readonly last: string
  readonly open: string
  /** In base. */
  readonly volume: string
  /** Of price, in all likelihood weighted by volume. */
  readonly average: string
  /** Best ask less open. */
  readonly change: string
  /** (last − open) / open, in percent with two decimals. */
  readonly changePercent: string
  readonly base: string
  readonly quote: string
  readonly pairId: number
}

/** One execution on the exchange. */
export type MarketTrade = {
  readonly symbol: string
  /** Decimal digits, above 2^53. */
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Of the taker. */
  readonly side: 'buy' | 'sell'
  readonly price: string
  readonly quantity: string
}

export type BookChannel = 'orderbook' | 'obdiff'

type Outcome = {
  readonly ok: boolean
  /** `null` where none came. */
  readonly message: string | null
  readonly id: string | null
}

/** An own order as the order frames carry it. Quantities are in base unless named otherwise. */
export type StreamOrder = {
  readonly symbol: string
  readonly pairId: number
  readonly orderId: string
  readonly method: OrderMethod
  /** `null` in old frames. */
  readonly side: 'buy' | 'sell' | null
  readonly price: string
  readonly quantity: string
  /** Not yet filled. On a delete it is the value when the cancel was queued, which can miss the last fills. */
  readonly remaining: string
  /** What the order still reserves or expects in quote, fees included. */
  readonly remainingQuote: string
  /** `null` in old frames and where the order carried none. */
  readonly clientOrderId: string | null
}

export type TickerMessage = Ticker & { readonly kind: 'ticker' }
/** `rejected` counts pairs that could not be read and are not in `items`. */
export type TickersMessage = { readonly kind: 'tickers'; readonly items: readonly Ticker[]; readonly rejected: number }
export type TradeMessage = MarketTrade & { readonly kind: 'trade' }
/** The last trades, up to 50, in the exchange's order. */
export type TradesMessage = {
  readonly kind: 'trades'
  readonly symbol: string
  readonly trades: readonly MarketTrade[]
}
/** A whole book. `channel` is `null` where the frame does not say. */
export type BookMessage = {
  readonly kind: 'book'
  readonly symbol: string
  readonly channel: BookChannel | null
  readonly changeSet: number
  readonly asks: readonly Level[]
  readonly bids: readonly Level[]
}
export type BookChangeMessage = {
  readonly kind: 'bookChange'
  readonly symbol: string
  readonly changeSet: number
  readonly asks: readonly LevelChange[]
  readonly bids: readonly LevelChange[]
}
/** A bar of the exchange's own chart. */
export type ChartCandleMessage = {
  readonly kind: 'chartCandle'
  readonly symbol: string
  /** As sent: minutes, or `1D`, `1W`, `1M`. */
  readonly resolution: string
  /** Milliseconds since the epoch; start of the bar. */
  readonly time: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
}
/** A hint to read the balances again. */
export type BalanceChangedMessage = {
  readonly kind: 'balanceChanged'
  readonly pairId: number
  readonly baseCurrencyId: number
  readonly quoteCurrencyId: number
}
/** An own order met another one: one fill, or several merged. */
export type OrderMatchMessage = {
  readonly kind: 'orderMatch'
  readonly symbol: string
  readonly pairId: number
  readonly orderId: string
  readonly side: 'buy' | 'sell'
  readonly method: OrderMethod
  readonly price: string
  readonly quantity: string
  readonly clientOrderId: string | null
  /** Milliseconds since the epoch; `null` before about 2024. */
  readonly time: number | null
}
/** An own fill with what it cost. Quantities are unsigned; the side says which way. */
export type UserTradeMessage = {
  readonly kind: 'userTrade'
  readonly id: string
  readonly orderId: string
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly time: number
  readonly side: 'buy' | 'sell'
  readonly price: string
  readonly quantity: string
  /** The same before it was cut to the symbol's decimals; `null` where it was not sent. */
  readonly preciseQuantity: string | null
  /** Paid, quote: above 0 is a cost. The tax comes on top of the fee. */
  readonly fee: string
  readonly tax: string
  readonly clientOrderId: string | null
}
export type OrderInsertMessage = StreamOrder & { readonly kind: 'orderInsert' }
export type OrderDeleteMessage = StreamOrder & { readonly kind: 'orderDelete' }
/** Documented and never seen. */
export type OrderUpdateMessage = StreamOrder & { readonly kind: 'orderUpdate' }
export type ResultMessage = Outcome & { readonly kind: 'result' }
export type LoginResultMessage = Outcome & { readonly kind: 'loginResult' }
export type SystemMessage = Outcome & { readonly kind: 'system' }
export type PurgeMessage = Outcome & { readonly kind: 'purge' }
export type LogoutMessage = { readonly kind: 'logout' }
export type VersionMessage = { readonly kind: 'version'; readonly current: string; readonly minimum: string }
/** A frame of a type that this version does not know. */
export type UnknownMessage = { readonly kind: 'unknown'; readonly type: number; readonly payload: unknown }

export type StreamMessage =
  | TickerMessage
  | TickersMessage
  | TradeMessage
  | TradesMessage
  | BookMessage
  | BookChangeMessage
  | ChartCandleMessage
  | BalanceChangedMessage
  | OrderMatchMessage
  | UserTradeMessage
  | OrderInsertMessage
  | OrderDeleteMessage
  | OrderUpdateMessage
  | ResultMessage
  | LoginResultMessage
  | SystemMessage
  | PurgeMessage
  | LogoutMessage
  | VersionMessage
  | UnknownMessage

export type MessageKind = StreamMessage['kind']
export type MessageOf<Kind extends MessageKind> = Extract<StreamMessage, { readonly kind: Kind }>
