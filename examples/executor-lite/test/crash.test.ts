import { expect, it } from 'vitest'
import { expectedResults } from './campaign/expected-result.ts'
import { killRepeatedly } from './campaign/kill.ts'

/** In all; set CRASH_KILLS to try it longer, and CRASH_SEED to repeat a run. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 50)
const STARTS_PER_LIFE = 3

it('loses no accepted backtest and finishes none twice when it is killed fifty times', {
  timeout: 400_000,
}, async () => {
  const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2 ** 31)
  const result = await expectedResults()
  // Two lives side by side, each on its own data: a start is mostly waiting for one core.
  const lanes = await Promise.all([0, 1].map((lane) => killRepeatedly(KILLS / 2, STARTS_PER_LIFE, seed + lane, result)))
  for (const { jobs } of lanes) expect(jobs, `seed ${seed}`).toBeGreaterThan(KILLS / 2)
})
