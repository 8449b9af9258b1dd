import type { AccountOptions, BacktestResult, ExecutionOptions } from '../../src/index.ts'
import { backtest } from '../../src/index.ts'
import type { Preset } from '../../src/options/run.ts'
import { type Candle, candlesFrom } from '../fixtures/candles.ts'
import { type Script, scripted } from '../fixtures/scripted.ts'

type Options = { readonly account?: AccountOptions; readonly execution?: ExecutionOptions }

/** Runs a script under a preset, with 1000 in cash and no costs unless told otherwise. */
export function playUnder(
  preset: Preset,
  candles: readonly Candle[],
  script: Script,
  { account, execution }: Options = {},
): BacktestResult {
  return backtest({
    strategy: scripted(script),
    candles: candlesFrom({ candles }),
    preset,
    account: { initialCash: '1000', feeRate: '0', ...account },
    execution: execution ?? {},
  })
}
