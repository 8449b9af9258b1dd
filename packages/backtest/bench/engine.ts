import { backtest, defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'
import { seededCandles } from './candles.ts'
import { measure } from './measure.ts'
import { plainLoop } from './plain-loop.ts'

const LENGTH = Number(process.env['BENCH_CANDLES'] ?? 1_000_000)
const INITIAL_CASH = 10_000_000

/** Long while the fast average is above the slow one, all in. Fees ruin the account, which makes the work dense on purpose. */
const longWhileAbove = defineStrategy({
  name: 'long-while-above',
  params: z.object({ fast: z.int().min(1), slow: z.int().min(2) }),
  setup({ candles, params, indicators }) {
    const fast = indicators.sma(candles.close, params.fast)
    const slow = indicators.sma(candles.close, params.slow)
    return {
      onCandle(ctx) {
        if (ctx.position.isOpen) {
          if (fast.at(0) < slow.at(0)) ctx.close()
        } else if (fast.at(0) > slow.at(0)) ctx.buy({ percentOfEquity: 100 })
      },
    }
  },
})

const candles = seededCandles(LENGTH)
const equity = new Float64Array(LENGTH)

for (const [work, fast, slow] of [
  ['W1', 10, 30],
  ['W1s', 500, 2000],
] as const) {
  const expected = plainLoop(candles, fast, slow, INITIAL_CASH, equity)
  const options = {
    strategy: longWhileAbove,
    candles,
    params: { fast, slow },
    account: { initialCash: INITIAL_CASH, feeRate: '0.001' },
    // So fine a lot that the account is never too small to trade.
    execution: { lot: '1e-18' },
  }
  const loop = measure(
    `${work} plain loop SMA(${fast})/SMA(${slow})`,
    'candles',
    LENGTH,
    () => plainLoop(candles, fast, slow, INITIAL_CASH, equity),
    (result) => result.trades === expected.trades,
  )
  const engine = measure(
    `${work} backtest() with statistics`,
    'candles',
    LENGTH,
    () => backtest(options).stats,
    (stats) => Math.abs(stats.tradeCount - expected.trades) <= 1,
  )
  measure(
    `${work} backtest() with every list read`,
    'candles',
    LENGTH,
    () => {
      const { fills, stats, trades } = backtest(options)
      return { fills, stats, trades }
    },
    ({ trades }) => Math.abs(trades.length - expected.trades) <= 1,
  )
  console.log(
    JSON.stringify({ name: `${work} engine to plain loop`, unit: 'ratio', median: engine.median / loop.median }),
  )
}
