import { setTimeout as delay } from 'node:timers/promises'
import type { Person } from './person.ts'

const STRATEGIES = ['sma-cross', 'rsi-reversion', 'donchian-breakout', 'bollinger-reversion', 'buy-and-hold']
const DAY_MS = 86_400_000

/** Gives every view something to show. Returns the ids of runs that are done. */
export async function fillDesk(ayse: Person, mehmet: Person): Promise<readonly string[]> {
  const runs: string[] = []
  for (const strategy of STRATEGIES) {
    const { id = '' } = await ayse.post('/api/backtest/start', { strategy, dataset: 'sp500-daily' })
    while (!['done', 'failed'].includes((await ayse.read(`/api/backtest/${id}`))['status'] ?? '')) await delay(100)
    runs.push(id)
  }
  const target = {
    strategies: { 'sma-cross': { fast: 20, slow: 50 } },
    limits: { maxDrawdownPct: 60, maxNotional: '500000' },
  }
  const approved = await ayse.post('/api/proposals', { target, reason: 'What the walk-forward of October found best' })
  await mehmet.post(`/api/proposals/${approved['id']}/approve`, { content: approved['content'] })
  await ayse.post(`/api/proposals/${approved['id']}/apply`, {})
  const next = { ...target, limits: { ...target.limits, maxDrawdownPct: 45 } }
  await mehmet.post('/api/proposals', { target: next, reason: 'Less room after a rough month' })
  const until = Date.now() + DAY_MS
  await ayse.post('/api/overrides', {
    policies: ['approved-parameters'],
    until,
    maxUses: 3,
    reason: 'Compare with a slower pair',
  })
  return runs
}
