import { parseCandlesCsv } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeUtf8 } from '../../src/candles/csv/bytes.ts'
import { isBacktestError } from '../../src/errors.ts'

const price = fc.double({ min: 1e-9, max: 1e12, noNaN: true })
const volume = fc.oneof(fc.double({ min: 0, max: 1e15, noNaN: true }), fc.integer({ min: 0, max: 1_000_000 }))

const rows = fc.array(
  fc.record({ step: fc.integer({ min: 1, max: 100_000 }), prices: fc.tuple(price, price, price, price), volume }),
  { minLength: 1, maxLength: 40 },
)

/** Rows of cells: time in seconds, open, high, low, close, volume. */
function candles(list: readonly { step: number; prices: number[]; volume: number }[]): number[][] {
  let time = 1_500_000_000
  return list.map(({ step, prices, volume }) => {
    time += step
    const [low, open, close, high] = prices.toSorted((a, b) => a - b)
    return [time, open!, high!, low!, close!, volume]
  })
}

test('what was written is read, to the bit', () => {
  const format = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    newline: fc.constantFrom('\n', '\r\n'),
    end: fc.boolean(),
    header: fc.boolean(),
    asBytes: fc.boolean(),
  })
  fc.assert(
    fc.property(rows, format, (list, { delimiter, newline, end, header, asBytes }) => {
      const table = candles(list)
      const names = ['time', 'open', 'high', 'low', 'close', 'volume']
      const lines = [...(header ? [names] : []), ...table].map((cells) => cells.join(delimiter))
      const text = lines.join(newline) + (end ? newline : '')
      const series = parseCandlesCsv(asBytes ? new TextEncoder().encode(text) : text, { interval: '1s' })
      expect([...series.time]).toEqual(table.map((cells) => cells[0]! * 1000))
      expect([...series.open]).toEqual(table.map((cells) => cells[1]))
      expect([...series.high]).toEqual(table.map((cells) => cells[2]))
      expect([...series.low]).toEqual(table.map((cells) => cells[3]))
      expect([...series.close]).toEqual(table.map((cells) => cells[4]))
      expect([...series.volume]).toEqual(table.map((cells) => cells[5]))
    }),
  )
})

test('a number is what Number makes of its text', () => {
  const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength })
  const text = fc.oneof(
    fc.tuple(digits(20), digits(30)).map(([whole, fraction]) => `${whole}.${fraction}`),
    fc.tuple(digits(12), digits(10)).map(([whole, fraction]) => `${whole}.${fraction}`),
    digits(25),
    fc.tuple(digits(5), fc.integer({ min: -330, max: 290 })).map(([whole, power]) => `${whole}e${power}`),
    fc.constantFrom(
      '9007199254740991',
      '9007199254740992',
      '9007199254740993',
      '0.1',
      '0',
      '00012.50',
      '1e23',
      '8.5e22',
    ),
  )
  fc.assert(
    fc.property(text, (volume) => {
      expect(parseCandlesCsv(`0,1,1,1,1,${volume}`, { interval: '1d' }).volume[0]).toBe(Number(volume))
    }),
    { numRuns: 2_000 },
  )
})

test('a long text is read as its bytes are, wherever its pieces are cut', () => {
  const lines = ['time,note,open,high,low,close,volume']
  for (let row = 0; row < 20_000; row++) {
    lines.push(`${1_600_000_000 + row * 60},${'ş₺😀x'.repeat(row % 5)},2,3,1,${1 + (row % 2000) / 1000},${row}`)
  }
  const text = lines.join('\n')
  const series = parseCandlesCsv(text)
  expect(series.length).toBe(20_000)
  expect(series).toEqual(parseCandlesCsv(new TextEncoder().encode(text)))
})

test('more rows than the first one lets expect are read', () => {
  const lines = ['note,time,open,high,low,close,volume', `${'x'.repeat(5_000)},0,1,1,1,1,0`]
  for (let row = 1; row < 5_000; row++) lines.push(`,${row * 60},1,1,1,1,${row}`)
  const series = parseCandlesCsv(lines.join('\n'))
  expect(series.length).toBe(5_000)
  expect(series.volume.every((amount, row) => amount === row)).toBe(true)
})

const pieces = fc.constantFrom(...'time,open,high,low,close,volume\n\r\n",;\t0123456789.-+eEZT: \uFEFFNaNşx'.split(''))
const nearlyCsv = fc
  .array(fc.oneof(pieces, fc.constantFrom('time,open,high,low,close,volume\n', '0,1,1,1,1,1\n', '2000-01-03', '"')))
  .map((parts) => parts.join(''))

test('bad text is refused, never a crash', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyCsv, fc.string({ unit: 'binary' })), (text) => {
      expect(outcome(text)).not.toBe('crashed')
    }),
    { numRuns: 1_000 },
  )
})

test('bad bytes are refused, never a crash', () => {
  const prefix = fc.constantFrom('', 'time,open,high,low,close,volume\n', '0,1,1,1,1,1\n')
  fc.assert(
    fc.property(prefix, fc.uint8Array({ maxLength: 200 }), (start, noise) => {
      expect(outcome(Uint8Array.from([...new TextEncoder().encode(start), ...noise]))).not.toBe('crashed')
    }),
    { numRuns: 1_000 },
  )
})

test('a file that is damaged in one byte is refused or read, never a crash', () => {
  const file = new TextEncoder().encode(
    'date,open,high,low,close,volume\n2000-01-03,1,2,1,1.5,7\n2000-01-04,1,2,1,1.5,7\n',
  )
  for (let at = 0; at < file.length; at++) {
    for (let byte = 0; byte < 256; byte++) {
      const damaged = file.slice()
      damaged[at] = byte
      if (outcome(damaged) === 'crashed') expect.fail(`byte ${byte} at ${at}`)
    }
  }
})

function outcome(input: string | Uint8Array): 'read' | 'refused' | 'crashed' {
  try {
    parseCandlesCsv(input)
    return 'read'
  } catch (error) {
    return isBacktestError(error) ? 'refused' : 'crashed'
  }
}

test('text is encoded as UTF-8', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      ),
      (text) => {
        const target = new Uint8Array(text.length * 3)
        const length = encodeUtf8(text, 0, text.length, target)
        expect(target.subarray(0, length)).toEqual(new TextEncoder().encode(text))
      },
    ),
  )
})
