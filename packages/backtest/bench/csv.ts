import { type CandleSeries, createSeries, parseCandlesCsv } from '@tezgah/backtest'
import { measure } from './measure.ts'

const ROWS = 1_000_000
const encoder = new TextEncoder()

let state = 20240601
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

function makeCsv(time: (row: number) => string): string {
  const lines = ['time,open,high,low,close,volume']
  let price = 3_000_000
  for (let row = 0; row < ROWS; row++) {
    const open = price
    price += Math.round((random() - 0.5) * 2_000)
    const high = Math.max(open, price) + Math.round(random() * 500)
    const low = Math.min(open, price) - Math.round(random() * 500)
    lines.push(`${time(row)},${open},${high},${low},${price},${(random() * 10).toFixed(8)}`)
  }
  return `${lines.join('\n')}\n`
}

const FIRST = 1_600_000_000_000
const text = makeCsv((row) => String(FIRST + row * 60_000))
const bytes = encoder.encode(text)
const isoBytes = encoder.encode(makeCsv((row) => new Date(FIRST + row * 60_000).toISOString()))
const { time, open, high, low, close, volume } = parseCandlesCsv(bytes)

const isWhole = (series: CandleSeries): boolean => series.length === ROWS

measure('CSV bytes, times in epoch ms', 'rows', ROWS, () => parseCandlesCsv(bytes), isWhole)
measure('CSV bytes, ISO times', 'rows', ROWS, () => parseCandlesCsv(isoBytes), isWhole)
measure('CSV text, times in epoch ms', 'rows', ROWS, () => parseCandlesCsv(text), isWhole)
const columns = { symbol: 'BTCTRY', time, open, high, low, close, volume }
measure('createSeries() on columns', 'rows', ROWS, () => createSeries(columns), isWhole)
