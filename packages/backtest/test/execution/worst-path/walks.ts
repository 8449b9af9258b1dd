import type { BacktestOptions } from '@tezgah/backtest'
import { Engine } from '../../../src/engine/engine.ts'
import { readSettings } from '../../../src/settings/read-settings.ts'
import type { Random } from '../../../src/testing/random.ts'
import type { Candle } from '../../fixtures/candles.ts'

/** Equity at the last close of a run whose prices turn at `turns` in every candle that moves. */
export function equityAlong(options: BacktestOptions, turns: readonly number[]): number {
  return runOf(options, { route: () => turns }).account.equityMark()
}

/** Equity at the last close by the rule of the run itself, and whether a search was given up. */
export function boundBy(path: 'worst' | 'best', options: BacktestOptions): { equity: number; isCut: boolean } {
  const engine = runOf({ ...options, execution: { ...options.execution, path } }, null)
  return { equity: engine.account.equityMark(), isCut: engine.uncertainPaths > 0 }
}

function runOf(options: BacktestOptions, routes: { route(): readonly number[] } | null): Engine {
  const settings = { ...readSettings(options), routes: routes === null ? null : () => routes }
  const engine = new Engine(options.strategy, {}, settings)
  engine.advance(engine.length)
  return engine
}

/** A walk in steps through the candle, from its open over both extremes to its close: the prices at which it turns. */
export function randomWalk(random: Random, { close, high, low }: Candle, step: number): number[] {
  const isHighFirst = random.next() < 0.5
  const [first, second] = isHighFirst ? [high, low] : [low, high]
  const extra = () => {
    const turns: number[] = []
    while (turns.length < 5 && random.next() < 0.65) {
      turns.push(Number((low + Math.round((random.next() * (high - low)) / step) * step).toFixed(2)))
    }
    return turns
  }
  return [...extra(), first, ...extra(), second, ...extra(), close]
}
