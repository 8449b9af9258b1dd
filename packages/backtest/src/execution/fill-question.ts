import type { Liquidity } from '../costs/fee-schedule.ts'
import type { DecimalInput } from '../money/parse-decimal.ts'
import type { Side } from '../orders/terms.ts'

/** One order that meets one price: a market order, a limit order, or a stop order, which has no limit here. */
export type FillQuestion = {
  readonly side: Side
  /** Base units, above 0. */
  readonly quantity: DecimalInput
  /** Worst acceptable price, quote currency; not with `stop`. */
  readonly limit?: DecimalInput | undefined
  /** Trigger price, quote currency. */
  readonly stop?: DecimalInput | undefined
  /** True where the order stood in the book before the price came; it has met a price already. */
  readonly isResting: boolean
  /** Where the market trades now, quote currency. */
  readonly price: DecimalInput
  /** `jump`: at once, as at a candle's open. `walk`: over every price between, as inside a candle. */
  readonly arrival: 'jump' | 'walk'
}

/** Quote currency per base unit, slippage included, as exact decimal text. */
export type FillAnswer = { readonly price: string; readonly liquidity: Liquidity }
