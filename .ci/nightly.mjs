// The long way through the tests: a seed of its own, every file in a worker of its own, many more kills, 100,000 candles against
// random paths. Prints the seed, which TEZGAH_SEED repeats. Takes about an hour on two cores.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createRequire } from 'node:module'
import path from 'node:path'

const seed = process.env.TEZGAH_SEED ?? String(randomInt(2 ** 31))
console.log(`TEZGAH_SEED=${seed}`)
const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', 'vitest.workspace.ts', ...process.argv.slice(2)],
  {
    cwd: path.join(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: { CRASH_KILLS: '200', PATH_CANDLES: '100000', ...process.env, TEZGAH_SEED: seed, TEZGAH_ISOLATE: 'true' },
  },
)
console.log(`TEZGAH_SEED=${seed}`)
process.exitCode = status ?? 1
