import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { backtest, parseCandlesCsv, tradesCsv } from '@tezgah/backtest'
import { strategies } from '@tezgah-examples/strategies'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BackgroundWorker } from '../../src/background/background-worker.ts'
import { REPOSITORY } from '../../src/environment.ts'
import { createHarness, get, type Harness, start } from '../fixtures/harness.ts'

let harness: Harness
let id: string

beforeAll(async () => {
  harness = await createHarness()
  id = (await start(harness.app, { body: { params: { fast: 5 } } })).json().id
  await harness.whenEnded(id)
})
afterAll(() => harness.close())

const engineResult = async () => {
  const csv = await readFile(path.join(REPOSITORY, 'examples', 'data', 'sp500-daily.csv'))
  const candles = parseCandlesCsv(csv, { symbol: 'SP500', interval: '1d' })
  const strategy = strategies.find(({ name }) => name === 'sma-cross')
  if (strategy === undefined) throw new Error('the sample strategies have no sma-cross')
  return backtest({ strategy, candles, params: { fast: 5 }, seed: 0 })
}

describe('GET /backtest/:id/trades.csv', () => {
  it('has a line for each trade, as the engine has them', async () => {
    const { headers, payload } = await get(harness.app, `/backtest/${id}/trades.csv`)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(headers['content-disposition']).toBe(`attachment; filename="${id}-trades.csv"`)
    const { trades } = await engineResult()
    expect(payload).toBe(tradesCsv(trades))
    expect(payload.split('\r\n')).toHaveLength(trades.length + 2)
  })

  it.each(['trades.csv', 'statistics'])('answers 404 and 409 where there is no %s', async (report) => {
    expect((await get(harness.app, `/backtest/nope/${report}`)).statusCode).toBe(404)
    harness.runner.pause()
    const waiting = (await start(harness.app, { body: { seed: 71 } })).json().id
    const answer = await get(harness.app, `/backtest/${waiting}/${report}`)
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:tezgah:problem:not-finished'])
    harness.runner.resume()
  })
})

describe('GET /backtest/:id/statistics', () => {
  it('is what the engine computes, under each convention', async () => {
    const result = await engineResult()
    for (const convention of [undefined, 'backtesting.py', 'empyrical'] as const) {
      const query = convention === undefined ? '' : `?convention=${convention}&riskFreeRate=0.0001`
      const options = convention === undefined ? {} : { convention, riskFreeRate: 0.0001 }
      const answer = await get(harness.app, `/backtest/${id}/statistics${query}`)
      expect(answer.payload).toBe(JSON.stringify(result.fullStatistics(options)))
    }
  })

  it.each(['convention=zipline', 'riskFreeRate=-1', 'riskFreeRate=x', 'x=1'])('refuses %s', async (query) => {
    expect((await get(harness.app, `/backtest/${id}/statistics?${query}`)).statusCode).toBe(400)
  })

  it('is refused where the strategies are not what they were', async () => {
    const prepared = harness.runner.prepare({ seed: 72 })
    const spec = { ...prepared.spec, strategiesVersion: 'another' }
    await harness.store.enqueue({ ...prepared, spec })
    const claimed = await harness.store.claim()
    const result = new TextEncoder().encode('{}')
    await harness.store.finish(prepared.id, claimed?.attempts ?? 0, { status: 'done', result, summary: {}, runMs: 1 })
    const answer = await get(harness.app, `/backtest/${prepared.id}/statistics`)
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:tezgah:problem:not-reproducible'])
  })
})

describe('what is done aside', () => {
  const trades = { type: 'trades', result: new TextEncoder().encode('{"trades":[]}') } as const

  it('is refused where too much of it waits, and one after the other is done', async () => {
    const aside = new BackgroundWorker({ maxTasks: 2, timeoutMs: 30_000 })
    const asked = [aside.run(trades), aside.run(trades), aside.run(trades)]
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(outcomes[2]).toMatchObject({ reason: { kind: 'busy' } })
    await aside.close()
  })

  it('is stopped when it takes too long, and the next thing is done by another thread', async () => {
    const aside = new BackgroundWorker({ maxTasks: 2, timeoutMs: 1 })
    await expect(aside.run(trades)).rejects.toMatchObject({ kind: 'too-slow' })
    await aside.close()
    await expect(aside.run(trades)).rejects.toMatchObject({ kind: 'shutting-down' })
  })

  it('that fails is told, and is no end', async () => {
    const aside = new BackgroundWorker({ maxTasks: 2, timeoutMs: 30_000 })
    await expect(aside.run({ type: 'trades', result: new Uint8Array([1]) })).rejects.toThrow(/JSON/)
    expect(String(await aside.run(trades))).toMatch(/^symbol,/)
    await aside.close()
  })
})
