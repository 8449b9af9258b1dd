import type { DecimalInput } from '@tezgah/core/decimal'
import type { PositionSide, Side, Trailing } from './terms.ts'

/** How far a trailing stop follows behind the best price since it became active. */
export type TrailRequest = (
  | { /** Quote currency. */ readonly amount: DecimalInput }
  | { /** Percent of the best price, above 0 and below 100. */ readonly percent: DecimalInput }
  | {
      /** A view, such as an average true range; read again at the close of each candle. */
      readonly indicator: Trailing
      /** Factor on the indicator, above 0. */
      readonly times: DecimalInput
    }
) & {
  /**
   * The trail starts only once this price was reached: above the market for a sell, below it for a buy. Of an order that
   * waits for an entry also `{ percent }`, above 0: that far from the price at which the entry fills.
   */
  readonly activation?: DecimalInput | { readonly percent: DecimalInput }
}

/** Where an attached exit stands: a price, or a distance from the price at which the entry fills. */
export type StopLossRequest =
  | DecimalInput
  | { readonly price: DecimalInput /** Makes it a stop-limit. */; readonly limit?: DecimalInput; readonly tag?: string }
  | { /** Of the entry price, above 0 and below 100. */ readonly percent: DecimalInput; readonly tag?: string }
  | { readonly trail: TrailRequest; readonly tag?: string }
export type TakeProfitRequest =
  | DecimalInput
  | { readonly price: DecimalInput; readonly tag?: string }
  | { /** Of the entry price, above 0. */ readonly percent: DecimalInput; readonly tag?: string }

export type OrderConditions = {
  /** Which series to trade; default the first. */
  readonly symbol?: string
  /** Worst acceptable price, in quote currency per base unit. With `stop` a stop-limit, with `touch` a limit-if-touched order. */
  readonly limit?: DecimalInput
  /** Trigger price against the market: above it for a buy, below it for a sell. */
  readonly stop?: DecimalInput
  /** Trigger price in favour: below the market for a buy, above it for a sell. Then trades at the market. */
  readonly touch?: DecimalInput
  readonly trail?: TrailRequest
  /** `GTC` (default) works until it ends; `IOC` trades what it can at once; `FOK` trades at once and whole, or not at all. */
  readonly timeInForce?: 'GTC' | 'IOC' | 'FOK'
  /** Epoch milliseconds: the order does not trade in a candle that opens at this time or later. */
  readonly goodTill?: number
  /** Refuse the order instead of letting it take from the book. Limit orders only. */
  readonly postOnly?: boolean
  /** Trade no more than closes the position. */
  readonly reduceOnly?: boolean
  /** For accounts that keep a long and a short position of one symbol. */
  readonly positionSide?: PositionSide
  /** Protective exit that becomes active when this order fills. */
  readonly stopLoss?: StopLossRequest
  /** Profit target that becomes active when this order fills; the exit that closes the position cancels the other. */
  readonly takeProfit?: TakeProfitRequest
  /** Orders that become active when this order fills. */
  readonly onFill?: readonly OrderRequest[]
  /** Free text that stands in the result's `orders`, as `entryTag` of trades that it opens and `exitReason` of those it closes. */
  readonly tag?: string
}

/** Exactly one key of `Sizes`: two sizes in one request do not compile. */
type OneOf<Sizes> = {
  [Kind in keyof Sizes]: Pick<Sizes, Kind> & { readonly [Other in Exclude<keyof Sizes, Kind>]?: never }
}[keyof Sizes]

/** How much to trade: exactly one of these. Quantities are floored to the lot. */
export type OrderSize = OneOf<{
  /** Base units. */
  readonly quantity: DecimalInput
  /** Quote currency: what a buy may spend at most with its fees, and what a sell is to be worth at most. */
  readonly quoteAmount: DecimalInput
  /** Above 0: share of equity, marked at the fill price; of a buy, to spend at most with its fees. Above 100 needs leverage. */
  readonly percentOfEquity: DecimalInput
  /** Above 0 up to 100: share of the money free for new exposure, to use at most with its fees. */
  readonly percentOfCash: DecimalInput
  /** Above 0 up to 100: share of the opposite position held when the order fills. */
  readonly percentOfPosition: DecimalInput
  /** Above 0 up to 100: share of equity lost if the market goes from the fill price to `stop`; needs `stopLoss` with a price. */
  readonly riskPercent: DecimalInput
  /** Size at which a move of `of` (quote currency a unit, such as an average true range) changes equity by `percent`. */
  readonly volatilityTarget: { readonly percent: DecimalInput; readonly of: DecimalInput }
}>

export type BuyOrder = OrderSize & OrderConditions
export type SellOrder = OrderSize & OrderConditions
export type OrderRequest = { readonly side: Side } & OrderSize & OrderConditions

/** What to change of a working order; what is left out stays as it is. */
export type OrderChange = {
  readonly quantity?: DecimalInput
  readonly limit?: DecimalInput
  readonly stop?: DecimalInput
  readonly touch?: DecimalInput
}
