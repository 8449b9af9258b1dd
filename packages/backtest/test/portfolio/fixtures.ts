import { type BacktestOptions, type BacktestResult, backtest, type CandleSeries, createSeries } from '@tezgah/backtest'
import { DAY_MS } from '../fixtures/candles.ts'
import { type Script, scripted } from '../fixtures/scripted.ts'

/** Open, high, low, close; a single number is a candle without movement. */
export type Row = number | readonly [open: number, high: number, low: number, close: number]

/** Daily candles of a symbol on the given days since the epoch, default one after another from day 0. */
export function daily(symbol: string, rows: readonly Row[], days: readonly number[] = [...rows.keys()]): CandleSeries {
  const candles = rows.map((row) => (typeof row === 'number' ? ([row, row, row, row] as const) : row))
  const column = (at: number): number[] => candles.map((candle) => candle[at]!)
  return createSeries({
    symbol,
    interval: '1d',
    time: days.map((day) => day * DAY_MS),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: candles.map(() => 1000),
  })
}

type Options = Omit<BacktestOptions, 'candles' | 'strategy'>

/** Runs a script, keyed by moment, with 1000 in cash and no costs unless told otherwise. */
export function playMany(candles: readonly CandleSeries[], script: Script, options: Options = {}): BacktestResult {
  const account = { initialCash: '1000', feeRate: '0', ...options.account }
  return backtest({ strategy: scripted(script), candles, ...options, account })
}

/** Fills in short: `AAA 1 buy 2 @ 95 market`. */
export function fillsOf({ fills }: BacktestResult): string[] {
  return fills.map(
    ({ index, positionSide, price, quantity, reason, side, symbol }) =>
      `${symbol} ${index} ${side}${positionSide === null ? '' : ` ${positionSide}`} ${quantity} @ ${price} ${reason}`,
  )
}

/** Orders in short: `BBB refused insufficient_cash 101 against 100`. */
export function ordersOf({ orders }: BacktestResult): string[] {
  return orders.map(({ limit, observed, reason, status, symbol }) =>
    [symbol, status, reason, observed === null ? null : `${observed} against ${limit}`]
      .filter((part) => part !== null)
      .join(' '),
  )
}
