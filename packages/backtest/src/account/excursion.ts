import type { Fill } from './fill.ts'
import { RangeMinMax } from './range-min-max.ts'
import type { Trade } from './trade.ts'

/** How far the price went against and for a trade while it was open, in percent of the entry price, both zero or more. */
export type Excursion = { readonly maePct: number; readonly mfePct: number }

type Candles = {
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

/** Where in its candle a fill happened, as far as the candle tells. */
type Moment = 'open' | 'inside' | 'close'

/**
 * Maximum adverse and favourable excursions of trades over the candles of their symbol.
 *
 * A candle counts with its low and high only where the trade was open from its open to its close. Of the candle of an
 * entry after the open only the close counts, since its extremes may have come before the entry. Of the candle of an exit
 * before the close only the open counts, if the trade was open by then, and the exit price. An open trade lasts to the
 * close of the last candle. What a trade did is thus never overstated, but it may be understated. At average cost the
 * average stands for the entry price, from the first fill of the position on.
 *
 * Sweeney (1997), "Maximum Adverse Excursion".
 */
export class Excursions {
  readonly #candles: Candles
  readonly #lowest: RangeMinMax
  readonly #highest: RangeMinMax

  constructor(candles: Candles) {
    this.#candles = candles
    this.#lowest = new RangeMinMax(candles.low, 'lowest')
    this.#highest = new RangeMinMax(candles.high, 'highest')
  }

  of(trade: Trade): Excursion {
    const { entry, exit } = trade
    const { close, open } = this.#candles
    const entered = this.#momentOf(entry)
    const left = exit === null ? 'close' : this.#momentOf(exit)
    const lastIndex = exit === null ? close.length - 1 : exit.index
    const prices = exit === null ? [] : [exit.price.toNumber()]
    if (entered !== 'open' && (exit === null || entry.index < exit.index)) prices.push(close[entry.index]!)
    if (left !== 'close' && (entered === 'open' || entry.index < lastIndex)) prices.push(open[lastIndex]!)
    const firstWhole = entered === 'open' ? entry.index : entry.index + 1
    const lastWhole = left === 'close' ? lastIndex : lastIndex - 1
    const low = Math.min(...prices, this.#lowest.over(firstWhole, lastWhole))
    const high = Math.max(...prices, this.#highest.over(firstWhole, lastWhole))
    return excursion(trade, low, high)
  }

  #momentOf({ index, reason, reference }: Fill): Moment {
    if (reason === 'market_at_close' || reason === 'end_of_run') return 'close'
    if (reason.endsWith('_at_open')) return 'open'
    // Other rules may set a price that equals the open and was reached later.
    const isAnytime = reason === 'market' || reason === 'liquidation'
    return isAnytime && reference.toNumber() === this.#candles.open[index] ? 'open' : 'inside'
  }
}

function excursion(trade: Trade, low: number, high: number): Excursion {
  const entryPrice = trade.entryPrice.toNumber()
  const below = Math.max(0, (entryPrice - low) / entryPrice) * 100
  const above = Math.max(0, (high - entryPrice) / entryPrice) * 100
  return trade.side === 'long' ? { maePct: below, mfePct: above } : { maePct: above, mfePct: below }
}
