import { describeValue } from '../../describe-value.ts'
import { BacktestError } from '../../errors.ts'
import type { Decimal } from '../../money/decimal.ts'
import { type DecimalInput, toDecimal } from '../../money/parse-decimal.ts'
import type { Side } from '../../orders/terms.ts'
import type { SlippageCandle, SlippageModel } from '../slippage.ts'
import { settlePrice } from './settle-price.ts'

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

/** The price a fill gets, above 0. Must depend on its input alone; a price better than `input.price` counts as that price. */
export type SlippageFunction = (input: SlippageInput) => DecimalInput

/** A model of the user's own. `priceOf` throws a BacktestError `invalid_options` where it returns no price above 0. */
export function functionSlippage(slip: SlippageFunction): SlippageModel {
  return {
    dependsOnQuantity: true,
    priceOf(side, price, quantity, candle, tick) {
      const input = { side, price: price.toNumber(), quantity: quantity.toNumber(), candle, tick: toMark(tick) }
      return settlePrice(side, price, readPrice(slip(input)), tick)
    },
  }
}

function toMark(tick: Decimal | null): number | null {
  return tick === null ? null : tick.toNumber()
}

function readPrice(returned: DecimalInput): Decimal {
  const price = toDecimal(returned)
  if (price?.isPositive) return price
  const message = `execution.slippage must return a decimal above 0, received ${describeValue(returned)}`
  throw new BacktestError('invalid_options', message, { field: 'execution.slippage' })
}
