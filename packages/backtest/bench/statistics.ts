import { STATISTICS } from '../src/options/statistics.ts'
import { computeStatistics, coreStatistics } from '../src/statistics/evaluate.ts'
import type { StatisticsInput } from '../src/statistics/input.ts'
import { scanEquity, scanEquityColumn } from '../src/statistics/scan.ts'
import { equityColumn } from '../src/statistics/segments.ts'
import { seededCandles } from './candles.ts'
import { measure } from './measure.ts'

const LENGTH = Number(process.env['BENCH_CANDLES'] ?? 1_000_000)
const INITIAL_CASH = 10_000_000

const { close, time, intervalMs } = seededCandles(LENGTH)

/** All in for `held` candles, then flat for as many, from the first candle to the last. */
function journalOf(held: number) {
  const length = Math.floor(LENGTH / held)
  const journal = {
    length,
    index: new Int32Array(length),
    cash: new Float64Array(length),
    quantity: new Float64Array(length),
  }
  let cash = INITIAL_CASH
  for (let entry = 0; entry < length; entry++) {
    const index = entry * held
    journal.index[entry] = index
    if (entry % 2 === 0) {
      journal.quantity[entry] = cash / close[index]!
    } else {
      cash = journal.quantity[entry - 1]! * close[index]!
      journal.cash[entry] = cash
    }
  }
  return journal
}

const dense = journalOf(25)
const sparse = journalOf(500)
const always = { length: 1, index: [0], cash: [0], quantity: [INITIAL_CASH / close[0]!] }
const equity = equityColumn(dense, close, INITIAL_CASH)

const cases = {
  'scan of a journal, always in position': () => scanEquity(always, close, time, intervalMs, INITIAL_CASH),
  'scan of a journal, in position for 25 of 50 candles': () => scanEquity(dense, close, time, intervalMs, INITIAL_CASH),
  'scan of a journal, in position for 500 of 1,000 candles': () =>
    scanEquity(sparse, close, time, intervalMs, INITIAL_CASH),
  'scan of an equity column': () => scanEquityColumn(equity, time, intervalMs, INITIAL_CASH),
}

for (const [name, run] of Object.entries(cases))
  measure(name, 'candles', LENGTH, run, ({ candles }) => candles === LENGTH)

measure(
  'core statistics of a journal, in position for 25 of 50 candles',
  'candles',
  LENGTH,
  () =>
    coreStatistics({
      time,
      intervalMs,
      equity: { journal: dense, close },
      close,
      initialCash: String(INITIAL_CASH),
      finalEquity: String(INITIAL_CASH),
      feesPaid: '0',
      exposedCandles: 0,
      periodsPerYear: null,
      trades: { profit: dense.cash, returnPct: dense.quantity, count: dense.length },
      openTradeCount: 0,
    }),
  (statistics) => statistics.tradeCount === dense.length,
)

const rows = Array.from({ length: 20_000 }, (_, row) => row)
const full: StatisticsInput = {
  time,
  intervalMs,
  equity,
  close,
  initialCash: String(INITIAL_CASH),
  finalEquity: String(INITIAL_CASH),
  exposedCandles: 0,
  feesPaid: '0',
  slippagePaid: '0',
  turnover: '0',
  trades: {
    count: rows.length,
    side: rows.map(() => 'long'),
    entryTime: rows,
    exitTime: rows.map((row) => row + 1),
    entryIndex: rows,
    exitIndex: rows.map((row) => row + 1),
    entryValue: rows,
    profit: rows.map((row) => (row % 7) - 3),
    returnPct: rows.map((row) => (row % 7) - 3),
    fees: rows,
    maePct: rows,
    mfePct: rows,
    entryTag: rows.map((row) => `tag ${row % 5}`),
    exitReason: rows.map(() => null),
  },
}

for (const convention of STATISTICS.convention.choices) {
  measure(
    `full statistics with 20,000 trades, ${convention}`,
    'candles',
    LENGTH,
    () => computeStatistics(full, { convention, benchmark: close }),
    ({ trades }) => trades.count === rows.length,
  )
}
