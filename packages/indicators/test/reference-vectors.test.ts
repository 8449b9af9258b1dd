import { readFileSync } from 'node:fs'
import path from 'node:path'
import { atr, bollinger, ema, highest, lowest, rsi, sma } from '@tezgah/indicators'
import { describe, expect, test } from 'vitest'
import { add, divide, exact, type Fraction, mean, multiply, relativeError, subtract, ZERO } from './exact.ts'

// Our own vectors: a short price path, each indicator recomputed from its definition in exact rational arithmetic.
const close = Float64Array.from({ length: 24 }, (_, index) => 100 + ((index * 37) % 17) / 4 + index / 8)
const high = close.map((value, index) => value + (index % 3) / 2)
const low = close.map((value, index) => value - (index % 5) / 4)
const PERIOD = 4

const larger = (a: Fraction, b: Fraction): Fraction => (a.top * b.bottom > b.top * a.bottom ? a : b)
const smaller = (a: Fraction, b: Fraction): Fraction => (larger(a, b) === a ? b : a)

function wilder(values: readonly Fraction[], period: number): Fraction[] {
  let average = mean(values.slice(0, period))
  const rest = values.slice(period).map((value) => {
    const weighted = add(multiply(average, { top: BigInt(period - 1), bottom: 1n }), value)
    average = divide(weighted, BigInt(period))
    return average
  })
  return [mean(values.slice(0, period)), ...rest]
}

function expectClose(actual: Float64Array, truth: readonly Fraction[]): void {
  const warm = [...actual].slice(actual.length - truth.length)
  expect(actual.findIndex((value) => !Number.isNaN(value))).toBe(actual.length - truth.length)
  warm.forEach((value, index) => {
    expect(relativeError(value, truth[index]!)).toBeLessThan(1e-14)
  })
}

describe('recomputed from the definition in exact arithmetic', () => {
  const prices = [...close].map(exact)
  const changes = prices.slice(1).map((price, index) => subtract(price, prices[index]!))

  test('ema', () => {
    let average = mean(prices.slice(0, PERIOD))
    const truth = [average]
    for (const price of prices.slice(PERIOD)) {
      const step = multiply(subtract(price, average), { top: 2n, bottom: BigInt(PERIOD + 1) })
      average = add(average, step)
      truth.push(average)
    }
    expectClose(ema(close, PERIOD), truth)
  })

  test('rsi', () => {
    const gain = wilder(
      changes.map((change) => larger(change, ZERO)),
      PERIOD,
    )
    const loss = wilder(
      changes.map((change) => larger(subtract(ZERO, change), ZERO)),
      PERIOD,
    )
    const truth = gain.map((up, index) => {
      const total = add(up, loss[index]!)
      return { top: 100n * up.top * total.bottom, bottom: up.bottom * total.top }
    })
    expectClose(rsi(close, PERIOD), truth)
  })

  test('atr', () => {
    const ranges = changes.map((_, index) => {
      const top = larger(exact(high[index + 1]!), prices[index]!)
      return subtract(top, smaller(exact(low[index + 1]!), prices[index]!))
    })
    expectClose(atr(high, low, close, PERIOD), wilder(ranges, PERIOD))
  })
})

// A set of vectors of another library, in files beside each other, where the variable names their folder.
const folder = process.env['TEZGAH_ORACLES']

interface Vector {
  readonly indicator: string
  readonly options: readonly number[]
  readonly arrays: readonly (readonly number[])[]
}

/** The columns to compare, which may begin before the vector does: its library seeds some averages another way. */
function compute({ indicator, options, arrays }: Vector): Float64Array[] | null {
  const period = options[0] ?? 0
  const inputs = arrays.map((array) => Float64Array.from(array))
  const [first = new Float64Array(0), second, third] = inputs
  switch (indicator) {
    case 'sma':
      return [sma(first, period)]
    case 'rsi':
      return [rsi(first, period)]
    case 'max':
      return [highest(first, period)]
    case 'min':
      return [lowest(first, period)]
    case 'bbands': {
      const bands = bollinger(first, period, options[1])
      return [bands.lower, bands.middle, bands.upper]
    }
    case 'ema':
      // Seeded there by the first value: the same as a mean of that value repeated.
      return [ema(Float64Array.from([...new Array(period - 1).fill(first[0]), ...first]), period)]
    case 'atr':
      // The first true range there is high minus low: the same as a previous close inside the first candle.
      return [atr(ahead(first, first[0]!), ahead(second!, first[0]!), ahead(third!, first[0]!), period)]
    default:
      return null
  }
}

const ahead = (column: Float64Array, value: number): Float64Array => Float64Array.from([value, ...column])

if (folder === undefined) {
  console.info('Vectors of another library are not compared: TEZGAH_ORACLES does not name their folder.')
} else {
  const text = readFileSync(path.join(folder, 'indicator-vectors.json'), 'utf8')
  const { files }: { files: Record<string, Vector[]> } = JSON.parse(text)
  const vectors = Object.values(files).flat()
  test.each(vectors.filter((vector) => compute(vector) !== null))('agrees with $indicator $options', (vector) => {
    const columns = compute(vector)!
    columns.forEach((column, index) => {
      const expected = vector.arrays.at(index - columns.length)!
      const actual = [...column].slice(column.length - expected.length)
      expect(expected.length).toBeGreaterThan(0)
      expected.forEach((value, at) => {
        expect(Math.abs(actual[at]! - value)).toBeLessThanOrEqual(0.0011)
      })
    })
  })
}
