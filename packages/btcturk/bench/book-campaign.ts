// One million changes of a book over a bad line; prints what happened, or the seed and the step that failed:
// node --conditions=@tezgah/source packages/btcturk/bench/book-campaign.ts [--differences 1000000] [--seed 1] [--faults 0.01]
import { parseArgs } from 'node:util'
import { runBookCampaign } from '../test/stream/book/campaign.ts'

const { values } = parseArgs({
  options: {
    differences: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '0.01' },
  },
})
const start = process.hrtime.bigint()
const result = runBookCampaign(Number(values.seed), Number(values.differences), Number(values.faults))
console.log(JSON.stringify({ ...result, seconds: Number(process.hrtime.bigint() - start) / 1e9 }))
