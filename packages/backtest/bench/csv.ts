import { performance } from 'node:perf_hooks'
import { createSeries, parseCandlesCsv } from '../src/candles/index.ts'

const ROWS = 1_000_000
const ROUNDS = 7
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

function measure(name: string, run: () => unknown): void {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    run()
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const rate = (ms: number): string => (ROWS / ms / 1000).toFixed(2).padStart(7)
  console.log(`${name.padEnd(32)} ${rate(times[ROUNDS >> 1]!)} M rows/s median, ${rate(times[0]!)} best`)
}

const FIRST = 1_600_000_000_000
const text = makeCsv((row) => String(FIRST + row * 60_000))
const bytes = encoder.encode(text)
const isoBytes = encoder.encode(makeCsv((row) => new Date(FIRST + row * 60_000).toISOString()))
const { time, open, high, low, close, volume } = parseCandlesCsv(bytes)

console.log(`${ROWS} rows, ${(bytes.length / 1e6).toFixed(1)} MB`)
measure('bytes, epoch ms', () => parseCandlesCsv(bytes))
measure('bytes, ISO times', () => parseCandlesCsv(isoBytes))
measure('text, epoch ms', () => parseCandlesCsv(text))
measure('createSeries, Float64Array', () => createSeries({ symbol: 'BTCTRY', time, open, high, low, close, volume }))
