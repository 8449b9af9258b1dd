import { expect, it } from 'vitest'
import { expectedResults } from './campaign/expected-result.ts'
import { killRepeatedly } from './campaign/kill.ts'

/** In all; `npm run test:nightly` sets CRASH_KILLS to many more. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 20)
const STARTS_PER_LIFE = 3

it('loses no accepted backtest and finishes none twice however often it is killed', {
  timeout: 400_000,
}, async () => {
  const seed = Number(process.env['TEZGAH_SEED'])
  const result = await expectedResults()
  // Two lives side by side, each on its own data: a start is mostly waiting for one core.
  const lanes = await Promise.all([0, 1].map((lane) => killRepeatedly(KILLS / 2, STARTS_PER_LIFE, seed + lane, result)))
  // A slow machine accepts less in a life, but half of the lives accept something.
  for (const { jobs } of lanes) expect(jobs, `seed ${seed}`).toBeGreaterThan(KILLS / 4)
})
