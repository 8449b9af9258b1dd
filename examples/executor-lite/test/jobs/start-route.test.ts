import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHarness, get, type Harness, send, start, TOKEN } from '../fixtures/harness.ts'

let harness: Harness

beforeAll(async () => {
  harness = await createHarness()
})
afterAll(() => harness.close())

const begun = () => harness.audit.events.filter(({ action }) => action === 'backtest.start')

describe('an idempotency key', () => {
  const keyed = (key: string, body: unknown, headers: Record<string, string> = {}) =>
    start(harness.app, { body, headers: { 'idempotency-key': key, ...headers } })

  it('gives the first answer again, byte for byte, and starts and records nothing', async () => {
    const first = await keyed('again', { seed: 31 })
    await harness.whenEnded(first.json().id)
    const records = begun().length
    const second = await keyed('again', { seed: 31 })
    expect([second.statusCode, second.payload, second.headers.location]).toEqual([
      first.statusCode,
      first.payload,
      first.headers.location,
    ])
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([undefined, 'true'])
    expect(begun()).toHaveLength(records)
  })

  it('does so for a body that says the same in another order', async () => {
    const first = await keyed('order', { seed: 32, params: { fast: 5, slow: 20 } })
    const second = await keyed('order', { params: { slow: 20, fast: 5 }, seed: 32 })
    expect(second.payload).toBe(first.payload)
  })

  it('is refused with another body', async () => {
    await keyed('other', { seed: 33 })
    const answer = await keyed('other', { seed: 34 })
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:tezgah:problem:key-reused'])
  })

  it('belongs to its client', async () => {
    const first = await keyed('mine', { seed: 35 }, { 'x-tezgah-client': 'a' })
    const second = await keyed('mine', { seed: 36 }, { 'x-tezgah-client': 'b' })
    expect(second.statusCode).toBe(201)
    expect(second.json().id).not.toBe(first.json().id)
  })

  it('starts one backtest of many requests at once, and what was recorded adds up', async () => {
    const before = harness.audit.events.length
    const answers = await Promise.all(Array.from({ length: 50 }, () => keyed('at-once', { seed: 37 })))
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(1)
    const own = harness.audit.events.slice(before).filter(({ action }) => action === 'backtest.start')
    const came = (outcome: string) => own.filter((event) => event.outcome === outcome).length
    expect(came('unknown') - came('failure')).toBe(1)
  })

  it.each(['', 'a b', 'x'.repeat(256), 'ü'])('is refused where it is %j', async (key) => {
    const answer = await keyed(key, {})
    expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:tezgah:problem:invalid-request'])
  })
})

describe('how a start is treated', () => {
  const startAs = (query: string, body: unknown, headers: Record<string, string> = {}) =>
    send(harness.app, {
      method: 'POST',
      url: `/backtest/start?${query}`,
      headers: { 'x-admin-token': TOKEN, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    })

  it('passes priority and client on to the runner', async () => {
    const { id } = (await startAs('priority=low', { seed: 41 }, { 'x-tezgah-client': 'desk' })).json()
    expect(await harness.runner.get(id)).toMatchObject({ priority: 'low', client: 'operator:desk' })
  })

  it('answers identical work from the store, unless fresh work is asked for', async () => {
    const first = (await startAs('', { seed: 42 })).json().id
    await harness.whenEnded(first)
    const reused = (await startAs('', { seed: 42 })).json().id
    expect(await harness.runner.get(reused)).toMatchObject({ status: 'done', reusedFrom: first })
    const fresh = (await startAs('fresh=true', { seed: 42 })).json().id
    expect(await harness.whenEnded(fresh)).toMatchObject({ status: 'done', reusedFrom: null })
  })

  it.each(['priority=urgent', 'fresh=yes', 'speed=1'])('refuses %s', async (query) => {
    expect((await startAs(query, {})).statusCode).toBe(400)
  })
})

describe('DELETE /backtest/:id', () => {
  const cancel = (id: string, headers: Record<string, string> = { 'x-admin-token': TOKEN }) =>
    send(harness.app, { method: 'DELETE', url: `/backtest/${id}`, headers })

  it('cancels what waits, after it was recorded', async () => {
    harness.runner.pause()
    const { id } = (await start(harness.app, { body: { seed: 51 } })).json()
    const answer = await cancel(id)
    harness.runner.resume()
    expect([answer.statusCode, answer.json().status]).toEqual([200, 'cancelled'])
    const record = harness.audit.events.find(({ action }) => action === 'backtest.cancel')
    expect(record).toMatchObject({ subject: id, outcome: 'unknown', details: { was: 'queued' } })
    expect((await get(harness.app, `/backtest/${id}`)).json().status).toBe('cancelled')
    expect((await cancel(id)).json()).toMatchObject({ type: 'urn:tezgah:problem:already-final', status: 409 })
  })

  it('changes nothing while the audit log cannot be written', async () => {
    harness.runner.pause()
    const { id } = (await start(harness.app, { body: { seed: 52 } })).json()
    harness.audit.broken = true
    const answer = await cancel(id)
    harness.audit.broken = false
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'AUDIT_UNAVAILABLE'])
    expect((await harness.runner.get(id))?.status).toBe('queued')
    harness.runner.resume()
    await harness.whenEnded(id)
  })

  it('needs an operator, and a backtest', async () => {
    expect((await cancel('nope', {})).statusCode).toBe(401)
    expect((await cancel('nope')).statusCode).toBe(404)
  })
})

it('frees the core of a backtest that would run for ever', async () => {
  const module = new URL('../fixtures/endless-strategies.ts', import.meta.url).href
  const endless = await createHarness({ strategies: { module, name: 'endless' } })
  const started = new Promise((resolve) => endless.runner.on('started', resolve))
  const { id } = (await start(endless.app)).json()
  await started
  const headers = { 'x-admin-token': TOKEN }
  const answer = await send(endless.app, { method: 'DELETE', url: `/backtest/${id}`, headers })
  expect(answer.json().status).toBe('cancelled')
  await endless.close()
})
