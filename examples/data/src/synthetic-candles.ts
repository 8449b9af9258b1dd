import { mulberry32, nearlyNormal } from './random.ts'

const MINUTE_MS = 60_000
const LOWEST_PRICE = 2_000_000
const HIGHEST_PRICE = 4_000_000
const MIDDLE_PRICE = 3_000_000
/** Satoshis in one bitcoin: volumes are whole satoshis, so eight decimals are exact. */
const SATOSHIS = 100_000_000

/** The most candles one call makes: 19 years of minutes, about 500 MB of columns. */
export const MAX_CANDLES = 10_000_000

export interface SyntheticOptions {
  /** How many one-minute candles, 1 to {@link MAX_CANDLES}. */
  readonly candles: number
  /** 0 to 2^32 − 1; equal seeds give equal candles. */
  readonly seed: number
  /** Open time of the first candle, epoch ms, a whole minute. Default 2024-01-01T00:00:00Z. */
  readonly startTime?: number
}

/** Candles in columns, in the engine's own shape: epoch ms, TRY, BTC. */
export interface SyntheticCandles {
  readonly symbol: 'BTCTRY'
  readonly interval: '1m'
  readonly synthetic: true
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/**
 * One-minute candles that look like BTCTRY and never happened.
 *
 * The close is a random walk with two memories, a volatility that clusters and a drift that comes and goes in
 * waves of some hours, pulled softly towards 3 million TRY and kept between 2 and 4 million. Prices are whole lira,
 * volumes have eight decimals.
 *
 * @throws RangeError if an option is out of range
 */
export function syntheticCandles({
  candles: length,
  seed,
  startTime = Date.UTC(2024, 0, 1),
}: SyntheticOptions): SyntheticCandles {
  requireInteger('candles', length, 1, MAX_CANDLES)
  requireInteger('seed', seed, 0, 2 ** 32 - 1)
  requireInteger('startTime', startTime, 0, 8.64e15 - MAX_CANDLES * MINUTE_MS)
  if (startTime % MINUTE_MS !== 0) throw new RangeError(`startTime must be a whole minute, was ${startTime}`)
  const columns = emptyColumns(length)
  const random = mulberry32(seed)
  let price = MIDDLE_PRICE
  let volatility = 0.0008
  let drift = 0
  for (let index = 0; index < length; index++) {
    volatility += 0.03 * (0.0008 - volatility) + 0.00012 * (random() - 0.5)
    volatility = Math.min(Math.max(volatility, 0.0002), 0.003)
    drift += -0.004 * drift + 0.000004 * nearlyNormal(random)
    const pull = (0.00002 * (MIDDLE_PRICE - price)) / MIDDLE_PRICE
    const open = wholeLira(price * (1 + 0.00005 * nearlyNormal(random)))
    const close = wholeLira(open * (1 + drift + pull + volatility * nearlyNormal(random)))
    const wick = open * volatility
    columns.time[index] = startTime + index * MINUTE_MS
    columns.open[index] = open
    columns.high[index] = wholeLira(Math.max(open, close) + wick * random())
    columns.low[index] = wholeLira(Math.min(open, close) - wick * random())
    columns.close[index] = close
    columns.volume[index] = volume(random, volatility)
    price = close
  }
  return { symbol: 'BTCTRY', interval: '1m', synthetic: true, ...columns }
}

/** A few tenths of a bitcoin in most minutes, several now and then, more when the price moves more. */
function volume(random: () => number, volatility: number): number {
  const skewed = random() * random() * random()
  return Math.floor(1 + skewed * (volatility / 0.0008) * 6 * SATOSHIS) / SATOSHIS
}

function wholeLira(price: number): number {
  return Math.min(Math.max(Math.round(price), LOWEST_PRICE), HIGHEST_PRICE)
}

function emptyColumns(length: number): Omit<SyntheticCandles, 'symbol' | 'interval' | 'synthetic'> {
  return {
    time: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  }
}

function requireInteger(name: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return
  throw new RangeError(`${name} must be a whole number from ${lowest} to ${highest}, was ${value}`)
}
