import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Desk, eachDesk } from './desk.ts'
import { job } from './job.ts'

let desk: Desk
eachDesk((opened) => {
  desk = opened
})

const TARGET = { strategies: {}, limits: { maxDrawdownPct: 20 } }
const operator = { id: 'deniz', role: 'operator', credential: 'deniz/t1' } as const
/** A folder where the new version of a file would be written: the disk refuses. */
const block = (name: string) => {
  const place = path.join(desk.folder, 'guardrails', `${name}.tmp`)
  mkdirSync(place)
  return () => rmSync(place, { recursive: true })
}
const unavailable = 'urn:tezgah:problem:guardrails-unavailable'
const propose = async () => {
  const { id, content } = (await desk.post('deniz', '/proposals', { target: TARGET, reason: 'limits' })).json()
  await desk.post('ayse', `/proposals/${id}/approve`, { content })
  return id as string
}

describe('a disk that refuses', () => {
  it('halts with a kill all the same, and says that it may not last', async () => {
    block('trading.json')
    const answer = await desk.post('ayse', '/risk/kill', { reason: 'stop' })
    expect([answer.statusCode, answer.json().type]).toEqual([503, unavailable])
    expect((await desk.get('vera', '/risk')).json().trading).toMatchObject({ mode: 'halted', failure: 'storage' })
    expect(desk.audit.events.at(-1)).toMatchObject({ action: 'trading.halted', outcome: 'failure' })
  })

  it('puts nothing into force, and nothing is started until it is known what is', async () => {
    const id = await propose()
    const mend = block('approved.json')
    expect((await desk.post('deniz', `/proposals/${id}/apply`)).json().type).toBe(unavailable)
    expect((await desk.get('vera', '/policies')).json().type).toBe(unavailable)
    await expect(desk.review.reviewStart(job(), operator)).rejects.toMatchObject({ kind: 'guardrails-unavailable' })
    mend()
    const next = await desk.restart()
    expect((await next.get('vera', '/policies')).json().approved.limits).toEqual({})
    expect((await next.post('deniz', `/proposals/${id}/apply`)).json().status).toBe('applied')
    await next.app.close()
  })

  it.each(['gate.json', 'overrides.json'])('accepts no more changes of %s', async (file) => {
    block(file)
    const url = file === 'gate.json' ? '/proposals' : '/overrides'
    const body =
      file === 'gate.json'
        ? { target: TARGET, reason: 'x' }
        : { policies: ['max-drawdown'], until: desk.clock.now + 1_000, reason: 'x' }
    for (let i = 0; i < 2; i++) expect((await desk.post('deniz', url, body)).json().type).toBe(unavailable)
    expect((await desk.get('vera', url)).statusCode).toBe(503)
  })
})
