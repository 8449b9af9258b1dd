import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { TokenRegistry } from '../../src/auth/token-registry.ts'
import { createHarness, type Harness, send, TOKEN } from '../fixtures/harness.ts'
import { type Name, tokenOf, writeOperators } from './people.ts'

let folder: string
let harness: Harness

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-start-'))
  const operators = new TokenRegistry(
    writeOperators(folder),
    TOKEN,
    () => 0,
    () => {},
  )
  harness = await createHarness({ authenticate: createAuthenticator({ operators, now: Date.now }) })
})
afterEach(async () => {
  await harness.close()
  rmSync(folder, { recursive: true, force: true })
})

const post = (name: Name, url: string, body: object = {}, headers: Record<string, string> = {}) =>
  send(harness.app, {
    method: 'POST',
    url,
    headers: { 'x-admin-token': tokenOf(name), 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
const approve = async (target: object) => {
  const { id, content } = (await post('deniz', '/proposals', { target, reason: 'limits' })).json()
  await post('ayse', `/proposals/${id}/approve`, { content })
  expect((await post('deniz', `/proposals/${id}/apply`)).statusCode).toBe(200)
}

describe('a start over HTTP', () => {
  it('runs within the limits in force, and stops with a reason beyond them', async () => {
    await approve({ strategies: {}, limits: { maxDrawdownPct: 1 } })
    const { id } = (await post('deniz', '/backtest/start')).json()
    expect(await harness.whenEnded(id)).toMatchObject({
      status: 'failed',
      spec: { limits: { maxDrawdownPct: 1 } },
      error: { code: 'limit_reached', field: 'limits.maxDrawdownPct' },
    })
    const wider = await post('deniz', '/backtest/start', { limits: { maxDrawdownPct: 2 } })
    expect([wider.statusCode, wider.json().errors]).toEqual([
      409,
      [{ field: 'limits.maxDrawdownPct', message: 'approved is at most 1, received 2' }],
    ])
  })

  it('answers a key that came before the limits did as it did then', async () => {
    const key = { 'idempotency-key': 'once' }
    const { id } = (await post('deniz', '/backtest/start', {}, key)).json()
    await approve({ strategies: {}, limits: { maxNotional: '1' } })
    expect((await post('deniz', '/backtest/start', {}, key)).json().id).toBe(id)
  })

  it('comes to nothing when a kill comes while it is being recorded', async () => {
    const append = harness.audit.append.bind(harness.audit)
    harness.audit.append = async (event) => {
      await append(event)
      if (event.action === 'backtest.start' && event.outcome === 'unknown')
        await post('ayse', '/risk/kill', { reason: 'just now' })
    }
    const answer = await post('deniz', '/backtest/start')
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:tezgah:problem:trading-halted'])
    expect((await harness.store.list()).jobs).toEqual([])
    const told = harness.audit.events.map(({ action, outcome }) => `${action} ${outcome}`)
    expect(told).toEqual(['backtest.start unknown', 'trading.halted unknown', 'backtest.start failure'])
  })
})

it('answers as the OpenAPI document says, whatever there is to show', async () => {
  const get = (url: string) => send(harness.app, { method: 'GET', url, headers: { 'x-admin-token': tokenOf('vera') } })
  await approve({ strategies: { 'sma-cross': {} }, limits: { maxDrawdownPct: 50, maxNotional: '1000000' } })
  const wish = { policies: ['max-drawdown'], until: Date.now() + 60_000, maxUses: 3, reason: 'stress test' }
  const { id, content } = (await post('deniz', '/overrides', wish)).json()
  await post('ayse', `/overrides/${id}/approve`, { content })
  await post('deniz', '/backtest/start', { limits: { maxDrawdownPct: 60 } })
  await post('deniz', '/backtest/start', { params: { fast: 3 } })
  await post('ayse', '/risk/kill', { to: 'reducing', reason: 'thin' })
  await post('ayse', '/risk/rearm', { reason: 'checked' })
  for (const url of ['/policies', '/risk', '/proposals', '/overrides']) expect((await get(url)).statusCode).toBe(200)
  const { verdicts, overrides, trading } = (await get('/risk')).json()
  expect([verdicts.length, overrides[0].usesLeft, trading.request.by.id]).toEqual([2, 2, 'ayse'])
  await post('burak', `/overrides/${id}/revoke`, { reason: 'done' })
})
