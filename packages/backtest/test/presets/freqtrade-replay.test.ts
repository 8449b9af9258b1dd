import { describe, expect, test } from 'vitest'
import { type BacktestResult, backtest, createSeries } from '../../src/index.ts'
import { exitReasonOf, type FreqtradeSettings, freqtradeStrategy, HOUR_MS, type Signals } from './freqtrade-strategy.ts'
import { readOracle } from './oracles.ts'

type Row = readonly number[]
type Case = FreqtradeSettings & {
  readonly id: string
  readonly title: string
  readonly data: readonly Row[]
  readonly profit_perc: number
  readonly trades: readonly {
    readonly exit_reason: string
    readonly open_tick: number
    readonly close_tick: number
    readonly is_short?: boolean
  }[]
}

function signalsOf(row: Row): Signals {
  const [enterLong, exitLong, enterShort, exitShort] = row.slice(6).map((signal) => signal === 1)
  return {
    enterLong: enterLong === true,
    exitLong: exitLong === true,
    enterShort: enterShort === true,
    exitShort: exitShort === true,
  }
}

function replay({ data, ...settings }: Case): BacktestResult {
  const column = (index: number): number[] => data.map((row) => row[index]!)
  return backtest({
    strategy: freqtradeStrategy(settings, data.map(signalsOf)),
    candles: createSeries({
      symbol: 'PAIR',
      interval: '1h',
      time: column(0).map((row) => row * HOUR_MS),
      open: column(1),
      high: column(2),
      low: column(3),
      close: column(4),
      volume: column(5),
    }),
    preset: 'freqtrade',
    account: { model: 'margin', leverage: settings.leverage ?? 1, maintenanceMarginRate: 0, feeRate: 0 },
  })
}

/** Trades as the cases tell them; one is open from the candle in which its entry first met the market. */
function asTheirs({ trades, orders }: BacktestResult) {
  return trades.map((trade) => {
    const entry = orders.find(({ tag, closedIndex }) => tag === 'enter' && closedIndex === trade.entryIndex)!
    return {
      exit_reason: exitReasonOf(trade),
      open_tick: entry.createdIndex + 1,
      close_tick: trade.exitIndex,
      is_short: trade.side === 'short',
    }
  })
}

const ORACLE = readOracle('freqtrade-intrabar.json', 'the cases of freqtrade are not replayed')

describe.skipIf(ORACLE === null)('freqtrade’s own cases of what happens inside a candle', () => {
  const { cases } = JSON.parse(ORACLE ?? '{ "cases": [] }') as { cases: Case[] }

  test.each(cases)('$id: the same trades, exits and profit', (given) => {
    const result = replay(given)
    const expected = given.trades.map(({ exit_reason, open_tick, close_tick, is_short = false }) => {
      return { exit_reason, open_tick, close_tick, is_short }
    })
    expect(asTheirs(result)).toEqual(expected)
    const ratio = result.trades.reduce((sum, { returnPct }) => sum + (returnPct / 100) * (given.leverage ?? 1), 0)
    expect(Number(ratio.toFixed(3))).toBe(given.profit_perc)
  })

  test('all 27 of the cases are there', () => {
    expect(cases.length).toBe(27)
  })
})
