import { backtest, createSeries, defineStrategy } from '@tezgah/backtest'
import { compilePolicies, orderGuard, type PolicyData } from '@tezgah/guardrails'
import { z } from 'zod'
import { allPolicies } from '../../../packages/guardrails/test/example.ts'

// 100 000 minutes, an order every tenth of them, twenty policies and more whose windows reach back a day.
const CANDLES = 100_000
const EVERY = 10
const close = Array.from(
  { length: CANDLES },
  (_, index) => 10 * Math.round(100_000 + 500 * Math.sin(index / 500) + (index % 7)),
)
const candles = createSeries({
  symbol: 'BTCTRY',
  interval: '1m',
  time: close.map((_, index) => 1_736_899_200_000 + index * 60_000),
  open: close,
  high: close.map((price) => price + 100),
  low: close.map((price) => price - 100),
  close,
  volume: close.map(() => 1000),
})
const strategy = defineStrategy({
  name: 'busy',
  params: z.object({}),
  setup: () => ({
    onCandle(ctx) {
      if (ctx.index % EVERY !== 0) return
      if (ctx.position.isOpen) ctx.close()
      else ctx.buy({ quantity: 0.01 })
    },
  }),
})

const DAY = 86_400_000
const reaching = (windowMs: number): PolicyData[] =>
  allPolicies.map((policy) => {
    if (policy.kind === 'tradingHours') return { ...policy, mode: 'shadow' as const }
    if (policy.kind === 'coolDown') return { ...policy, coolDownMs: 1 }
    if (policy.kind === 'orderRate') return { ...policy, maxOrders: 100_000, windowMs }
    if (policy.kind === 'maxDrawdown' || policy.kind === 'dailyLoss')
      return { ...policy, maxLoss: '1000000000', maxFraction: '1' }
    if (policy.kind === 'rollingLoss') return { ...policy, maxLoss: '1000000000', maxFraction: '1', windowMs }
    if (policy.kind === 'volatilityLimit') return { ...policy, maxFraction: '1', windowMs }
    if (policy.kind === 'consecutiveLosses' || policy.kind === 'stopLossGuard')
      return { ...policy, mode: 'shadow' as const }
    return policy
  })

function measure(name: string, policies: readonly PolicyData[] | null): void {
  const set = policies === null ? null : compilePolicies({ version: 1, policies })
  const guard =
    set === null ? undefined : orderGuard({ policies: set, markets: { BTCTRY: { base: 'BTC', quote: 'TRY' } } })
  const from = process.hrtime.bigint()
  const { orders } = backtest({ strategy, candles, guard, account: { initialCash: '200000' } })
  const ms = Number(process.hrtime.bigint() - from) / 1e6
  const refused = orders.filter(({ status }) => status === 'refused').length
  console.log(`${name}: ${ms.toFixed(0)} ms, ${orders.length} orders, ${refused} refused`)
}

measure('no guard', null)
measure('two policies', allPolicies.slice(0, 2))
measure(`${allPolicies.length} policies, a day back`, reaching(DAY))
measure(`${allPolicies.length} policies, six days back`, reaching(6 * DAY))
