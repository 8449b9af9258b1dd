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

/** Both forms of one output of one indicator, fed from one column of values. */
export interface Forms {
  readonly name: string
  /** Index of the first result that is a number. */
  readonly firstIndex: (period: number) => number
  readonly column: (values: Float64Array, period: number, out?: Float64Array) => Float64Array
  readonly stream: (period: number) => (value: number) => number
}

const fullWindow = (period: number): number => period - 1

const single = (
  name: string,
  firstIndex: Forms['firstIndex'],
  column: Forms['column'],
  make: new (period: number) => { update(value: number): number },
): Forms => ({
  name,
  firstIndex,
  column,
  stream: (period) => {
    const indicator = new make(period)
    return (value) => indicator.update(value)
  },
})

const band = (name: 'upper' | 'middle' | 'lower'): Forms => ({
  name: `bollinger ${name}`,
  firstIndex: fullWindow,
  column: (values, period, out) => {
    const own = bollinger(values, period, 2.5)
    if (out === undefined) return own[name]
    bollinger(values, period, 2.5, { ...own, [name]: out })
    return out
  },
  stream: (period) => {
    const bands = new Bollinger(period, 2.5)
    return (value) => bands.update(value)[name]
  },
})

/** High and low stand around the value, so that gaps between candles occur too. */
const HIGH = 0.25
const LOW = 0.5

export const allIndicators: readonly Forms[] = [
  single('sma', fullWindow, sma, Sma),
  single('ema', fullWindow, ema, Ema),
  single('rsi', (period) => period, rsi, Rsi),
  single('highest', fullWindow, highest, Highest),
  single('lowest', fullWindow, lowest, Lowest),
  band('upper'),
  band('middle'),
  band('lower'),
  {
    name: 'atr',
    firstIndex: (period) => period,
    column: (values, period, out) =>
      atr(
        values.map((value) => value + HIGH),
        values.map((value) => value - LOW),
        values,
        period,
        out,
      ),
    stream: (period) => {
      const indicator = new Atr(period)
      return (value) => indicator.update(value + HIGH, value - LOW, value)
    },
  },
]
