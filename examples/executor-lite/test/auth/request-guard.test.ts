import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHarness, get, type Harness, HOST, send, start, TOKEN } from '../fixtures/harness.ts'

describe('the guard', () => {
  let harness: Harness

  beforeEach(async () => {
    harness = await createHarness({ rateLimitPerMinute: 60 })
  })
  afterEach(() => harness.close())

  const actions = () => harness.audit.events.map(({ action }) => action)

  describe('the token', () => {
    it.each([
      ['missing', {}],
      ['wrong', { 'x-admin-token': 'wrong-wrong-wrong-wrong' }],
      ['empty', { 'x-admin-token': '' }],
      ['a prefix', { 'x-admin-token': TOKEN.slice(0, -1) }],
      ['longer', { 'x-admin-token': `${TOKEN}x` }],
    ])('answers 401 when it is %s, records it and starts nothing', async (_name, headers) => {
      const answer = await send(harness.app, {
        method: 'POST',
        url: '/backtest/start',
        headers: { host: HOST, 'content-type': 'application/json', ...headers },
        payload: '{}',
      })
      expect([answer.statusCode, answer.json().type]).toEqual([401, 'urn:tezgah:problem:unauthorized'])
      expect(actions()).toEqual(['auth.failed'])
      expect((await harness.store.list()).jobs).toEqual([])
    })

    it('answers 401 before it reads a body', async () => {
      const answer = await start(harness.app, { headers: { 'x-admin-token': 'no' }, body: '{' })
      expect(answer.statusCode).toBe(401)
    })

    it('checks a token that is sent where none is needed', async () => {
      expect((await get(harness.app, '/strategies', { 'x-admin-token': 'guess' })).statusCode).toBe(401)
      expect((await get(harness.app, '/strategies', { 'x-admin-token': TOKEN })).statusCode).toBe(200)
      expect(actions()).toEqual(['auth.failed'])
    })

    it('counts failures', async () => {
      await get(harness.app, '/strategies', { 'x-admin-token': 'guess' })
      expect((await get(harness.app, '/metrics')).payload).toMatch(/^executor_auth_failures_total\S* 1$/m)
    })

    it('still refuses while the audit log cannot be written', async () => {
      harness.audit.broken = true
      expect((await start(harness.app, { headers: { 'x-admin-token': 'no' } })).statusCode).toBe(401)
    })
  })

  describe('the host', () => {
    it.each([HOST, 'localhost:4010', 'LOCALHOST:4010'])('serves %s', async (host) => {
      expect((await get(harness.app, '/healthz', { host })).statusCode).toBe(200)
    })

    it.each(['evil.example', '127.0.0.1', '127.0.0.1:80', 'localhost', '127.0.0.1:4010.evil.example', '[::1]:4010'])(
      'does not serve %s',
      async (host) => {
        for (const url of ['/healthz', '/strategies', '/nope']) {
          const answer = await get(harness.app, url, { host })
          expect([answer.statusCode, answer.json().type]).toEqual([421, 'urn:tezgah:problem:wrong-host'])
        }
      },
    )
  })

  describe('the rate limit', () => {
    it('answers the 61st start in a minute with 429 and says when to come back', async () => {
      for (let i = 0; i < 60; i++) expect((await start(harness.app, { body: { seed: -1 } })).statusCode).toBe(400)
      harness.clock.now = 15_000
      const answer = await start(harness.app)
      expect(answer.statusCode).toBe(429)
      expect(answer.headers['retry-after']).toBe('45')
      expect(answer.json()).toMatchObject({
        type: 'urn:tezgah:problem:rate-limited',
        detail: expect.stringContaining('60'),
      })
      expect(harness.audit.events.at(-1)).toMatchObject({ action: 'rate.limited', outcome: 'refused' })
      harness.clock.now = 60_000
      expect((await start(harness.app)).statusCode).toBe(201)
    })

    it('counts reads, addresses without a route and refused tokens', async () => {
      for (let i = 0; i < 20; i++) {
        await get(harness.app, '/backtests')
        await get(harness.app, `/nope/${i}`)
        await start(harness.app, { headers: { 'x-admin-token': 'no' } })
      }
      expect((await get(harness.app, '/strategies')).statusCode).toBe(429)
      expect((await start(harness.app)).statusCode, 'nobody without the token can lock its holder out').toBe(201)
    })

    it('leaves probes and scrapes alone', async () => {
      for (let i = 0; i < 70; i++) await get(harness.app, '/nope')
      for (const url of ['/healthz', '/readyz', '/metrics']) {
        expect((await get(harness.app, url)).statusCode).toBe(200)
      }
    })

    it('gives those who watch a backtest ten times the room', async () => {
      const { id } = (await start(harness.app)).json()
      for (let i = 0; i < 600; i++) expect((await get(harness.app, `/backtest/${id}`)).statusCode).toBe(200)
      expect((await get(harness.app, `/backtest/${id}`)).statusCode).toBe(429)
      expect((await get(harness.app, `/backtest/${id}/result`)).statusCode).toBe(429)
    })

    it('lets the holder of the token name clients, and nobody else', async () => {
      for (let i = 0; i < 60; i++) await get(harness.app, '/strategies', { 'x-tezgah-client': `client-${i}` })
      expect((await get(harness.app, '/strategies', { 'x-tezgah-client': 'another' })).statusCode).toBe(429)
      const named = (name: string) => ({ 'x-admin-token': TOKEN, 'x-tezgah-client': name })
      for (let i = 0; i < 60; i++) await get(harness.app, '/strategies', named('a'))
      expect((await get(harness.app, '/strategies', named('a'))).statusCode).toBe(429)
      expect((await get(harness.app, '/strategies', named('b'))).statusCode).toBe(200)
    })
  })

  it('never repeats the token, wherever it is put', async () => {
    const answers = [
      await start(harness.app, { body: { strategy: TOKEN } }),
      await start(harness.app, { body: { [TOKEN]: 1 } }),
      await start(harness.app, { body: { params: { fast: TOKEN } } }),
      await start(harness.app, { body: `{"${TOKEN}` }),
      await start(harness.app, { body: {} }),
      await get(harness.app, `/${TOKEN}`),
      await get(harness.app, `/backtest/${TOKEN}`),
      await get(harness.app, `/backtests?cursor=${TOKEN}`),
      await get(harness.app, `/backtests?${TOKEN}=1`),
      await get(harness.app, `/backtests?status=${TOKEN}`),
      await get(harness.app, '/strategies', { 'x-admin-token': `${TOKEN}x` }),
      await get(harness.app, '/metrics'),
      await get(harness.app, '/__routes'),
    ]
    for (const { payload, headers } of answers) expect(payload + JSON.stringify(headers)).not.toContain(TOKEN)
    expect(JSON.stringify(harness.audit.events)).not.toContain(TOKEN)
    expect(JSON.stringify(await harness.store.list())).not.toContain(TOKEN)
  })
})

describe('the queue', () => {
  it('answers 429 when it is full, and records that the start came to nothing', async () => {
    const harness = await createHarness({ limits: { maxUnfinished: 1 } })
    const answers = await Promise.all([start(harness.app), start(harness.app)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 429])
    const full = answers.find(({ statusCode }) => statusCode === 429)
    expect(full?.json().type).toBe('urn:tezgah:problem:queue-full')
    expect(full?.headers['retry-after']).toBe('5')
    expect(harness.audit.events.map(({ outcome }) => outcome)).toContain('failure')
    await harness.close()
  })
})

it('answers while every worker computes', async () => {
  const module = new URL('../fixtures/endless-strategies.ts', import.meta.url).href
  const harness = await createHarness({ strategies: { module, name: 'endless' } })
  const started = new Promise((resolve) => harness.runner.on('started', resolve))
  const { id } = (await start(harness.app)).json()
  await started
  expect((await get(harness.app, '/healthz')).statusCode).toBe(200)
  expect((await get(harness.app, `/backtest/${id}`)).json()).toMatchObject({ status: 'running' })
  await harness.close()
})
