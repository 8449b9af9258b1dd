import { compilePolicies, decide, type OrderIntent, review } from '@tezgah/guardrails'
import { allSet, NOW, order, state } from '../test/example.ts'

// A busy minute: 50 orders, 50 executions, 60 prices, 60 equity marks, 10 open orders, 5 positions.
const spread = <T>(count: number, entry: (at: number, index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => entry(NOW - (count - index) * 1000, index))
const busy = {
  ...state,
  openOrders: spread(10, (_, index) => ({
    id: `open-${index}`,
    symbol: 'BTCTRY',
    side: 'sell' as const,
    quantity: '0.001',
    price: '1100000',
    reduceOnly: false,
  })),
  activity: {
    ...state.activity,
    orders: spread(50, (at) => ({ at, symbol: 'ETHTRY', side: 'buy' as const, quantity: '0.1', price: '39000' })),
    trades: spread(50, (at) => ({ at })),
  },
}
const policies = compilePolicies({
  ...allSet,
  policies: allSet.policies.map((policy) => {
    if (policy.kind === 'orderRate') return { ...policy, maxOrders: 100 }
    return policy.kind === 'maxOpenOrders' ? { ...policy, maxTotal: 20, maxPerSymbol: 20 } : policy
  }),
})

function measure(name: string, run: (intent: OrderIntent) => string): void {
  const times: number[] = []
  for (let round = 0; round < 30; round++) {
    const from = process.hrtime.bigint()
    for (let index = 0; index < 2000; index++) {
      if (run(order) !== 'approved') throw new Error(`${name}: not approved`)
    }
    times.push(Number(process.hrtime.bigint() - from) / 2000 / 1000)
  }
  times.sort((a, b) => a - b)
  console.log(`${name}: median ${times[15]?.toFixed(1)} µs, worst round ${times.at(-1)?.toFixed(1)} µs`)
}

console.log(`${policies.policies.length} policies`)
measure('review, quiet state', (intent) => review(intent, state, policies).verdict)
measure('review, busy state', (intent) => review(intent, busy, policies).verdict)
measure('decide, busy state', (intent) => decide(intent, busy, policies).review.verdict)
