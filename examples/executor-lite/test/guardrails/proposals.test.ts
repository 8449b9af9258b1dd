import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Desk, eachDesk } from './desk.ts'
import { job } from './job.ts'
import type { Name } from './people.ts'

let desk: Desk
eachDesk((opened) => {
  desk = opened
})

const TARGET = { strategies: { 'sma-cross': { fast: 10 } }, limits: { maxDrawdownPct: 20, maxNotional: '50000' } }
const operator = { id: 'deniz', role: 'operator', credential: 'deniz/t1' } as const
const propose = async (name: Name = 'deniz', target: object = TARGET) =>
  (await desk.post(name, '/proposals', { target, reason: 'quarterly review' })).json()
const approve = (name: Name, { id, content }: { id: string; content: string }) =>
  desk.post(name, `/proposals/${id}/approve`, { content })
const apply = (name: Name, { id }: { id: string }) => desk.post(name, `/proposals/${id}/apply`)
const approved = async (at: Desk = desk) => (await at.get('vera', '/policies')).json().approved
const putIntoForce = async (target: object = TARGET) => {
  const proposal = await propose('deniz', target)
  await approve('ayse', proposal)
  expect((await apply('deniz', proposal)).statusCode).toBe(200)
}
const limits = { maxDrawdownPct: 20, maxNotional: '50000' }

