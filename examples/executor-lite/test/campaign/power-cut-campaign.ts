import { parseArgs } from 'node:util'
import { whyNoDisk } from './block-device.ts'
import { compileOnce } from './compile-once.ts'
import { expectedResults } from './expected-result.ts'
import { cutRepeatedly } from './power-cut.ts'

// Cuts the power of the disk under a service at random moments under load; each disk goes through so many cuts, then all is held together.
// Needs Linux, root, and from Debian: nbdfuse fuse3 e2fsprogs.
// Run: pnpm --filter ./examples/executor-lite run campaign:power-cut --cuts 200 --seed 1
const { values } = parseArgs({
  options: { cuts: { type: 'string', default: '200' }, seed: { type: 'string', default: `${Date.now() % 2 ** 31}` } },
})
const CUTS_PER_DISK = 20
const STARTS_PER_WAVE = 3

const reason = whyNoDisk()
if (reason !== null) throw new Error(`No disk can be cut here: ${reason}`)
const total = Number(values.cuts)
const seed = Number(values.seed)
await using _cache = await compileOnce()
const begunAt = performance.now()
const result = await expectedResults()
let [done, jobs] = [0, 0]
console.log(`seed ${seed}`)
for (let disk = 0; done < total; disk++) {
  const cuts = Math.min(CUTS_PER_DISK, total - done)
  const journal = disk % 2 === 0 ? 'ordered' : 'writeback'
  const seen = await cutRepeatedly({ cuts, starts: STARTS_PER_WAVE, seed: seed + disk, journal, result })
  done += seen.cuts
  jobs += seen.jobs
  console.log(`${done} power cuts, ${jobs} jobs promised and kept (${journal})`)
}
console.log(
  `seed ${seed}: ${done} power cuts, ${jobs} jobs, nothing lost, ${((performance.now() - begunAt) / 1_000).toFixed(0)} s`,
)
