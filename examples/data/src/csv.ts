import type { SyntheticCandles } from './synthetic-candles.ts'

const ROWS_PER_CHUNK = 10_000

/** The candles as CSV, some thousand rows at a time: epoch ms, whole lira, volume with eight decimals. */
export function* csvChunks(candles: SyntheticCandles): Generator<string, void, undefined> {
  const { time, open, high, low, close, volume } = candles
  yield 'time,open,high,low,close,volume\n'
  for (let start = 0; start < time.length; start += ROWS_PER_CHUNK) {
    let chunk = ''
    for (let row = start; row < Math.min(start + ROWS_PER_CHUNK, time.length); row++) {
      chunk += `${time[row]},${open[row]},${high[row]},${low[row]},${close[row]},${volume[row]?.toFixed(8)}\n`
    }
    yield chunk
  }
}
