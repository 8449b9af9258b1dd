import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backtest, type FillReport } from '../../src/index.ts'
import { PRESETS, type Preset } from '../../src/options/run.ts'
import { planned, type RandomRun, randomRun, seriesOf } from '../fixtures/random-run.ts'

/** A random run whose rules are those of the preset, without slippage. */
function play(preset: Preset, run: RandomRun) {
  const candles = seriesOf(run)
  const { latency, participation } = run.execution
  const result = backtest({
    strategy: planned(run.plan),
    candles,
    preset,
    account: { model: 'margin', ...run.account },
    execution: { startFrom: 'firstCandle', ...(latency && { latency }), ...(participation && { participation }) },
  })
  return { result, candles }
}

/** What is judged by the whole candle may trade at a price that it never saw. */
const isByWholeCandle = ({ reason }: FillReport): boolean => reason === 'stop_limit_at_open'

test.each(PRESETS)('%s: whatever is ordered, fills lie inside their candles and the account adds up', (preset) => {
  fc.assert(
    fc.property(randomRun(), (run) => {
      const { result, candles } = play(preset, run)
      for (const fill of result.fills.filter((each) => !isByWholeCandle(each))) {
        expect(Number(fill.price)).toBeGreaterThanOrEqual(candles.low[fill.index]!)
        expect(Number(fill.price)).toBeLessThanOrEqual(candles.high[fill.index]!)
      }
      const { initialCash, realised, unrealised, feesPaid, interestPaid, finalEquity } = result.account
      const earned = Number(realised) + Number(unrealised) - Number(feesPaid) - Number(interestPaid)
      expect(Number(finalEquity)).toBeCloseTo(Number(initialCash) + earned, 6)
    }),
    { numRuns: 60 },
  )
})

test('vectorbt has one fill in each candle, whatever is ordered', () => {
  fc.assert(
    fc.property(randomRun(), (run) => {
      const { fills } = play('vectorbt', run).result
      const ordered = fills.filter(({ reason }) => reason !== 'liquidation' && reason !== 'end_of_run')
      const indices = ordered.map(({ index }) => index)
      expect(indices).toEqual([...new Set(indices)])
    }),
    { numRuns: 60 },
  )
})
