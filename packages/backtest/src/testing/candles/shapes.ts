import type { DecimalInput } from '@tezgah/core/decimal'
import { requireWhole } from '@tezgah/core/describe'
import type { CandleSeries } from '../../candles/series.ts'
import { bodyWithWicks, type CandleOptions, type CandleRow, seriesFrom } from './options.ts'
import { priceGrid } from './price-grid.ts'

/**
 * `length` candles that stand still at one price.
 *
 * @throws RangeError if the length is not a whole number from 1
 */
export function flat(price: number, length: number, options: CandleOptions = {}): CandleSeries {
  requireWhole('length', length, 1)
  return fromCloses(
    Array.from({ length }, () => price),
    options,
  )
}

/** One candle that opens and closes at `price`: in a `join`, a jump away from the close before it. */
export function gap(price: number, options: CandleOptions = {}): CandleSeries {
  return flat(price, 1, options)
}

/**
 * `length` candles from one price to another in even steps: the first opens at `from`, each further one where the last
 * closed, and the last closes at `to`. Closes in between are rounded to the tick.
 *
 * @param options - `tick`: step of the prices in between, default 0.01
 * @throws RangeError if the length is not a whole number from 1, or the tick not above 0
 */
export function trend(
  from: number,
  to: number,
  length: number,
  options: CandleOptions & { readonly tick?: DecimalInput } = {},
): CandleSeries {
  requireWhole('length', length, 1)
  const onGrid = priceGrid(options.tick ?? '0.01')
  let open = from
  const rows = Array.from({ length }, (_, index): CandleRow => {
    const close = index === length - 1 ? to : onGrid(from + ((to - from) * (index + 1)) / length)
    const row = bodyWithWicks(open, close, options)
    open = close
    return row
  })
  return seriesFrom(rows, options)
}

/** A candle for each close; it opens there too, so that an order of the candle before fills at that price. */
export function fromCloses(closes: readonly number[], options: CandleOptions = {}): CandleSeries {
  const rows = closes.map((close) => bodyWithWicks(close, close, options))
  return seriesFrom(rows, options)
}

/** Candles as given: `[open, high, low, close]`, with a volume as the fifth figure where it matters. */
export function fromCandles(rows: readonly CandleRow[], options: Omit<CandleOptions, 'wick'> = {}): CandleSeries {
  return seriesFrom(rows, options)
}
