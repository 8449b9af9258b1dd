import { describe, expect, it } from 'vitest'
import type { Documents } from '../../../web/api/documents.ts'
import { readResult } from '../../../web/api/result-formats.ts'
import { fillsOnCandles } from '../../../web/charts/fills-on-candles.ts'
import { assumptionLines, flatten } from '../../../web/features/backtest/result/flatten.ts'

const manifest = {
  engineVersion: '0.1.0',
  strategy: 's',
  params: {},
  assumptions: { path: 'worst' },
  symbol: 'A',
  interval: '1d',
  from: 0,
  to: 86_400_000,
  candleCount: 2,
  dataSha256: 'd',
  digest: 'e',
  seed: 0,
}
const fill = { orderId: 1, symbol: 'A', side: 'buy', index: 1, time: 86_400_000, price: '10', quantity: '1', fee: '0' }
const trade = {
  symbol: 'A',
  side: 'long',
  quantity: '1',
  entryTime: 0,
  entryPrice: '10',
  exitTime: null,
  exitPrice: null,
  fees: '0',
  profit: '2',
  returnPct: 20,
  exitReason: 'open',
}
const rest = { stats: { notes: {} }, orders: [], equity: { time: [0], equity: [1], drawdown: [0] } }

/** As the release before this format wrote it. */
const EARLIER = {
  ...rest,
  schema: 1,
  manifest,
  account: { initialCash: '100', cash: '90', quantity: '1', mark: '12', unrealised: '2', feesPaid: '0' },
  fills: [fill],
  trades: [trade],
}

const NEWEST = {
  ...rest,
  schema: 2,
  manifest: { ...manifest, symbols: ['A', 'B'] },
  account: {
    cash: '90',
    positions: [
      { symbol: 'A', positionSide: null, quantity: '1', mark: '12', unrealised: '2' },
      { symbol: 'B', positionSide: null, quantity: '-3', mark: '5', unrealised: '-1' },
    ],
    feesPaid: '0.5',
    interestPaid: '0.25',
  },
  fills: [{ ...fill, reason: 'stop', pathDependent: true }],
  trades: [{ ...trade, maePct: 3, mfePct: 25, entryTag: 'dip' }],
  bounds: {
    finalEquity: { lowest: '80', highest: '110' },
    maxDrawdownPct: { lowest: null, highest: 12 },
    paths: [],
  },
}

const read = (result: object) => readResult(result as Documents['StoredResult'])

describe('a result', () => {
  it('is read with positions, bounds, excursions, tags and what depends on the path', () => {
    expect(read(NEWEST)).toMatchObject({
      isEarlier: false,
      manifest: { symbols: ['A', 'B'] },
      account: { positions: [{ symbol: 'A' }, { symbol: 'B', quantity: '-3' }], interestPaid: '0.25' },
      bounds: { finalEquity: { lowest: '80', highest: '110' }, maxDrawdownPct: { lowest: null, highest: 12 } },
      fills: [{ reason: 'stop', pathDependent: true }],
      trades: [{ maePct: 3, mfePct: 25, entryTag: 'dip' }],
    })
  })

  it('of the format before is shown with what it holds', () => {
    expect(read(EARLIER)).toMatchObject({
      isEarlier: true,
      manifest: { symbols: ['A'] },
      account: { positions: [{ symbol: 'A', quantity: '1', mark: '12' }], interestPaid: null },
      bounds: null,
      fills: [{ pathDependent: false }],
      trades: [{ maePct: null, entryTag: null, profit: '2' }],
    })
  })

  it.each([0, 3, 99])('of format %i is refused in words', (schema) => {
    expect(() => read({ ...NEWEST, schema })).toThrow(`It is format ${schema}, and this page reads up to 2.`)
  })
})

describe('fills on a chart', () => {
  it('are those of the symbol drawn, at the time of the candle they happened in', () => {
    const fills = [
      { ...fill, time: 86_400_000 + 3_600_000 },
      { ...fill, symbol: 'B' },
    ]
    const result = read({ ...NEWEST, fills })
    expect(fillsOnCandles(result, 'A', { time: [0, 86_400_000] })).toMatchObject([{ symbol: 'A', time: 86_400_000 }])
  })
})

describe('assumptions as lines', () => {
  it('have the messages of their path, and symbols as they are', () => {
    const assumptions = {
      feeRounding: 'none',
      fees: { tiers: [{ fromVolume: '0' }], fixed: '1' },
      rules: {
        SP500: [
          { from: null, tick: '0.1' },
          { from: 1_709_251_200_000, tick: null },
        ],
      },
      detail: [],
      bounds: true,
    }
    expect(flatten(assumptions)).toEqual([
      ['Fee rounding', 'none'],
      ['Fees tiers from volume', '0'],
      ['Fees fixed', '1'],
      ['Rules SP500 1 from', 'always'],
      ['Rules SP500 1 tick', '0.1'],
      ['Rules SP500 2 from', '2024-03-01 00:00'],
      ['Rules SP500 2 tick', 'none'],
      ['Detail', 'none'],
      ['Bounds', 'yes'],
    ])
  })
})

describe('assumptions of a result', () => {
  it('are said once each', () => {
    const rates = { makerFeeRate: '0.001', takerFeeRate: '0.001' }
    const assumptions = {
      ...rates,
      fees: { tiers: [{ fromVolume: '0', ...rates }], fixed: '0' },
      slippageBps: '3',
      slippage: { model: 'basisPoints', bps: '3' },
    }
    const lines = assumptionLines(assumptions).map(([name]) => name)
    expect(lines).toEqual(['Maker fee rate', 'Taker fee rate', 'Slippage model', 'Slippage bps', 'Fees fixed'])
    const other = { ...assumptions, fees: { tiers: [{ fromVolume: '0', makerFeeRate: '0', takerFeeRate: '0' }] } }
    expect(assumptionLines(other).map(([name]) => name)).toContain('Fees tiers maker fee rate')
  })
})
