import type { CandleSeries } from '../../candles/series.ts'
import type { Strategy } from '../../strategy/strategy.ts'
import { type Decision, decisionsOf, type RunCandles, type StrategySource } from '../decisions.ts'
import type { RunOptions } from '../run-options.ts'
import { type Closes, type Known, runCandlesOf } from './closes.ts'
import { changedAt } from './first-change.ts'
import { copyOf, poisonedCopy, showKnown, whilePoisoned } from './poison.ts'

const NOTHING: Known = { closed: 0, opened: 0, timed: 0 }

/**
 * Closes at which a strategy may have read ahead in the series that it holds.
 *
 * The engine has the candles as they are; the strategy holds series that are poisoned, and shown candle by candle as each
 * becomes known. Where it decides otherwise for the first time it may have looked ahead, or have worked out something from
 * the whole series before it ran: taking the future away at that close tells.
 */
export function suspectedCloses<Candles extends RunCandles>(
  source: StrategySource<Candles>,
  candles: Candles,
  closes: Closes,
  options: RunOptions,
  real: readonly Decision[],
): readonly number[] {
  const truth = closes.series.map(copyOf)
  const suspected = (['NaN', 'noise'] as const).map((poison) => {
    if (typeof source === 'function') {
      const held = closes.series.map((each) => poisonedCopy(each, NOTHING, poison, 0))
      return firstSuspected(() => source(runCandlesOf(held, candles)), held)
    }
    let run = (): number => firstSuspected(() => source, closes.series)
    for (const each of closes.series) {
      const inner = run
      run = () => whilePoisoned(each, NOTHING, poison, 0, inner)
    }
    return run()
  })
  return suspected.filter((index) => index !== Number.POSITIVE_INFINITY)

  function firstSuspected(create: () => Strategy, held: readonly CandleSeries[]): number {
    const decisions: Decision[] = []
    let now = 0
    const show = (index: number): void => {
      now = index
      for (const [symbol, known] of closes.known(index).entries()) showKnown(held[symbol]!, truth[symbol]!, known)
    }
    try {
      decisionsOf(shownTo(create(), show), runCandlesOf(truth, candles), options, closes.length, decisions)
      return changedAt(real, decisions)
    } catch {
      // Poison that a strategy cannot stand is poison that it has read, at this close or before it.
      return Math.min(
        now,
        changedAt(
          real.filter(({ index }) => index < now),
          decisions,
        ),
      )
    }
  }
}

/** The same strategy, with `show` called at each close before it decides. */
function shownTo(strategy: Strategy, show: (index: number) => void): Strategy {
  const setup: Strategy['setup'] = (input) => {
    const handlers = strategy.setup(input)
    return {
      onCandle(context) {
        show(context.index)
        return handlers.onCandle(context)
      },
    }
  }
  return Object.create(strategy, { setup: { value: setup } })
}
