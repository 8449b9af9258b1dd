import { backtest, btcturkFees, createSeries, type RunSettings } from '@tezgah/backtest'
import { walk } from '@tezgah/backtest/testing'
import { DEFAULT_PAIRS } from '@tezgah/simulator'
import { smaCross } from '@tezgah-examples/strategies'
import { describe, firstDifference, fromBacktest, fromExchange } from './compare.ts'
import { simulate } from './simulate.ts'

const start = Date.UTC(2026, 0, 1)
const walked = walk({ seed: 7, length: 200, from: 3_700_000, tick: 1, symbol: 'BTCTRY', interval: '1h', start })
const candles = createSeries({ ...walked })
const settings: RunSettings = {
  account: { initialCash: '100000', fees: btcturkFees() },
  execution: { path: 'nearestExtremeFirst', slippageBps: 5 },
  rules: { BTCTRY: { tick: '1', lot: '0.00000001', minimumValue: '99.91' } },
}
const run = { strategy: smaCross, params: { fast: 3, slow: 8 }, candles }

const expected = fromBacktest(backtest({ ...run, ...settings }).fills)
const { fills, refusals } = await simulate({ ...run, settings, pair: DEFAULT_PAIRS[0]! })
const actual = fromExchange(fills, candles)

for (let at = 0; at < Math.max(expected.length, actual.length); at++) {
  console.log(`backtest  ${describe(expected[at])}\nexchange  ${describe(actual[at])}`)
}
for (const [id, reason] of refusals) console.log(`order ${id} was refused: ${reason}`)
const difference = firstDifference(expected, actual)
console.log(difference ?? `the same: ${actual.length} fills`)
if (difference !== null) process.exitCode = 1