describe('a proposal', () => {
  it('shows what it changes, and is in force once another has approved it, also after a restart', async () => {
    const proposal = await propose()
    expect(proposal).toMatchObject({
      status: 'pending',
      proposer: { id: 'deniz', credential: 'deniz/t1' },
      changes: expect.arrayContaining([expect.objectContaining({ path: '/strategies/sma-cross', kind: 'added' })]),
    })
    expect((await apply('deniz', proposal)).json().detail).toMatch(/^not_approved: /)
    expect((await approve('ayse', proposal)).json().status).toBe('approved')
    expect((await apply('deniz', proposal)).json().status).toBe('applied')
    expect((await approved()).strategies['sma-cross'], 'the defaults of the strategy are filled in').toEqual({
      fast: 10,
      slow: 30,
    })
    const next = await desk.restart()
    expect(await approved(next)).toEqual(await approved())
    await next.app.close()
    expect((await apply('deniz', proposal)).json().detail).toMatch(/^not_open: /)
  })

  it('is not approved by the one who made it, under whichever token', async () => {
    const proposal = await propose('ayse')
    const answer = await approve('ayse', proposal)
    expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringMatching(/^same_person: /)])
    expect(desk.audit.events.at(-1)).toMatchObject({ action: 'gate.approve', outcome: 'refused', actor: 'ayse' })
    const other = { id: 'ayse', role: 'risk', credential: 'ayse/t2' } as const
    const again = desk.guardrails.gate(other, { type: 'approve', id: proposal.id, content: proposal.content })
    await expect(again).rejects.toMatchObject({ kind: 'refused-change' })
    const alias = { id: 'aysegul', role: 'risk', credential: 'ayse/t1' } as const
    const aliased = desk.guardrails.gate(alias, { type: 'approve', id: proposal.id, content: proposal.content })
    await expect(aliased).rejects.toMatchObject({ kind: 'refused-change' })
  })

  it('loses its approvals when it is amended', async () => {
    const proposal = await propose()
    await approve('ayse', proposal)
    const amended = { target: { strategies: {}, limits: { maxDrawdownPct: 90 } }, reason: 'another idea' }
    expect((await desk.post('deniz', `/proposals/${proposal.id}/amend`, amended)).json()).toMatchObject({
      status: 'pending',
      approvals: [],
    })
    expect((await apply('deniz', proposal)).statusCode).toBe(409)
    expect((await approve('burak', proposal)).json().detail, 'not what was seen').toMatch(/^other_content: /)
  })

  it('is rejected by another, withdrawn by its proposer', async () => {
    const [one, two] = [await propose(), await propose()]
    const say = (name: Name, id: string, what: string) => desk.post(name, `/proposals/${id}/${what}`, { reason: 'no' })
    expect((await say('ayse', one.id, 'withdraw')).json().detail).toMatch(/^not_proposer: /)
    expect((await say('ayse', one.id, 'reject')).json().status).toBe('rejected')
    expect((await say('deniz', two.id, 'withdraw')).json().status).toBe('withdrawn')
  })

  it('conflicts when what is approved has changed since', async () => {
    const [one, two] = [await propose(), await propose('deniz', { strategies: {}, limits: { maxDrawdownPct: 5 } })]
    for (const proposal of [one, two]) await approve('ayse', proposal)
    await apply('deniz', one)
    const late = await apply('deniz', two)
    expect([late.statusCode, late.json().detail]).toEqual([409, expect.stringMatching(/^conflicted: /)])
    expect((await approved()).limits.maxDrawdownPct).toBe(20)
  })

  it('is put into force alone in an emergency, with an alarm, and that survives a restart', async () => {
    const proposal = await propose('ayse')
    const answer = await desk.post('ayse', `/proposals/${proposal.id}/emergency`, { reason: 'the market is gone' })
    expect(answer.json().status).toBe('applied')
    expect(desk.audit.events.at(-1)).toMatchObject({ action: 'gate.appliedInEmergency', details: { alarm: true } })
    const next = await desk.restart()
    expect((await approved(next)).limits).toEqual(limits)
    await next.app.close()
  })

  it.each([
    ['a strategy that is not there', { strategies: { nope: {} }, limits: {} }, 'target.strategies.nope'],
    [
      'parameters that it does not take',
      { strategies: { 'sma-cross': { fast: 0 } }, limits: {} },
      'target.strategies.sma-cross.fast',
    ],
    ['a limit that is none', { strategies: {}, limits: { maxDrawdownPct: 101 } }, 'target.limits.maxDrawdownPct'],
    ['a limit that nobody knows', { strategies: {}, limits: { maxLoss: 1 } }, 'target.limits'],
  ])('refuses %s', async (_name, target, field) => {
    const answer = await propose('deniz', target)
    expect([answer.status, answer.errors[0].field]).toEqual([400, expect.stringContaining(field)])
  })

  it.each(['__proto__', 'constructor'])('refuses %s as the name of a strategy', async (name) => {
    const body = `{"target":{"strategies":{"${name}":{}},"limits":{}},"reason":"x"}`
    const answer = await desk.app.inject({
      method: 'POST',
      url: '/proposals',
      headers: {
        host: '127.0.0.1:4010',
        'x-admin-token': 'canary-7f3a9c51e8d24b60',
        'content-type': 'application/json',
      },
      payload: body,
    })
    expect(answer.statusCode).toBe(400)
    expect(Object.hasOwn(Object.prototype, 'fast')).toBe(false)
  })

  it('changes nothing while the audit log cannot be written', async () => {
    const proposal = await propose()
    desk.audit.broken = true
    for (const send of [approve('ayse', proposal), desk.post('deniz', '/proposals', { target: TARGET, reason: 'x' })])
      expect((await send).statusCode).toBe(503)
    desk.audit.broken = false
    expect((await desk.get('vera', '/proposals')).json().proposals).toMatchObject([
      { id: proposal.id, status: 'pending', approvals: [] },
    ])
  })
})

describe('a crash between the gate and what is in force', () => {
  const file = () => path.join(desk.folder, 'guardrails', 'approved.json')

  it.each(['before', 'after'])('%s the gate has written is told apart', async (when) => {
    const proposal = await propose()
    await approve('ayse', proposal)
    const before = JSON.parse(readFileSync(file(), 'utf8'))
    if (when === 'after') await apply('deniz', proposal)
    const pending = { proposal: proposal.id, approved: proposal.parameters.values }
    writeFileSync(file(), JSON.stringify({ ...before, pending }))
    const next = await desk.restart()
    expect((await approved(next)).limits).toEqual(when === 'after' ? limits : {})
    await next.app.close()
  })
})

