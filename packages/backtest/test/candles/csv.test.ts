import { type CandlesCsvOptions, parseCandlesCsv } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { isBacktestError } from '../../src/errors.ts'

const HEADER = 'time,open,high,low,close,volume'
const ROWS = ['1600000000,10,12,9,11,1', '1600000060,11,13,10,12,0', '1600000120,12,14,11,13,2.5']
const FILE = [HEADER, ...ROWS].join('\n')
const MINUTE = 60_000
const FIRST = 1_600_000_000_000

function refusal(file: string, options?: CandlesCsvOptions): string {
  try {
    parseCandlesCsv(file, options)
  } catch (error) {
    if (isBacktestError(error)) return error.message
    throw error
  }
  throw new Error('the file was accepted')
}

function withRow(row: string): string {
  return [HEADER, ...ROWS, row].join('\n')
}

test('reads a plain file', () => {
  const series = parseCandlesCsv(FILE, { symbol: 'BTCTRY' })
  expect(series).toMatchObject({ symbol: 'BTCTRY', interval: '1m', length: 3 })
  expect([...series.time]).toEqual([FIRST, FIRST + MINUTE, FIRST + 2 * MINUTE])
  expect([...series.open]).toEqual([10, 11, 12])
  expect([...series.high]).toEqual([12, 13, 14])
  expect([...series.low]).toEqual([9, 10, 11])
  expect([...series.close]).toEqual([11, 12, 13])
  expect([...series.volume]).toEqual([1, 0, 2.5])
})

const expected = parseCandlesCsv(FILE)

describe('reads the same from', () => {
  test.each([
    ['bytes', new TextEncoder().encode(FILE)],
    ['a newline at the end', `${FILE}\n`],
    ['blank lines at the end', `${FILE}\n\n\r\n\n`],
    ['CRLF', FILE.replaceAll('\n', '\r\n')],
    ['CRLF with an end', `${FILE.replaceAll('\n', '\r\n')}\r\n`],
    ['a byte order mark', `\uFEFF${FILE}`],
    ['semicolons', FILE.replaceAll(',', ';')],
    ['tabs', FILE.replaceAll(',', '\t')],
    ['quotes', FILE.replaceAll(/[^,\n]+/g, '"$&"')],
    ['spaces', FILE.replaceAll(',', ' , ')],
    ['no header', ROWS.join('\n')],
    ['no header and more columns', ROWS.map((row) => `${row},1600000059,x,"a,b"`).join('\n')],
    ['milliseconds', FILE.replaceAll(/^(\d+)/gm, '$1000')],
    ['seconds with zeros', FILE.replaceAll(/^(\d+)/gm, '$1.000')],
    ['another order', [HEADER, ...ROWS].map((row) => row.split(',').reverse().join(',')).join('\n')],
    ['other columns between', [HEADER, ...ROWS].map((row) => row.replaceAll(',', ',n/a,')).join('\n')],
    ['non-ASCII other columns', [HEADER, ...ROWS].map((row) => `${row},Şişli ₺ 😀`).join('\n')],
    ['trailing zeros and exponents', FILE.replace(',10,12,', ',1.0e1,12.000,')],
    ['plus signs and bare points', FILE.replace(',10,12,', ',+10.,12,').replace('2.5', '.25e1')],
  ])('%s', (_, file) => {
    expect(parseCandlesCsv(file)).toEqual(expected)
  })

  test.each([
    'Timestamp,Open,High,Low,Close,Volume_(BTC)',
    'Open time,OPEN,HIGH,LOW,CLOSE,VOL',
    'openTime,o,h,l,c,v',
    'unix,open,high,low,close,Volume USD',
    '<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>',
    ',Open,High,Low,Close,Volume',
  ])('header %s', (header) => {
    expect(parseCandlesCsv([header, ...ROWS].join('\n'))).toEqual(expected)
  })
})

