import {
  Atr,
  atr,
  Bollinger,
  bollinger,
  Ema,
  ema,
  Highest,
  highest,
  Lowest,
  lowest,
  Rsi,
  rsi,
  Sma,
  sma,
} from '@tezgah/indicators'
import { measure } from './measure.ts'
import { naiveAtr, naiveBollinger, naiveEma, naiveRsi, naiveSma } from './naive-indicators.ts'

const LENGTH = 1_000_000

const close = new Float64Array(LENGTH)
const high = new Float64Array(LENGTH)
const low = new Float64Array(LENGTH)
const out = new Float64Array(LENGTH).fill(1)
const bands = { upper: out, middle: new Float64Array(LENGTH).fill(1), lower: new Float64Array(LENGTH).fill(1) }

let state = 20240601
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
let price = 3_000_000
for (let index = 0; index < LENGTH; index++) {
  price += Math.round((random() - 0.5) * 2_000)
  close[index] = price
  high[index] = price + Math.round(random() * 500)
  low[index] = price - Math.round(random() * 500)
}

interface Streaming {
  update(value: number): unknown
}

function stream(make: () => Streaming): () => void {
  return () => {
    const indicator = make()
    for (let index = 0; index < LENGTH; index++) indicator.update(close[index]!)
  }
}

const cases: Record<string, () => void> = {
  'sma 20 column': () => sma(close, 20, out),
  'sma 200 column': () => sma(close, 200, out),
  'ema 20 column': () => ema(close, 20, out),
  'rsi 14 column': () => rsi(close, 14, out),
  'atr 14 column': () => atr(high, low, close, 14, out),
  'bollinger 20 column': () => bollinger(close, 20, 2, bands),
  'highest 20 column': () => highest(close, 20, out),
  'lowest 20 column': () => lowest(close, 20, out),
  'sma 20 streaming': () => {
    const indicator = new Sma(20)
    for (let index = 0; index < LENGTH; index++) indicator.update(close[index]!)
  },
  'ema 20 streaming': stream(() => new Ema(20)),
  'rsi 14 streaming': stream(() => new Rsi(14)),
  'atr 14 streaming': () => {
    const indicator = new Atr(14)
    for (let index = 0; index < LENGTH; index++) indicator.update(high[index]!, low[index]!, close[index]!)
  },
  'bollinger 20 streaming': stream(() => new Bollinger(20)),
  'highest 20 streaming': stream(() => new Highest(20)),
  'lowest 20 streaming': stream(() => new Lowest(20)),
}

const naive: Record<string, () => void> = {
  'sma 20': () => naiveSma(close, 20, out),
  'sma 200': () => naiveSma(close, 200, out),
  'ema 20': () => naiveEma(close, 20, out),
  'rsi 14': () => naiveRsi(close, 14, out),
  'atr 14': () => naiveAtr(high, low, close, 14, out),
  'bollinger 20': () => naiveBollinger(close, 20, 2, bands),
}

const isWritten = (): boolean => Number.isFinite(out[LENGTH - 1])

for (const [name, run] of Object.entries(cases)) {
  const own = measure(name, 'values', LENGTH, run, isWritten)
  const loop = naive[name.replace(' column', '')]
  if (loop === undefined) continue
  const plain = measure(`${name}, naive loop`, 'values', LENGTH, loop, isWritten)
  console.log(JSON.stringify({ name: `${name} to naive loop`, unit: 'ratio', median: own.median / plain.median }))
}
