import { parseArgs } from 'node:util'
import { compileOnce } from './compile-once.ts'
import { expectedResults } from './expected-result.ts'
import { killRepeatedly } from './kill.ts'

// Kills services with SIGKILL at random moments under load, two side by side, each on its own data that is held together after so many.
// Run: pnpm --filter ./examples/executor-lite run campaign:kill --kills 2000 --seed 1
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '2000' }, seed: { type: 'string', default: `${Date.now() % 2 ** 31}` } },
})
const LANES = 2
const KILLS_PER_PLACE = 50
const STARTS_PER_LIFE = 6

const kills = Number(values.kills)
const seed = Number(values.seed)
await using _cache = await compileOnce()
const begunAt = performance.now()
const result = await expectedResults()
let left = Math.ceil(kills / KILLS_PER_PLACE)
let [done, jobs] = [0, 0]

const lane = async (): Promise<void> => {
  while (left > 0) {
    left -= 1
    const seen = await killRepeatedly(Math.min(KILLS_PER_PLACE, kills), STARTS_PER_LIFE, seed + left, result)
    done += seen.kills
    jobs += seen.jobs
    console.log(`${done} kills, ${jobs} jobs promised and kept`)
  }
}

console.log(`seed ${seed}`)
await Promise.all(Array.from({ length: LANES }, lane))
console.log(
  `seed ${seed}: ${done} kills, ${jobs} jobs, nothing lost, ${((performance.now() - begunAt) / 1_000).toFixed(0)} s`,
)
