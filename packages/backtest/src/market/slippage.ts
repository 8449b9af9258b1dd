import { Decimal, type DecimalInput, ONE, smaller, toDecimal } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import { BacktestError } from '../errors.ts'
import type { Side } from '../orders/terms.ts'
import { roundToTick } from './rounding.ts'

/** The candle in which an order trades. */
export type SlippageCandle = {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Base units traded. */
  readonly volume: number
}

/** How much worse than the quoted price an order trades. */
export interface SlippageModel {
  /** True where the price depends on the quantity, so that a size in money must be settled twice. */
  readonly dependsOnQuantity: boolean
  /**
   * The price that an order of `side` for `quantity` gets instead of `price`: never better, above zero, and a multiple of
   * `tick` where that is known, rounded against the order.
   */
  priceOf(side: Side, price: Decimal, quantity: Decimal, candle: SlippageCandle, tick: Decimal | null): Decimal
}

/** What a sell is left with where slippage would take all of its price and no tick is known. */
const SMALLEST_PRICE = new Decimal(1n, 8)

/**
 * What every model ends with: the slipped price on the tick, rounded against the order; never better than `reference`;
 * and above zero, one tick (or a hundred-millionth) being the last price that a sell can fall to.
 */
export function boundSlippage(side: Side, reference: Decimal, slipped: Decimal, tick: Decimal | null): Decimal {
  const isBetter = side === 'buy' ? slipped.compare(reference) < 0 : slipped.compare(reference) > 0
  const price = isBetter ? reference : slipped
  if (!price.isPositive) return smaller(reference, tick ?? SMALLEST_PRICE)
  if (tick === null) return price
  const rounded = roundToTick(price, tick, side)
  return rounded.isPositive ? rounded : smaller(reference, tick)
}

const ONE_BASIS_POINT = new Decimal(1n, 4)

/** `price × (1 ± bps / 10000)`, exactly. */
export function basisPointSlippage(bps: Decimal): SlippageModel {
  const fraction = bps.times(ONE_BASIS_POINT)
  const buyFactor = ONE.plus(fraction)
  const sellFactor = ONE.minus(fraction)
  return {
    dependsOnQuantity: false,
    priceOf: (side, price, _quantity, _candle, tick) =>
      boundSlippage(side, price, price.times(side === 'buy' ? buyFactor : sellFactor), tick),
  }
}

/** `amount` of quote currency worse for each base unit. */
export function fixedSlippage(amount: Decimal): SlippageModel {
  return {
    dependsOnQuantity: false,
    priceOf: (side, price, _quantity, _candle, tick) =>
      boundSlippage(side, price, side === 'buy' ? price.plus(amount) : price.minus(amount), tick),
  }
}

const HALF = new Decimal(5n, 1)

/** Candles show the middle; a taker buys at the ask and sells at the bid, half of `spread` (quote currency) away. */
export function halfSpread(spread: Decimal): SlippageModel {
  return fixedSlippage(spread.times(HALF))
}

/** {@link halfSpread} with the spread in hundredths of a percent of the price. */
export function halfSpreadBps(spreadBps: Decimal): SlippageModel {
  return basisPointSlippage(spreadBps.times(HALF))
}

/** `ticks` whole ticks worse; a market without a tick leaves the price as it is. */
export function tickSlippage(ticks: number): SlippageModel {
  const count = new Decimal(BigInt(ticks), 0)
  return {
    dependsOnQuantity: false,
    priceOf(side, price, _quantity, _candle, tick) {
      if (tick === null) return price
      const move = tick.times(count)
      return boundSlippage(side, price, side === 'buy' ? price.plus(move) : price.minus(move), tick)
    },
  }
}

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
      return boundSlippage(side, price, readPrice(slip(input)), tick)
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
