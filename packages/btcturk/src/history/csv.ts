import { canonicalDecimal } from '@tezgah/core/decimal'
import type { CandleColumns } from './columns.ts'

const ROWS_PER_CHUNK = 4096

/**
 * Candles as CSV: a header `time,open,high,low,close,volume`, then a line each. Times are milliseconds since the epoch;
 * numbers are plain decimals, never with an exponent, that read back to the same doubles.
 *
 * @returns the text in pieces of whole lines
 */
export function* candlesToCsv({ time, open, high, low, close, volume }: CandleColumns): Generator<string, void, void> {
  yield 'time,open,high,low,close,volume\n'
  for (let start = 0; start < time.length; start += ROWS_PER_CHUNK) {
    const end = Math.min(start + ROWS_PER_CHUNK, time.length)
    let text = ''
    for (let row = start; row < end; row++) {
      const prices = `${plain(open[row]!)},${plain(high[row]!)},${plain(low[row]!)},${plain(close[row]!)}`
      text += `${time[row]},${prices},${plain(volume[row]!)}\n`
    }
    yield text
  }
}

function plain(value: number): string {
  const text = String(value)
  return text.includes('e') ? (canonicalDecimal(text) ?? text) : text
}
