/** A candle as recorded. `time` is its beginning in milliseconds; prices and volume are doubles, as candles are. */
export type FeedCandle = {
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** In base. */
  readonly volume: number
}

/** A trade as recorded: decimals as text, `side` is the taker's. */
export type FeedTrade = {
  readonly time: number
  readonly price: string
  readonly amount: string
  readonly side: 'buy' | 'sell'
}

export type FeedOptions =
  /** The price stays until `exchange.trade` moves it. The book is filled once. */
  | { readonly type: 'none'; readonly depth?: number }
  /** A random walk: one trade of each pair every `everyMs`. */
  | {
      readonly type: 'synthetic'
      readonly everyMs?: number
      readonly depth?: number
      readonly churn?: number
      /** Largest move of the price in one step, in ten-thousandths. */
      readonly volatility?: number
      /** Minutes of candles that are there from the start. */
      readonly historyMinutes?: number
    }
  /** Recorded candles. Those that ended before the start are history, the others are played at their own times. */
  | {
      readonly type: 'candles'
      readonly intervalMs: number
      readonly series: Readonly<Record<string, readonly FeedCandle[]>>
      readonly depth?: number
      readonly churn?: number
      /** `all`, the default: a candle fills every order that it reaches. `volume`: only as much as it traded. */
      readonly fills?: 'volume' | 'all'
    }
  /** Recorded trades, at their own times. */
  | {
      readonly type: 'trades'
      readonly trades: Readonly<Record<string, readonly FeedTrade[]>>
      readonly depth?: number
      readonly churn?: number
    }

/** Something that moves markets until it is stopped. */
export interface Feed {
  start(): void
  stop(): void
}
