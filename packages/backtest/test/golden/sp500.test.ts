import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type AccountOptions,
  type BacktestReport,
  backtest,
  type ExecutionOptions,
  parseCandlesCsv,
} from '../../src/index.ts'
import { type Action, strategyFor } from './strategies.ts'

type Rows = { count: number; sha256: string; first: unknown[][]; last: unknown[][] }
type Golden = {
  provenance: { data: string; dataFileSha256: string }
  given: {
    strategy: string
    params: Record<string, unknown>
    candles: { from?: number; to?: number }
    options: AccountOptions & ExecutionOptions
    periodsPerYear: number | null
    actions?: Action[]
  }
  expected: {
    candleCount: number
    dataSha256: string
    orders: Rows
    fills: Rows
    trades: Rows
    account: Record<string, string>
    stats: Record<string, number | null>
    equity: [index: number, equity: number, drawdown: number][]
  }
}

const names = [
  'sma-cross',
  'rsi-reversion',
  'donchian-breakout',
  'bollinger-reversion',
  'buy-and-hold',
  'sma-cross-with-costs',
  'rsi-reversion-whole-lots',
  'random-orders-cross',
  'random-orders-touch',
  'random-orders-dear',
  'random-orders-exact',
  'exact-edges-cross',
  'exact-edges-touch',
  'sma-cross-touching',
  'bollinger-reversion-touching',
]

const root = path.join(import.meta.dirname, '..', '..', '..', '..')
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** Throws where the file is missing: a golden value that is not there must not pass. */
function read(name: string): Golden {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `${name}.json`), 'utf8'))
}

function run({ given, provenance }: Golden): BacktestReport {
  const file = readFileSync(path.join(root, provenance.data))
  expect(sha256(file), `${provenance.data} is not the file the golden values were made from`).toBe(
    provenance.dataFileSha256,
  )
  const { slippageBps, lot, limitFill, ...account } = given.options
  const execution = Object.fromEntries(
    Object.entries({ slippageBps, lot, limitFill }).filter(([, v]) => v !== undefined),
  )
  const result = backtest({
    strategy: strategyFor(given.strategy, given.actions),
    params: given.params,
    candles: parseCandlesCsv(file, { symbol: 'SP500', ...given.candles }),
    account,
    execution,
    ...(given.periodsPerYear === null ? {} : { statistics: { periodsPerYear: given.periodsPerYear } }),
  })
  return JSON.parse(JSON.stringify(result))
}

/** The rows at both ends first: they say more about a difference than a checksum. */
function expectRows(rows: unknown[][], expected: Rows): void {
  expect(rows.slice(0, 2)).toEqual(expected.first)
  expect(rows.slice(-2)).toEqual(expected.last)
  expect(rows).toHaveLength(expected.count)
  expect(sha256(rows.map((row) => JSON.stringify(row)).join('\n')), 'compare with main.py show, see README.md').toBe(
    expected.sha256,
  )
}

function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected)
}

describe.each(names)('%s on the S&P 500, against the reference', (name) => {
  const golden = read(name)
  const { expected } = golden
  const result = run(golden)

  it('reads the same candles', () => {
    expect(result.manifest.candleCount).toBe(expected.candleCount)
    expect(result.manifest.dataSha256).toBe(expected.dataSha256)
  })

  it('ends every order the same way', () => {
    const rows = result.orders.map((order) => [
      order.id,
      order.side,
      order.status,
      order.reason,
      order.createdIndex,
      order.closedIndex,
      order.filledQuantity,
    ])
    expectRows(rows, expected.orders)
  })

  it('makes the same fills, to the last digit', () => {
    const rows = result.fills.map((fill) => [
      fill.orderId,
      fill.side,
      fill.index,
      fill.time,
      fill.price,
      fill.quantity,
      fill.fee,
      fill.liquidity,
      fill.reason,
    ])
    expectRows(rows, expected.fills)
  })

  it('closes the same trades, to the last digit', () => {
    const rows = result.trades.map((trade) => [
      trade.side,
      trade.quantity,
      trade.entryIndex,
      trade.entryTime,
      trade.entryPrice,
      trade.exitIndex,
      trade.exitTime,
      trade.exitPrice,
      trade.fees,
      trade.profit,
      trade.exitReason,
    ])
    expectRows(rows, expected.trades)
  })

  it('has the same account, to the last digit', () => {
    expect(result.account).toEqual(expected.account)
    const { initialCash, finalEquity, feesPaid } = expected.account
    expect(result.stats).toMatchObject({ initialCash, finalEquity, feesPaid })
  })

  it('has the same statistics', () => {
    const { initialCash, finalEquity, feesPaid, notes, ...stats } = result.stats
    expect(Object.keys(stats).toSorted()).toEqual(Object.keys(expected.stats).toSorted())
    for (const [key, value] of Object.entries(stats)) {
      const golden = expected.stats[key]!
      if (golden === null) expect([value, typeof notes[key as keyof typeof notes]]).toEqual([null, 'string'])
      else expect(relativeError(Number(value), golden), `${key} is ${value}, expected ${golden}`).toBeLessThan(1e-9)
    }
  })

  it('marks the same equity', () => {
    expect(result.equity.equity).toHaveLength(expected.candleCount)
    for (const [index, equity, drawdown] of expected.equity) {
      expect(relativeError(result.equity.equity[index]!, equity), `equity at ${index}`).toBeLessThan(1e-12)
      expect(Math.abs(result.equity.drawdown[index]! - drawdown), `drawdown at ${index}`).toBeLessThan(1e-12)
    }
  })
})
