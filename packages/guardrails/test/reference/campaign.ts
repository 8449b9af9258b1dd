import { compareAll, type Tally } from './compare.ts'

// node --conditions=@tezgah/source packages/guardrails/test/reference/campaign.ts [seconds] [first seed]
const [seconds = '60', start = '1000000'] = process.argv.slice(2)
const BATCH = 20_000
const until = performance.now() + Number(seconds) * 1000
const tally: Tally = { verdicts: {}, codes: {} }
let seed = Number(start)
while (performance.now() < until) {
  const difference = compareAll(seed, BATCH, tally)
  if (difference !== null) {
    console.log(JSON.stringify(difference, null, 2))
    process.exit(1)
  }
  seed += BATCH
}
console.log(`${seed - Number(start)} cases from seed ${start}, no difference`, tally)
