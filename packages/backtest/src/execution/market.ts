import type { Decimal } from '../money/decimal.ts'

/** `maker` rested in the book before it traded, `taker` did not. */
export type Liquidity = 'maker' | 'taker'

/** A fee rate with the factors that turn a traded value into money moved. */
export type FeeTier = {
  readonly liquidity: Liquidity
  /** Fraction of the traded value. */
  readonly rate: Decimal
  /** `1 + rate`: what a buy pays for each unit of value. */
  readonly buyFactor: Decimal
  /** `1 − rate`: what a sell brings for each unit of value. */
  readonly sellFactor: Decimal
}

/** What trading costs in this run, exact. */
export type Costs = {
  readonly maker: FeeTier
  readonly taker: FeeTier
  /** `1 + slippageBps / 10000`, the factor on a taker's buy price; `null` without slippage. */
  readonly buySlippage: Decimal | null
  /** `1 − slippageBps / 10000`, the factor on a taker's sell price; `null` without slippage. */
  readonly sellSlippage: Decimal | null
  /** Smallest step of a quantity. */
  readonly lot: Decimal
}

/** `cross`: a limit fills when the price trades through it; `touch`: reaching it is enough. */
export type LimitFillRule = 'cross' | 'touch'

/** The candle that orders meet. One object is reused for the whole run. */
export type Bar = { open: number; high: number; low: number }

/** What the rules of this folder need to know of the world. */
export type Market = { readonly costs: Costs; readonly limitFill: LimitFillRule }
