import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BacktestReport } from '../../src/index.ts'
import { fileOf, type Given, rowsOf, runGiven, sp500 } from './given.ts'

type Rows = { count: number; sha256: string; first: unknown[][]; last: unknown[][] }
type Golden = {
  provenance: { data: string; dataFileSha256: string }
  given: Given & { candles: { from?: number; to?: number } }
  expected: {
    candleCount: number
    dataSha256: string
    orders: Rows
    fills: Rows
    trades: Rows
    account: { initialCash: string; finalEquity: string; feesPaid: string }
    stats: Record<string, number | null>
    equity: [index: number, equity: number, drawdown: number][]
  }
}

const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))

/** How many there are: a golden file that is missing must not pass. */
const CASES = 34
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

function read(name: string): Golden {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `${name}.json`), 'utf8'))
}

function run({ given, provenance }: Golden): BacktestReport {
  const file = fileOf(provenance.data)
  expect(sha256(file), `${provenance.data} is not the file the golden values were made from`).toBe(
    provenance.dataFileSha256,
  )
  return runGiven(given, sp500(file, given.candles))
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

it('finds the golden files, one for each case of the reference', () => {
  expect(names).toHaveLength(CASES)
})

describe.each(names)('%s on the S&P 500, against the reference', (name) => {
  const golden = read(name)
  const { expected } = golden
  const result = run(golden)

  it('reads the same candles', () => {
    expect(result.manifest.candleCount).toBe(expected.candleCount)
    expect(result.manifest.dataSha256).toBe(expected.dataSha256)
  })

  const { orders, fills, trades } = rowsOf(result)

  it('ends every order the same way', () => {
    expectRows(orders, expected.orders)
  })

  it('makes the same fills, to the last digit', () => {
    expectRows(fills, expected.fills)
  })

  it('closes the same trades, to the last digit', () => {
    expectRows(trades, expected.trades)
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
      // The reference makes the year of a few days, which a result does not.
      if (notes[key]?.startsWith('the run spans ')) expect([value, expected.candleCount < 30]).toEqual([null, true])
      else if (golden === null) expect([value, typeof notes[key as keyof typeof notes]]).toEqual([null, 'string'])
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