describe('of columns that could be meant', () => {
  const wide = (header: string, extra: string): string => [header, ...ROWS.map((row) => `${row},${extra}`)].join('\n')

  test('the close is never the adjusted close', () => {
    expect(parseCandlesCsv(wide(`${HEADER},Adj Close`, '7'))).toEqual(expected)
  })

  test('the time is the open time, not the close time', () => {
    const header = 'open_time,open,high,low,close,volume,close_time'
    expect(parseCandlesCsv(wide(header, '7'))).toEqual(expected)
  })

  test('the time is the epoch, not the date beside it', () => {
    expect(parseCandlesCsv(wide('unix,open,high,low,close,volume,date', '2020-09-13 12:26:40'))).toEqual(expected)
  })

  test('the volume is the one in base currency', () => {
    const header = 'time,open,high,low,close,Volume ETH,Volume BTC'
    expect(parseCandlesCsv(wide(header, '7'), { symbol: 'ETHBTC' }).volume).toEqual(expected.volume)
    const usual = 'time,open,high,low,close,Volume_(BTC),Volume_(Currency)'
    expect(parseCandlesCsv(wide(usual, '7')).volume).toEqual(expected.volume)
  })

  test('two that cannot be told apart are refused', () => {
    expect(refusal(wide('time,open,high,low,close,Volume A,Volume B', '7'))).toContain(
      'line 1: columns 6 and 7 may both be volume: remove or rename all but one; the header has "time", "open"',
    )
    expect(refusal(wide('date,open,high,low,close,volume,time', '10:00'))).toContain('join date and time in one column')
    expect(refusal(wide(`${HEADER},Close`, '7'))).toContain('columns 5 and 7 may both be close')
  })
})

