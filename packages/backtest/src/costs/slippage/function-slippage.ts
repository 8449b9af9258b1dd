import type { DecimalInput } from '../../money/parse-decimal.ts'
import type { Side } from '../../orders/order.ts'
import type { SlippageCandle } from '../slippage.ts'

/** A fill about to happen, as a {@link SlippageFunction} sees it. Prices in quote currency, quantities in base units. */
export type SlippageInput = {
  readonly side: Side
  /** The price before slippage. */
  readonly price: number
  readonly quantity: number
  /** The whole candle of the fill, its close and volume included. */
  readonly candle: SlippageCandle
  /** Step of the symbol's prices, `null` where its rules give none. */
  readonly tick: number | null
}

/** The price a fill gets. Must depend on its input alone; a price better than `input.price` counts as that price. */
export type SlippageFunction = (input: SlippageInput) => DecimalInput
