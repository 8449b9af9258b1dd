// Ten thousand orders while half of all requests go wrong; prints what happened, or the seed and the first difference:
// node --conditions=@tezgah/source packages/btcturk/bench/order-campaign.ts [--orders 10000] [--seed 1] [--faults 0.5]
import { parseArgs } from 'node:util'
import { runOrderCampaign } from '../test/orders/campaign.ts'

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '0.5' },
  },
})
const start = process.hrtime.bigint()
const result = await runOrderCampaign(Number(values.seed), Number(values.orders), Number(values.faults))
console.log(JSON.stringify({ ...result, seconds: Number(process.hrtime.bigint() - start) / 1e9 }))
