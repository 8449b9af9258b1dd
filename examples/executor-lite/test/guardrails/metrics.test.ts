import { expect, it } from 'vitest'
import { countVerdicts } from '../../src/guardrails/recent-verdicts.ts'
import { seriesOf } from '../fixtures/series.ts'
import { type Desk, eachDesk } from './desk.ts'

let desk: Desk
eachDesk((opened) => {
  desk = opened
})

/** The state that trading is in by the metrics, and only where it is one. */
const told = async ({ guardrails }: Desk = desk) => {
  const series = seriesOf(await guardrails.deps.metrics.render())
  const states = ['active', 'reducing', 'halted']
  return states.filter((state) => series.get(`executor_trading_state{state="${state}"}`) === 1)
}

it('tells the trading state at the start and at each change', async () => {
  expect(await told()).toEqual(['active'])
  await desk.post('ayse', '/risk/kill', { reason: 'feed lost' })
  expect(await told()).toEqual(['halted'])
  const next = await desk.restart()
  expect(await told(next), 'of the process that has just begun').toEqual(['halted'])
  await next.app.close()
  const { id } = (await desk.post('ayse', '/risk/rearm', { reason: 'checked' })).json().trading.request
  expect(await told(), 'one is not enough').toEqual(['halted'])
  expect((await desk.post('burak', `/risk/rearm/${id}/approve`)).statusCode).toBe(200)
  expect(await told()).toEqual(['active'])
})

it('tells a kill before the disk has answered', async () => {
  const { trading } = desk.guardrails.stores
  const operator = { id: 'ayse', role: 'operator', credential: 'ayse/t1' } as const
  const killed = desk.guardrails.kill(operator, { to: 'halted', reason: 'now' })
  while (trading.mode === 'active') await Promise.resolve()
  expect(await told()).toEqual(['halted'])
  await killed
})

it('counts an approved start once, and what passed by an override only under its policies', () => {
  const counted: string[] = []
  const count = countVerdicts({ recordVerdict: (policy, verdict) => counted.push(`${policy} ${verdict}`) })
  count('approved', null)
  count('approved', 'max-notional')
  count('refused', 'max-drawdown')
  expect(counted).toEqual(['all approved', 'max-notional overridden', 'max-drawdown refused'])
})
