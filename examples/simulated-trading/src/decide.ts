import { type CandleSeries, createBacktest, type Strategy } from '@tezgah/backtest'
import type { Action } from './order-request.ts'
import { type AccountView, RecordingContext } from './strategy-context.ts'

/**
 * What a strategy does at the last of the closed candles.
 *
 * The engine gives the strategy its candles and indicators, and nothing else: no order of the strategy reaches it. Each time
 * the strategy is run again from the first candle, so that its state is as it was; at each close it sees what
 * the exchange had confirmed by then. So it has to be deterministic, and the work grows with the square of the candles.
 *
 * @param candles - closed ones alone
 * @param accountViews - one for each candle
 * @throws BacktestError `strategy_failed` where the strategy throws, as for an order that the trader cannot place
 */
export function decide<Params>(
  strategy: Strategy<Params>,
  params: unknown,
  candles: CandleSeries,
  accountViews: readonly AccountView[],
): readonly Action[] {
  let last: RecordingContext | null = null
  let ids = 0
  const setup: Strategy<Params>['setup'] = (input) => {
    const handlers = strategy.setup(input)
    return {
      onCandle({ index, time }) {
        last = new RecordingContext({ index, time, nextId: () => ++ids }, accountViews[index]!)
        return handlers.onCandle(last)
      },
    }
  }
  const watched = Object.create(strategy, { setup: { value: setup } }) as Strategy
  createBacktest({ strategy: watched, params, candles }).step(candles.length)
  return (last as RecordingContext | null)?.actions ?? []
}
