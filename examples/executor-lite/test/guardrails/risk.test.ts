import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Desk, eachDesk } from './desk.ts'
import { job } from './job.ts'
import type { Name } from './people.ts'

let desk: Desk
eachDesk((opened) => {
  desk = opened
})

const operator = (id: Name) => ({ id, role: 'operator', credential: `${id}/t1` }) as const
const judge = (at: Desk = desk) => at.review.reviewStart(job(), operator('deniz'))
const kill = (body: object = { reason: 'feed lost' }) => desk.post('ayse', '/risk/kill', body)
const mode = async (at: Desk = desk) => (await at.get('vera', '/risk')).json().trading.mode
const askRearm = async (name: Name = 'ayse') => {
  const { trading } = (await desk.post(name, '/risk/rearm', { reason: 'checked' })).json()
  return trading.request.id as string
}

describe('a first start', () => {
  it('is active, and told with an alarm', async () => {
    expect(await mode()).toBe('active')
    expect(desk.audit.events).toMatchObject([{ action: 'guardrails.initialised', details: { alarm: true } }])
    await expect(judge()).resolves.toMatchObject({ kind: 'start', id: 'job-1' })
  })

  it('comes to nothing without an audit log', async () => {
    const { audit } = desk
    rmSync(path.join(desk.folder, 'guardrails'), { recursive: true })
    const { openGuardrails } = await import('../../src/guardrails/open.ts')
    audit.broken = true
    const deps = { audit: audit as never, metrics: { auditFailed: () => {} } as never, now: () => 0 }
    await expect(openGuardrails(path.join(desk.folder, 'guardrails'), deps)).rejects.toMatchObject({
      kind: 'audit-unavailable',
    })
  })
})

describe('kill', () => {
  it('refuses every start at once, and after a restart', async () => {
    expect((await kill()).json().trading).toMatchObject({ mode: 'halted', by: { id: 'ayse', credential: 'ayse/t1' } })
    await expect(judge()).rejects.toMatchObject({
      kind: 'trading-halted',
      message: expect.stringContaining('feed lost'),
    })
    expect(() => desk.review.assertNotHalted()).toThrow(/Trading is halted/)
    const next = await desk.restart()
    expect(await mode(next)).toBe('halted')
    await expect(judge(next)).rejects.toMatchObject({ kind: 'trading-halted' })
    await next.app.close()
  })

  it('holds before the disk has answered', async () => {
    const answer = desk.guardrails.kill(operator('ayse'), { to: 'halted', reason: 'now' })
    await Promise.resolve()
    await Promise.resolve()
    await Promise.resolve()
    expect(desk.guardrails.stores.trading.mode).toBe('halted')
    await answer
  })

  it('waits for no other change', async () => {
    // A change that never ends: its record is never written.
    const { audit } = desk
    const append = (audit as unknown as { append: (event: object) => Promise<void> }).append
    const stuck = audit as unknown as { append: (event: { action: string }) => Promise<void> }
    stuck.append = (event) => (event.action.startsWith('trading.rearm') ? new Promise(() => {}) : append(event))
    await kill()
    void desk.post('ayse', '/risk/rearm', { reason: 'never recorded' })
    expect((await desk.post('burak', '/risk/kill', { reason: 'again' })).statusCode).toBe(200)
  })

  it('is recorded before it takes effect; where that cannot be, it answers 503 and nothing has changed', async () => {
    desk.audit.broken = true
    const answer = await kill()
    expect([answer.statusCode, answer.json().type]).toEqual([503, 'urn:tezgah:problem:audit-unavailable'])
    expect(desk.guardrails.stores.trading.mode).toBe('active')
    desk.audit.broken = false
    await kill()
    expect(desk.audit.events.at(-1)).toMatchObject({
      actor: 'ayse',
      action: 'trading.halted',
      outcome: 'unknown',
      details: { identifiedBy: 'ayse/t1', reason: 'feed lost', alarm: true },
    })
  })

  it('can only reduce: what is approved is run, and nothing else', async () => {
    await kill({ to: 'reducing', reason: 'thin' })
    await expect(judge()).rejects.toMatchObject({
      kind: 'trading-halted',
      message: expect.stringContaining('Trading is reducing'),
    })
    expect(() => desk.review.assertNotHalted()).not.toThrow()
  })

  it.each([{}, { reason: '' }, { reason: 'x', to: 'active' }, { reason: 'x', actor: { id: 'burak' } }])(
    'refuses %j',
    async (body) => {
      expect((await kill(body)).statusCode).toBe(400)
      expect(await mode()).toBe('active')
    },
  )
})

describe('re-arming', () => {
  it('takes two people', async () => {
    await kill()
    const id = await askRearm()
    expect(await mode()).toBe('halted')
    const alone = await desk.post('ayse', `/risk/rearm/${id}/approve`)
    expect([alone.statusCode, alone.json().detail]).toEqual([409, expect.stringMatching(/^same_person: /)])
    expect(await mode()).toBe('halted')
    await expect(judge()).rejects.toMatchObject({ kind: 'trading-halted' })
    expect((await desk.post('burak', `/risk/rearm/${id}/approve`)).statusCode).toBe(200)
    expect(await mode()).toBe('active')
    await expect(judge()).resolves.toMatchObject({ kind: 'start', id: 'job-1' })
    expect(desk.audit.events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'guardrails.initialised unknown',
      'trading.halted unknown',
      'trading.rearmRequested unknown',
      'trading.approveRearm refused',
      'guardrail.verdict refused',
      'trading.rearmed unknown',
    ])
  })

  it('ends with the time it was given, and with another kill', async () => {
    await kill()
    const first = await askRearm()
    desk.clock.now += 900_000
    expect((await desk.post('burak', `/risk/rearm/${first}/approve`)).json().detail).toMatch(/^expired: /)
    const second = await askRearm()
    await kill()
    expect((await desk.post('burak', `/risk/rearm/${second}/approve`)).statusCode).toBe(404)
    expect(await mode()).toBe('halted')
  })
})

describe('the file of the mode', () => {
  it.each(['missing', 'damaged'])('when it is %s, nothing is started', async (how) => {
    const file = path.join(desk.folder, 'guardrails', 'trading.json')
    if (how === 'missing') rmSync(file)
    else writeFileSync(file, readFileSync(file, 'utf8').replace('active', 'aktive'))
    const next = await desk.restart()
    expect((await next.get('vera', '/risk')).json().trading).toMatchObject({ mode: 'halted' })
    await expect(judge(next)).rejects.toMatchObject({ kind: 'trading-halted' })
    await next.app.close()
  })
})

it('shows the last verdicts, a hundred at most', async () => {
  for (let i = 0; i < 120; i++) await judge()
  const { verdicts } = (await desk.get('vera', '/risk')).json()
  expect(verdicts.length).toBe(100)
  expect(verdicts[0]).toMatchObject({ strategy: 'sma-cross', operator: 'deniz', verdict: 'approved', policies: [] })
})