describe('ISO times', () => {
  const read = (...times: string[]): number[] => {
    const rows = times.map((time) => `${time},1,1,1,1,0`)
    return [...parseCandlesCsv([HEADER, ...rows].join('\n'), { interval: '1s' }).time]
  }

  test.each([
    ['2000-01-03', '2000-01-03T00:00:00.000Z'],
    ['2000-01-03T10:00', '2000-01-03T10:00:00.000Z'],
    ['2000-01-03 10:00:07', '2000-01-03T10:00:07.000Z'],
    ['2000-01-03T10:00:07Z', '2000-01-03T10:00:07.000Z'],
    ['2000-01-03 10:00:07 UTC', '2000-01-03T10:00:07.000Z'],
    ['2000-01-03T10:00:07.5', '2000-01-03T10:00:07.500Z'],
    ['2000-01-03T10:00:07.123000Z', '2000-01-03T10:00:07.123Z'],
    ['2000-01-03T10:00:00+03:00', '2000-01-03T07:00:00.000Z'],
    ['2000-01-03T10:00:00-0330', '2000-01-03T13:30:00.000Z'],
    ['2000-01-03T01:00:00+03', '2000-01-02T22:00:00.000Z'],
    ['"2000-01-03 10:00:00"', '2000-01-03T10:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['1899-12-31', '1899-12-31T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31', '9999-12-31T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(read(text)).toEqual([Date.parse(iso)])
  })

  test('every day from 1896 to 2104 is where the platform has it', () => {
    const days: string[] = []
    for (let time = Date.UTC(1896, 0); time < Date.UTC(2104, 0); time += 86_400_000) {
      days.push(new Date(time).toISOString().slice(0, 10))
    }
    expect(read(...days)).toEqual(days.map((day) => Date.parse(day)))
  })

  test('offsets may change within a file, as in summer time', () => {
    expect(read('2020-03-29T00:00:00+01:00', '2020-03-30T00:00:00+02:00')).toHaveLength(2)
  })

  test.each([
    '2001-02-29',
    '1900-02-29',
    '2000-13-01',
    '2000-00-10',
    '2000-04-31',
    '2000-01-00',
    '0000-01-01',
    '2000-1-3',
    '2000/01/03',
    '03.01.2000',
    '2000-01-03T24:00',
    '2000-01-03T10:60',
    '2000-01-03T10:00:60',
    '2000-01-03T10',
    '2000-01-03T10:00:00.',
    '2000-01-03T10:00:00.0001',
    '2000-01-03T10:00:00+3',
    '2000-01-03T10:00:00+24:00',
    '2000-01-03T10:00:00 PST',
    '2000-01-03x',
    'yesterday',
    '',
  ])('refuses %j', (text) => {
    const message = text === '' ? 'time "" is empty' : `time "${text}" is not a time`
    expect(() => read(text)).toThrow(`line 2: ${message}`)
  })

  test('one file has one format', () => {
    expect(() => read('2000-01-03', '2000-01-04T00:00:00Z')).toThrow('is zoned, but the times before it are unzoned')
    expect(() => read('2000-01-03', '947000000')).toThrow(
      'line 3: time "947000000" is not like the ISO dates before it',
    )
    expect(() => read('947000000', '2000-01-05')).toThrow('line 3: time "2000-01-05" is not like the times before it')
    expect(() => read('947000000', '947100000000')).toThrow('is out of range for s since the epoch')
    expect(() => read('947000000000', '94710000000')).toThrow('is out of range for ms since the epoch')
  })
})

describe('numeric times', () => {
  const read = (time: string, timeUnit?: 'auto' | 's' | 'ms'): number | undefined =>
    parseCandlesCsv(`${time},1,1,1,1,0`, { interval: '1m', timeUnit }).time[0]

  test('the unit is told by size, or given', () => {
    expect(read('99999999999')).toBe(99_999_999_999_000)
    expect(read('100000000000')).toBe(100_000_000_000)
    expect(read('60000', 'ms')).toBe(60_000)
    expect(read('-86400')).toBe(-86_400_000)
    expect(read('1600000000.5')).toBe(1_600_000_000_500)
  })

  test('refuses what is neither', () => {
    expect(refusal('1600000000000000,1,1,1,1,0')).toContain('microseconds and nanoseconds are not read')
    expect(refusal('20000103,1,1,1,1,0')).toContain('looks like a date without dashes')
    expect(refusal('1600000000.0005,1,1,1,1,0')).toContain('is not a whole number of milliseconds')
    expect(refusal('9000000000000000,1,1,1,1,0', { timeUnit: 'ms' })).toContain(
      'is out of range for ms since the epoch',
    )
  })

  test('refuses an unknown unit', () => {
    expect(() => parseCandlesCsv(FILE, JSON.parse('{"timeUnit":"us"}'))).toThrow(
      'timeUnit must be auto, s or ms, received "us"',
    )
  })
})

describe('refuses, naming line, column and value:', () => {
  test.each([
    ['', 'the file has no candles'],
    ['\n\n', 'line 1: expected columns separated by comma, semicolon or tab, found ""'],
    [HEADER, 'the file has no candles'],
    ['hello', 'line 1: expected columns separated by comma, semicolon or tab, found "hello"'],
    ['time,open,high,low,close\n1,1,1,1,1', 'line 1: no column for volume: accepted are volume, vol, v'],
    ['1,2,3,4,5', 'line 1: a file without a header needs the columns time, open, high, low, close, volume, found 5'],
    ['a,"b\n', 'line 1: expected columns'],
    [withRow('1600000180,1,1,1,1'), 'line 5 has 5 columns, the first line has 6'],
    [withRow('1600000180,1,1,1,1,1,'), 'line 5 has 7 columns, the first line has 6'],
    [withRow('1600000180,1,1,,1,1'), 'line 5: low "" is empty'],
    [withRow('1600000180,1,1,1,x1,1'), 'line 5: close "x1" is not a number'],
    [withRow('1600000180,1,1,1,0x1,1'), 'line 5: close "0x1" is not a number'],
    [withRow('1600000180,1,1,1,1.2.3,1'), 'line 5: close "1.2.3" is not a number'],
    [withRow('1600000180,1,1,1,.,1'), 'line 5: close "." is not a number'],
    [withRow('1600000180,1,1,1,NaN,1'), 'line 5: close "NaN" is a missing value'],
    [withRow('1600000180,1,1,1,-,1'), 'line 5: close "-" is a missing value'],
    [withRow('1600000180,1,1,1,Infinity,1'), 'line 5: close "Infinity" is not a finite number'],
    [withRow('1600000180,1,1,1,1e999,1'), 'line 5: close "1e999" is too large for a number'],
    [
      withRow('1.60000018e9,1,1,1,1,1'),
      'line 5: time "1.60000018e9" has an exponent, which is how a spreadsheet rounds',
    ],
    [`${HEADER}\n1.704067e+12,1,1,1,1,1\n1.704153e+12,1,1,1,1,1`, 'line 2: time "1.704067e+12" has an exponent'],
    [`${HEADER}\n"1.70407E+09",1,1,1,1,1`, 'line 2: time "1.70407E+09" has an exponent'],
    ['1.704067e+12,1,1,1,1,1', 'line 1: time "1.704067e+12" has an exponent'],
    [withRow('1600000180,1,1,1,"1,234.5",1'), 'line 5: close "1,234.5" has thousands separators'],
    [withRow('1600000180,1,1,1,"1,5",1'), 'line 5: close "1,5" has a decimal comma'],
    [withRow('1600000180,1,1,1,"1,1'), 'line 5: close has a quote that is not closed'],
    [withRow('1600000180,1,1,1,"1"1,1'), 'line 5: close has a quote that is not closed'],
    [withRow(`1600000180,1,1,1,${'x'.repeat(99)},1`), `line 5: close "${'x'.repeat(80)}…" is not a number`],
    [withRow('\n1600000180,1,1,1,1,1'), 'line 5 is blank, but more rows follow'],
    [
      withRow('1600000120,1,1,1,1,1'),
      'row 3 (line 5): time 1600000120000 (2020-09-13T12:28:40.000Z) is a duplicate of',
    ],
    [withRow('1600000100,1,1,1,1,1'), 'row 3 (line 5): time 1600000100000 (2020-09-13T12:28:20.000Z) is before'],
    [withRow('1600000180,1,2,3,1,1'), 'row 3 (line 5): high 2 is below low 3'],
    [withRow('1600000180,1,1,1,1,-1'), 'row 3 (line 5): volume must not be negative, received -1'],
    [withRow('1600000180,-1,1,1,1,1'), 'row 3 (line 5): open must be above 0, received -1'],
    [[HEADER, ...ROWS.toReversed()].join('\n'), 'the series runs from new to old; sort candles by time'],
    ['\u{FFFE}', 'line 1: expected columns'],
  ])('%j', (file, message) => {
    expect(refusal(file)).toContain(message)
  })

  test('UTF-16', () => {
    expect(() => parseCandlesCsv(Uint8Array.of(0xff, 0xfe, 0x74, 0, 0x0a, 0))).toThrow('the file is UTF-16')
  })

  test('a file of commas, without taking it apart', () => {
    const commas = new Uint8Array(20_000_000).fill(44)
    commas.set(new TextEncoder().encode(`${HEADER}\n`))
    commas[commas.length - 1] = 10
    expect(() => parseCandlesCsv(commas)).toThrow('line 2: time "" is empty')
    commas.fill(49, HEADER.length + 1, HEADER.length + 2)
    expect(() => parseCandlesCsv(commas)).toThrow('line 2: open "" is empty')
    expect(() => parseCandlesCsv(commas.subarray(HEADER.length + 2))).toThrow('at most 256 columns are allowed')
    const row = new TextEncoder().encode(`${ROWS[0]},`)
    commas.set(row, HEADER.length + 1)
    expect(() => parseCandlesCsv(commas)).toThrow('line 2 has more than 256 columns, the first line has 6')
  })

  test('a number too long to be read whole', () => {
    expect(refusal(withRow(`1600000180,1,1,1,1,+${'0'.repeat(500)}5`))).toContain('line 5: volume "+000')
  })

  test('what is no file', () => {
    expect(() => parseCandlesCsv(JSON.parse('null'))).toThrow('a file must be text or a Uint8Array')
  })

  test('lines and tables that are too wide', () => {
    const pad = 'x'.repeat(70_000)
    const message = 'a line has at most 65536 bytes'
    expect(refusal(`${HEADER},note\n${ROWS[0]},${pad}\n`)).toContain(`line 2: ${message}`)
    expect(refusal(`${HEADER},note\n${ROWS[0]},${pad}`)).toContain(message)
    expect(refusal('x'.repeat(600_000))).toContain(message)
    expect(refusal(','.repeat(300))).toContain('line 1: at most 256 columns are allowed, found more')
  })
})

describe('from and to', () => {
  test('cut the series to [from, to)', () => {
    const series = parseCandlesCsv(FILE, { from: FIRST + 1, to: FIRST + 2 * MINUTE })
    expect([...series.close]).toEqual([12])
    expect(series.interval).toBe('1m')
  })

  test('rows outside are checked all the same', () => {
    expect(refusal(withRow('1600000180,1,1,1,oops,1'), { to: FIRST + MINUTE })).toContain('line 5: close "oops"')
  })

  test('an empty span is refused', () => {
    expect(refusal(FILE, { from: FIRST + MINUTE * 9 })).toContain('UNNAMED has candles from 1600000000000')
  })
})
