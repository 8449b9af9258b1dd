import { beforeEach, describe, expect, it } from 'vitest'
import { type Desk, eachDesk } from './desk.ts'
import { job } from './job.ts'

let desk: Desk
eachDesk((opened) => {
  desk = opened
})
beforeEach(async () => {
  const target = { strategies: {}, limits: { maxDrawdownPct: 20 } }
  const { id, content } = (await desk.post('deniz', '/proposals', { target, reason: 'limits' })).json()
  await desk.post('ayse', `/proposals/${id}/approve`, { content })
  await desk.post('deniz', `/proposals/${id}/apply`)
})

const operator = { id: 'deniz', role: 'operator', credential: 'deniz/t1' } as const
const wide = job({ limits: { maxDrawdownPct: 50 } })
const start = (at: Desk = desk, what = wide) => at.review.reviewStart(what, operator)
const ask = async (more: object = {}) => {
  const wish = { policies: ['max-drawdown'], until: desk.clock.now + 60_000, reason: 'stress test', ...more }
  return desk.post('deniz', '/overrides', wish)
}
const grant = async (more: object = {}) => {
  const { id, content } = (await ask(more)).json()
  expect((await desk.post('ayse', `/overrides/${id}/approve`, { content })).json().status).toBe('approved')
  return id as string
}
const refused = { kind: 'outside-limits' }

describe('an override', () => {
  it('lets so many starts pass, each recorded before, also over a restart', async () => {
    const id = await grant({ maxUses: 2 })
    await start()
    expect(desk.audit.events.at(-1)).toMatchObject({ action: 'override.used', subject: id, actor: 'deniz' })
    const next = await desk.restart()
    await start(next)
    await expect(start(next)).rejects.toMatchObject(refused)
    expect((await next.get('vera', '/overrides')).json().overrides[0]).toMatchObject({ status: 'usedUp', uses: 2 })
    expect(
      (await next.get('vera', '/risk')).json().verdicts.map(({ verdict }: { verdict: string }) => verdict),
    ).toEqual(['refused', 'approved'])
    await next.app.close()
  })

  it('is not used by a start that needs none', async () => {
    await grant()
    await start(desk, job({ limits: { maxDrawdownPct: 10 } }))
    expect((await desk.get('vera', '/overrides')).json().overrides[0].uses).toBe(0)
  })

  it('needs another person', async () => {
    const { id, content } = (await ask()).json()
    await expect(start()).rejects.toMatchObject(refused)
    const own = await desk.guardrails
      .override({ ...operator, role: 'risk' }, { type: 'approve', id, content })
      .catch((error: Error) => error.message)
    expect(own).toMatch(/^same_person: /)
  })

  it('counts down, and ends', async () => {
    await grant({ maxUses: 9 })
    desk.clock.now += 45_000
    expect((await desk.get('vera', '/risk')).json().overrides).toMatchObject([{ leftMs: 15_000, usesLeft: 9 }])
    await start()
    desk.clock.now += 15_000
    expect((await desk.get('vera', '/risk')).json().overrides).toEqual([])
    await expect(start()).rejects.toMatchObject(refused)
  })

  it('is revoked by anyone, at once', async () => {
    const id = await grant()
    expect((await desk.post('burak', `/overrides/${id}/revoke`, { reason: 'no' })).json().status).toBe('revoked')
    await expect(start()).rejects.toMatchObject(refused)
  })

  it('covers its own datasets and policies only', async () => {
    await grant({ symbols: ['another'] })
    await expect(start()).rejects.toMatchObject(refused)
    await grant({ policies: ['max-notional'] })
    await expect(start()).rejects.toMatchObject(refused)
  })

  it('is not counted, and lets nothing pass, while the audit log cannot be written', async () => {
    await grant()
    desk.audit.broken = true
    await expect(start()).rejects.toMatchObject({ kind: 'audit-unavailable' })
    desk.audit.broken = false
    expect((await desk.get('vera', '/overrides')).json().overrides[0].uses).toBe(0)
  })

  it('lets two starts at once pass once', async () => {
    await grant()
    const both = await Promise.allSettled([start(), start()])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('helps nobody while trading is halted', async () => {
    await grant()
    await desk.post('ayse', '/risk/kill', { reason: 'stop' })
    await expect(start()).rejects.toMatchObject({ kind: 'trading-halted' })
    expect((await ask({ policies: ['trading-mode'] })).statusCode).toBe(400)
  })
})
