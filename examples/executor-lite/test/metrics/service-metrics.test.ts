import { readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHarness, get, type Harness, start, TOKEN } from '../fixtures/harness.ts'
import { makePlace, post, run } from '../fixtures/process.ts'
import { seriesOf } from '../fixtures/series.ts'

const OLDEST = 'executor_backtest_oldest_queued_timestamp_seconds'
const APPENDS = 'executor_audit_append_duration_seconds_count'
const verdict = (policy: string, said: string) =>
  `executor_guardrail_verdicts_total{policy="${policy}",verdict="${said}"}`
const state = (name: string) => `executor_trading_state{state="${name}"}`

describe('what the service tells of itself', () => {
  let harness: Harness

  beforeEach(async () => {
    const module = pathToFileURL(`${import.meta.dirname}/../fixtures/endless-strategies.ts`).href
    harness = await createHarness({ auditLog: true, strategies: { module, name: 'endless' } })
  })
  afterEach(() => harness.close())

  const told = async (name: string) => seriesOf((await get(harness.app, '/metrics')).payload).get(name)
  const verify = async () => (await get(harness.app, '/audit/verify', { 'x-admin-token': TOKEN })).json().status

  it('tells how long audit records took, and that none waits', async () => {
    // The first start of the guardrails has one record.
    expect(await told(APPENDS)).toBe(1)
    await start(harness.app)
    expect(await told(APPENDS)).toBe(2)
    expect(await told('executor_audit_oldest_pending_timestamp_seconds')).toBe(0)
  })

  it('tells when the audit log was last found intact, and how often it was not', async () => {
    const [verified, failures] = ['executor_audit_verified_timestamp_seconds', 'executor_audit_verify_failures_total']
    expect([await told(verified), await told(failures)]).toEqual([0, 0])
    expect(await verify()).toBe('intact')
    const at = await told(verified)
    expect(at).toBeGreaterThan(0)
    await writeFile(harness.auditFile, (await readFile(harness.auditFile, 'utf8')).replace('executor', 'nobody00'))
    harness.clock.now = 60_000
    expect(await verify()).toBe('tampered')
    expect(await verify(), 'the same verdict, not counted again').toBe('tampered')
    expect([await told(verified), await told(failures)]).toEqual([at, 1])
  })

  it('counts what the guardrails said of starts', async () => {
    expect([await told(verdict('all', 'approved')), await told(verdict('trading-mode', 'refused'))]).toEqual([0, 0])
    expect((await start(harness.app)).statusCode).toBe(201)
    const headers = { 'x-admin-token': TOKEN, 'content-type': 'application/json', host: 'localhost:4010' }
    await harness.app.inject({ method: 'POST', url: '/risk/kill', headers, payload: '{"reason":"feed lost"}' })
    expect((await start(harness.app)).statusCode).toBe(409)
    expect([await told(verdict('all', 'approved')), await told(verdict('trading-mode', 'refused'))]).toEqual([1, 1])
  })

  it('tells since when the oldest backtest waits', async () => {
    expect(await told(OLDEST)).toBe(0)
    const cancel = (id: string) =>
      harness.app.inject({
        method: 'DELETE',
        url: `/backtest/${id}`,
        headers: { host: 'localhost:4010', 'x-admin-token': TOKEN },
      })
    const begun = new Promise<void>((resolve) => {
      harness.runner.on('started', () => resolve())
    })
    const running = (await start(harness.app)).json().id as string
    await begun
    expect(await told(OLDEST)).toBe(0)
    const waiting: string[] = []
    for (const seed of [2, 3]) waiting.push((await start(harness.app, { body: { seed } })).json().id)
    for (const id of waiting) {
      expect(await told(OLDEST)).toBe(((await harness.store.get(id))?.createdAt ?? 0) / 1_000)
      await cancel(id)
    }
    expect(await told(OLDEST)).toBe(0)
    await cancel(running)
  })
})

describe('a process', { timeout: 60_000 }, () => {
  it('tells its trading state from the start, and how long its audit records took', async () => {
    const place = await makePlace()
    const { child, listening, ended } = run(place.env)
    try {
      const address = await listening
      const read = async () => seriesOf(await (await fetch(`${address}/metrics`)).text())
      const before = await read()
      expect(['active', 'reducing', 'halted'].map((name) => before.get(state(name)))).toEqual([1, 0, 0])
      await post(address, {})
      expect((await read()).get(APPENDS)).toBeGreaterThan(before.get(APPENDS) ?? Number.NaN)
    } finally {
      child.kill('SIGKILL')
      await ended
      await place.remove()
    }
  })
})