describe('a start', () => {
  it('is free where nothing is approved', async () => {
    await expect(desk.review.reviewStart(job({ params: { fast: 2, slow: 99 } }), operator)).resolves.toMatchObject({
      kind: 'start',
      id: 'job-1',
    })
    expect(desk.review.withDefaultLimits({ strategy: 'x' })).toEqual({ strategy: 'x' })
  })

  it('is refused outside what is approved, with the difference and what to do', async () => {
    await putIntoForce()
    const outside = desk.review.reviewStart(job({ params: { fast: 11, slow: 30 }, limits }), operator)
    await expect(outside).rejects.toMatchObject({
      kind: 'outside-limits',
      message: expect.stringContaining('POST /proposals'),
      problem: { errors: [{ field: 'params.fast', message: 'approved is 10, received 11' }] },
    })
    expect(desk.audit.events.at(-1)).toMatchObject({ action: 'guardrail.verdict', outcome: 'refused', actor: 'deniz' })
    await expect(
      desk.review.reviewStart(job({ params: { slow: 30, fast: 10 }, limits }), operator),
    ).resolves.toMatchObject({
      kind: 'start',
      id: 'job-1',
    })
    const other = job({ strategy: 'rsi', params: { any: 1 }, limits })
    await expect(desk.review.reviewStart(other, operator), 'has no approved parameters').resolves.toMatchObject({
      kind: 'start',
      id: 'job-1',
    })
  })

  it.each([
    ['a type that looks alike', { fast: '10', slow: 30 }],
    ['one more', { fast: 10, slow: 30, extra: 1 }],
    ['one less', { fast: 10 }],
  ])('is refused with parameters of %s', async (_name, params) => {
    await putIntoForce()
    await expect(desk.review.reviewStart(job({ params, limits }), operator)).rejects.toMatchObject({
      kind: 'outside-limits',
    })
  })

  it('gets the limits in force, and may only narrow them', async () => {
    await putIntoForce()
    expect(desk.review.withDefaultLimits({ limits: { maxDrawdownPct: 5 } })).toEqual({
      limits: { maxDrawdownPct: 5, maxNotional: '50000' },
    })
    expect(desk.review.withDefaultLimits('text')).toBe('text')
    const with_ = (wish: object | undefined) =>
      desk.review.reviewStart(job({ ...(wish && { limits: wish }) }), operator)
    for (const wish of [
      undefined,
      {},
      { ...limits, maxDrawdownPct: 20.01 },
      { ...limits, maxNotional: '50000.000000000000000001' },
    ])
      await expect(with_(wish)).rejects.toMatchObject({ kind: 'outside-limits' })
    for (const wish of [limits, { maxDrawdownPct: 19, maxNotional: 50_000 }])
      await expect(with_(wish)).resolves.toMatchObject({ kind: 'start', id: 'job-1' })
  })

  it('runs while the desk is reducing only as approved', async () => {
    await putIntoForce()
    await desk.post('ayse', '/risk/kill', { to: 'reducing', reason: 'thin' })
    await expect(desk.review.reviewStart(job({ limits }), operator)).resolves.toMatchObject({
      kind: 'start',
      id: 'job-1',
    })
    const outside = desk.review.reviewStart(job({ params: { fast: 9, slow: 30 }, limits }), operator)
    await expect(outside).rejects.toMatchObject({ kind: 'trading-halted' })
  })

  it('shows what is left of the limits', async () => {
    await putIntoForce()
    desk.jobs.push({ summary: { maxDrawdownPct: -12.5 } } as never, { summary: null } as never)
    expect((await desk.get('vera', '/risk')).json().limits).toEqual([
      { name: 'maxDrawdownPct', limit: 20, reached: 12.5, remaining: 7.5 },
      { name: 'maxNotional', limit: '50000', reached: null, remaining: null },
    ])
  })
})
