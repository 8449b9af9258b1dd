import { type CandleSeries, createSeries } from '@tezgah/backtest'

const FIRST = Date.UTC(2020, 0, 1)
const MINUTE = 60_000

/** Seeded one-minute candles of a made-up market between 2 and 4 million, prices whole, volume with eight decimals. */
export function seededCandles(length: number, seed = 20240601): CandleSeries {
  const random = mulberry32(seed)
  // Twelve uniforms make a bell good enough for a benchmark, and the same one on every platform.
  const bell = (): number => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
  const [time, open, high, low, close, volume] = columns(length)
  let price = 3_000_000
  for (let row = 0; row < length; row++) {
    const start = Math.round(price * (1 + 0.00005 * bell()))
    const step = 0.0008 * bell()
    const end = Math.round(
      start * (1 + (start > 3_900_000 ? -Math.abs(step) : start < 2_100_000 ? Math.abs(step) : step)),
    )
    time[row] = FIRST + row * MINUTE
    open[row] = start
    close[row] = end
    high[row] = Math.max(start, end) + Math.floor(random() * 0.0005 * start)
    low[row] = Math.min(start, end) - Math.floor(random() * 0.0005 * start)
    volume[row] = Math.round(random() * 1e8) / 1e8
    price = end
  }
  return createSeries({ symbol: 'BTCTRY', interval: '1m', time, open, high, low, close, volume })
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]

function columns(length: number): Columns {
  const column = (): Float64Array => new Float64Array(length)
  return [column(), column(), column(), column(), column(), column()]
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
