import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EVENT_LIMITS } from '../../src/events/stream-limits.ts'
import { type DeskClient, watchDesk } from '../fixtures/desk-client.ts'
import type { Event } from '../fixtures/events.ts'
import { createHarness, get, type Harness, HOST, send, start, TOKEN } from '../fixtures/harness.ts'

const holder = { host: HOST, 'x-admin-token': TOKEN }

let harness: Harness
let address: string
let clients: DeskClient[]

const open = async (options: Parameters<typeof createHarness>[0] = {}) => {
  harness = await createHarness({ auditLog: true, ...options })
  address = await harness.app.listen({ host: '127.0.0.1', port: 0 })
}

const watch = async (query = '', headers: Record<string, string> = {}): Promise<DeskClient> => {
  const client = await watchDesk(`${address}/events${query}`, { ...holder, ...headers })
  clients.push(client)
  return client
}

const post = (url: string, body: unknown) =>
  send(harness.app, {
    method: 'POST',
    url,
    headers: { ...holder, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  })

const read = async (url: string) => (await get(harness.app, url, holder)).json()

const named = (name: string) => (event: Event) => event.event === name
const numberOf = ({ id }: Event) => Number(id.split('.')[1])

beforeEach(() => {
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.close()
  await harness.close()
})

// Each has a service of its own, on files.
describe('GET /events', { timeout: 30_000 }, () => {
  it('greets, and says at once how things are', async () => {
    await open()
    const client = await watch()
    expect(client.answer.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    const hello = await client.until(named('hello'))
    expect(hello.data).toEqual({ boot: expect.stringMatching(/^[0-9a-f]{16}$/), now: expect.any(Number) })
    expect(hello.id).toBe(`${hello.data['boot']}.0`)
    expect((await client.until(named('spot'))).data).toEqual(await read('/spot'))
    expect(Object.keys((await client.until(named('slo'))).data)).toEqual(Object.keys(await read('/slo')))
    expect((await client.until(named('proposals'))).data).toEqual(await read('/proposals'))
    expect((await client.until(named('overrides'))).data).toEqual(await read('/overrides'))
    expect((await client.until(named('risk'))).data).toEqual(await read('/risk'))
    expect(client.events()[0]).toEqual(hello)
  })

  it('tells a backtest as its route shows it, its records as the log has them, and what was said of it', async () => {
    await open()
    const client = await watch()
    const { id } = (await start(harness.app)).json()
    const ended = await client.until(({ event, data }) => event === 'job' && data['status'] === 'done')
    expect(ended.data).toEqual(await read(`/backtest/${id}`))
    await client.until(named('audit'))
    const { records } = await read(`/audit?subject=${id}`)
    const told = client.events().filter(named('audit'))
    expect(told.map(({ data }) => data)).toEqual(records)
    const verdict = await client.until(named('verdict'))
    expect([verdict.data]).toEqual((await read('/risk')).verdicts)
  })

  it('numbers without a gap what changes the state, and nothing else', async () => {
    await open()
    const client = await watch()
    const { id } = (await start(harness.app)).json()
    await harness.whenEnded(id)
    await post('/risk/kill', { to: 'reducing', reason: 'a test' })
    await client.until(
      ({ event, data }) => event === 'risk' && (data['trading'] as { mode: string }).mode === 'reducing',
    )
    const numbered = client.events().filter((event) => event.id !== '')
    expect(numbered.map(numberOf)).toEqual(numbered.map((_, index) => index))
    const momentary = client.events().filter((event) => event.id === '')
    for (const { event } of momentary) expect(['progress', 'slo', 'spot']).toContain(event)
  })

  it('tells a change of mode, of a proposal and of an override', async () => {
    await open()
    const client = await watch('?topics=risk,proposals,overrides')
    const target = { limits: { maxDrawdownPct: 20 }, strategies: {} }
    await post('/proposals', { target, reason: 'a test' })
    await client.until(({ event, data }) => event === 'proposals' && (data['proposals'] as unknown[]).length === 1)
    const until = Date.now() + 60_000
    const wish = { policies: ['max-drawdown'], symbols: 'all', until, maxUses: 1, reason: 'a test' }
    const { statusCode, payload } = await post('/overrides', wish)
    expect(statusCode, payload).toBe(200)
    await client.until(({ event, data }) => event === 'overrides' && (data['overrides'] as unknown[]).length === 1)
    await post('/risk/kill', { to: 'halted', reason: 'a test' })
    const risk = await client.until(
      ({ event, data }) => event === 'risk' && (data['trading'] as { mode: string }).mode === 'halted',
    )
    expect(risk.data['trading']).toEqual((await read('/risk')).trading)
    expect(new Set(client.events().map(({ event }) => event))).toEqual(
      new Set(['hello', 'risk', 'proposals', 'overrides']),
    )
  })

  it('goes on behind the last event that came, for every event', async () => {
    await open()
    const client = await watch()
    const { id } = (await start(harness.app)).json()
    await harness.whenEnded(id)
    await client.until(named('audit'))
    await client.until(({ event, data }) => event === 'job' && data['status'] === 'done')
    await client.until(named('risk'))
    const numbered = client.events().filter((event) => event.id !== '')
    for (const [index, event] of numbered.entries()) {
      const again = await watch('', { 'last-event-id': event.id })
      const missed = numbered.slice(index + 1)
      const last = missed.at(-1)
      if (last !== undefined) await again.until(({ id }) => id === last.id)
      await again.until(named('slo'))
      const [hello, ...rest] = again.events().filter(({ id }) => id !== '')
      expect([hello?.event, hello?.id]).toEqual(['hello', event.id])
      expect(rest.slice(0, missed.length), `behind ${event.id}`).toEqual(missed)
      again.close()
      await again.ended
    }
  })

  it.each([
    ['of another boot', '0123456789abcdef.0'],
    ['that was never given', (boot: string) => `${boot}.7000`],
    ['that is none of ours', 'x'],
  ])('asks to read everything anew behind an id %s', async (_name, id) => {
    await open()
    const boot = String((await (await watch()).until(named('hello'))).data['boot'])
    const client = await watch('', { 'last-event-id': typeof id === 'string' ? id : id(boot) })
    await client.until(named('slo'))
    const names = client.events().map(({ event }) => event)
    expect(names.slice(0, 2)).toEqual(['hello', 'resync'])
  })

  it('refuses a topic that there is not, and says which there are', async () => {
    await open()
    for (const query of ['topics=job,nope', 'topics=', 'topic=job', 'topics=job&topics=risk']) {
      const answer = await get(harness.app, `/events?${query}`, holder)
      expect([query, answer.statusCode]).toEqual([query, 400])
      expect(answer.json().errors[0]).toMatchObject({ field: query.startsWith('topics') ? 'topics' : 'topic' })
    }
    const { errors } = (await get(harness.app, '/events?topics=nope', holder)).json()
    expect(errors[0].message).toMatch(/must be some of job, progress, risk.*"nope"/)
  })

  it('is not for everybody', async () => {
    await open()
    expect((await get(harness.app, '/events')).statusCode).toBe(401)
    expect((await get(harness.app, '/events', { 'x-admin-token': 'wrong-wrong-wrong' })).statusCode).toBe(401)
  })

  it('ends when the token is no more', async () => {
    const operator = { id: 'vera', role: 'viewer', credential: 't1' } as const
    let isKnown = true
    await open({
      authenticate: () => (isKnown ? { operator } : 'wrong'),
      eventLimits: { ...EVENT_LIMITS, heartbeatMs: 10 },
    })
    const client = await watch()
    await client.until(named('hello'))
    isKnown = false
    await client.ended
    expect(client.answer.complete, 'ended in order').toBe(true)
  })

  it('has no place for one too many, of both kinds of streams together', async () => {
    await open({ eventLimits: { ...EVENT_LIMITS, maxStreams: 2 } })
    harness.runner.pause()
    const { id } = (await start(harness.app)).json()
    const job = await watchDesk(`${address}/backtest/${id}/events`, holder)
    clients.push(job, await watch())
    const refused = await get(harness.app, '/events', holder)
    expect([refused.statusCode, refused.json().type]).toEqual([429, 'urn:tezgah:problem:busy'])
  })

  it('tells a burst of records in a few events, which name all of them', async () => {
    await open()
    const client = await watch('?topics=audit')
    await client.until(named('hello'))
    const event = {
      actor: 'a',
      action: 'burst',
      subject: 'c',
      outcome: 'success',
      details: { filler: 'x'.repeat(200) },
    } as const
    await Promise.all(Array.from({ length: 5_000 }, () => harness.live.append(event)))
    await harness.live.append({ ...event, action: 'last' })
    const isLast = ({ data }: Event) => data['action'] === 'last' || data['to'] === 5_002
    await client.until(isLast)
    const told = client.events().filter(({ event }) => event !== 'hello')
    const seqs = told.flatMap(({ event, data }) => {
      if (event === 'audit') return [Number(data['seq'])]
      const [from, to] = [Number(data['from']), Number(data['to'])]
      return Array.from({ length: to - from + 1 }, (_, index) => from + index)
    })
    expect(seqs).toEqual(Array.from({ length: 5_001 }, (_, index) => index + 2))
    expect(client.text().length, 'bytes').toBeLessThan(256 * 1024)
    expect(told.some(named('audit-gap'))).toBe(true)
  })

  it('shows no token', async () => {
    await open()
    const client = await watch()
    await start(harness.app, { body: { params: { fast: TOKEN } } })
    await start(harness.app, { headers: { 'idempotency-key': TOKEN } })
    await get(harness.app, '/strategies', { 'x-admin-token': `${TOKEN}x` })
    await post('/risk/kill', { to: 'reducing', reason: `because ${TOKEN}` })
    await client.until(
      ({ event, data }) => event === 'risk' && (data['trading'] as { mode: string }).mode === 'reducing',
    )
    await client.until(({ event, data }) => event === 'audit' && String(data['action']).startsWith('trading.'))
    expect(client.text()).not.toContain(TOKEN)
  })
})
