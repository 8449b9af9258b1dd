import { describe, expect, it } from 'vitest'
import { type TradeReport, tradesCsv } from '../../src/index.ts'

const trade: TradeReport = {
  symbol: 'BTCTRY',
  side: 'long',
  quantity: '0.5',
  entryIndex: 1,
  entryTime: Date.UTC(2024, 0, 1),
  entryPrice: '100',
  exitIndex: 2,
  exitTime: Date.UTC(2024, 0, 2),
  exitPrice: '90',
  fees: '0.095',
  profit: '-5.095',
  returnPct: -10.19,
  maePct: 12,
  mfePct: 0.5,
  entryTag: 'dip',
  exitReason: 'market',
}
const HEADER =
  'symbol,side,quantity,entryIndex,entryTime,entryPrice,exitIndex,exitTime,exitPrice,fees,profit,returnPct,maePct,mfePct,entryTag,exitReason\r\n'

const lastField = (exitReason: string) =>
  tradesCsv([{ ...trade, exitReason }])
    .slice(0, -2)
    .split('0.5,dip,')[1]

describe('tradesCsv', () => {
  it('writes a header and a row per trade, lines ending in CRLF', () => {
    expect(tradesCsv([])).toBe(HEADER)
    expect(tradesCsv([trade])).toBe(
      `${HEADER}BTCTRY,long,0.5,1,2024-01-01T00:00:00.000Z,100,2,2024-01-02T00:00:00.000Z,90,0.095,-5.095,-10.19,12,0.5,dip,market\r\n`,
    )
  })

  it('leaves the exit of an open trade empty', () => {
    const open = { ...trade, exitIndex: null, exitTime: null, exitPrice: null, exitReason: 'open' }
    expect(tradesCsv([open])).toContain(',100,,,,0.095,')
  })

  it('treats the tag of the entry as text, and leaves it empty where there is none', () => {
    expect(tradesCsv([{ ...trade, entryTag: '=1+1' }])).toContain(",0.5,'=1+1,market")
    expect(tradesCsv([{ ...trade, entryTag: null }])).toContain(',0.5,,market')
  })

  it.each([
    ['a, b', '"a, b"'],
    ['say "now"', '"say ""now"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['plain', 'plain'],
  ])('writes the exit reason %j so that it is read as text', (reason, field) => {
    expect(lastField(reason)).toBe(field)
  })
})
