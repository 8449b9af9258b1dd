import { backtestResultSchema, settingPaths } from '@tezgah/backtest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPOSITORY } from '../src/environment.ts'
import { COUNTED_ROUTES } from '../src/metrics/service-metrics.ts'
import { createHarness, get, type Harness, HOST, send, start, TOKEN } from './fixtures/harness.ts'
import { seriesOf } from './fixtures/series.ts'

describe('the service', () => {
  let harness: Harness

  beforeAll(async () => {
    harness = await createHarness()
  })
  afterAll(() => harness.close())

  const startOne = async (body: unknown = {}): Promise<string> => (await start(harness.app, { body })).json().id

  describe('POST /backtest/start', () => {
    it('accepts an empty object and runs the defaults', async () => {
      const answer = await start(harness.app)
      expect(answer.statusCode).toBe(201)
      const { id } = answer.json()
      expect(answer.json()).toEqual({ id, status: 'queued' })
      expect(answer.headers.location).toBe(`/backtest/${id}`)
      const job = await harness.whenEnded(id)
      expect(job).toMatchObject({ status: 'done', spec: { strategy: 'sma-cross', datasets: [{ id: 'sp500-daily' }] } })
    })

    it('accepts a request without a body', async () => {
      const headers = { host: HOST, 'x-admin-token': TOKEN }
      const answer = await send(harness.app, { method: 'POST', url: '/backtest/start', headers })
      expect(answer.statusCode).toBe(201)
    })

    it('has the job in the store before it answers', async () => {
      const id = await startOne()
      expect(await harness.store.get(id)).not.toBeNull()
    })

    it('records a start before it takes effect, and the record names the job', async () => {
      const before = harness.audit.events.length
      const id = await startOne({ params: { fast: 5 } })
      expect(harness.audit.events[before]).toMatchObject({ action: 'backtest.start', subject: id, outcome: 'unknown' })
    })

    it('starts nothing while the audit log cannot be written', async () => {
      const { jobs } = await harness.store.list({ limit: 1 })
      harness.audit.broken = true
      const answer = await start(harness.app)
      harness.audit.broken = false
      expect(answer.statusCode).toBe(503)
      expect(answer.json()).toMatchObject({ type: 'urn:tezgah:problem:audit-unavailable', status: 503 })
      expect((await harness.store.list({ limit: 1 })).jobs[0]?.id).toBe(jobs[0]?.id)
    })

    it.each([
      ['strategy', { strategy: 'nope' }, /must be one of sma-cross, .*received "nope"/],
      ['strategy', { strategy: 'constructor' }, /must be one of/],
      ['dataset', { dataset: '../etc/passwd' }, /must be one of .*received "..\/etc\/passwd"/],
      ['params.fast', { params: { fast: 0 } }, />=1, received 0/],
      ['params.fast', { params: { fast: '10' } }, /expected (number|int).*received "10"/],
      ['params.speed', { params: { speed: 1 } }, /not a known field/],
      ['params', { params: [] }, /received \[\]/],
      ['account.initialCash', { account: { initialCash: '0' } }, /above 0, received "0"/],
      ['account.feeRate', { account: { feeRate: 1 } }, /not including, 1, received 1/],
      ['account.fee', { account: { fee: 1 } }, /no such option, expected one of initialCash, feeRate/],
      ['settings.account.feeRate', { settings: { account: { feeRate: 1 } } }, /not including, 1, received 1/],
      ['settings.account.leverage', { settings: { account: { leverage: 2 } } }, /^must be 1 unless .*received 2/],
      ['settings.execution.path', { settings: { execution: { path: 'up' } } }, /byColour.*received "up"/],
      ['settings.preset', { settings: { preset: 'zipline' } }, /conservative.*received "zipline"/],
      ['settings.rules', { settings: { rules: 4 } }, /object.*received 4/],
      ['datasets[1]', { datasets: ['sp500-daily', 'sp500-daily'] }, /the only one of its name/],
      ['detail[0]', { detail: ['nope'] }, /must be one of/],
      ['execution.limitFill', { execution: { limitFill: 'always' } }, /cross.*touch.*received "always"/],
      ['statistics.periodsPerYear', { statistics: { periodsPerYear: 0 } }, /above 0, received 0/],
      ['seed', { seed: -1 }, /a whole number from 0, received -1/],
      ['price', { price: 1 }, /not a known field/],
    ])('refuses a wrong %s', async (field, body, message) => {
      const answer = await start(harness.app, { body })
      expect(answer.statusCode).toBe(400)
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(answer.json()).toMatchObject({
        type: 'urn:tezgah:problem:invalid-request',
        status: 400,
        errors: [{ field, message: expect.stringMatching(message) }],
      })
    })

    it('runs candles of several intervals together', async () => {
      const answer = await start(harness.app, { body: { datasets: ['sp500-daily', 'btctry-1m-synthetic'] } })
      expect(answer.statusCode).toBe(201)
    })

    it('names every wrong field at once', async () => {
      const answer = await start(harness.app, { body: { seed: 'x', dataset: 3, extra: true } })
      expect(
        answer
          .json()
          .errors.map(({ field }: { field: string }) => field)
          .sort(),
      ).toEqual(['dataset', 'extra', 'seed'])
    })

    it.each([
      ['half a document', '{"strategy"', 400, 'malformed-request'],
      ['nothing', '', 400, 'malformed-request'],
      ['a list', '[]', 400, 'invalid-request'],
      ['a number', '7', 400, 'invalid-request'],
      ['null', 'null', 400, 'invalid-request'],
      ['a prototype', '{"__proto__":{"strategy":"x"}}', 400, 'malformed-request'],
      ['a constructor', '{"constructor":{"prototype":{"x":1}}}', 400, 'malformed-request'],
      ['a deep document', '['.repeat(30_000), 400, 'malformed-request'],
      ['a deep parameter', `{"params":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`, 400, 'malformed-request'],
      ['a large document', `{"strategy":"${'x'.repeat(70_000)}"}`, 413, 'body-too-large'],
    ])('refuses %s as body', async (_name, body, status, kind) => {
      const answer = await start(harness.app, { body })
      expect(answer.statusCode).toBe(status)
      expect(answer.json()).toMatchObject({ type: `urn:tezgah:problem:${kind}`, status })
    })

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('refuses %s', async (type) => {
      const answer = await start(harness.app, { headers: { 'content-type': type } })
      expect(answer.statusCode).toBe(415)
      expect(answer.json()).toMatchObject({ type: 'urn:tezgah:problem:wrong-content-type' })
    })
  })

  describe('GET /backtest/:id', () => {
    it('shows a finished backtest', async () => {
      const id = await startOne({ strategy: 'buy-and-hold', seed: 4 })
      await harness.whenEnded(id)
      const answer = await get(harness.app, `/backtest/${id}`)
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toMatchObject({
        id,
        status: 'done',
        strategy: 'buy-and-hold',
        dataset: 'sp500-daily',
        datasets: ['sp500-daily'],
        detail: [],
        settings: { seed: 4 },
        attempts: 1,
        progress: 1,
        error: null,
        summary: { candleCount: 5105 },
      })
    })

    it.each(['nope', '..%2f..%2fetc', '%00', 'a'.repeat(100)])('answers 404 for the id %s', async (id) => {
      expect((await get(harness.app, `/backtest/${id}`)).statusCode).toBe(404)
      expect((await get(harness.app, `/backtest/${id}/result`)).statusCode).toBe(404)
    })

    it('answers 414 for an id that is too long', async () => {
      expect((await get(harness.app, `/backtest/${'a'.repeat(101)}`)).statusCode).toBe(414)
    })
  })

  describe('GET /backtest/:id/result', () => {
    it('sends the bytes that were stored, and they are a published result', async () => {
      const id = await startOne()
      const job = await harness.whenEnded(id)
      const answer = await get(harness.app, `/backtest/${id}/result`)
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
      expect(answer.rawPayload.equals((await harness.store.result(id)) ?? new Uint8Array())).toBe(true)
      expect(answer.rawPayload.length).toBe(job.resultBytes)
      expect(backtestResultSchema.parse(answer.json())).toMatchObject({ schema: 2, stats: { tradeCount: 87 } })
    })

    it('names every assumption, those of the preset and those that were asked for', async () => {
      const settings = {
        preset: 'vectorbt',
        account: { fees: { minimum: '1' } },
        execution: { participation: '0.5' },
        bounds: true,
      }
      const id = await startOne({ settings })
      await harness.whenEnded(id)
      const { manifest, bounds } = (await get(harness.app, `/backtest/${id}/result`)).json()
      expect(manifest.assumptions).toMatchObject({
        preset: 'vectorbt',
        fillAt: 'close',
        fees: { minimum: '1' },
        participation: '0.5',
        bounds: true,
      })
      expect(bounds.paths).toHaveLength(4)
    })

    it('sends a result of an earlier format as it was stored', async () => {
      // It would take the job at its next beat.
      harness.runner.pause()
      const prepared = harness.runner.prepare({ strategy: 'buy-and-hold' })
      const job = await harness.store.enqueue(prepared)
      const claimed = await harness.store.claim()
      expect(claimed?.id).toBe(job.id)
      const result = new TextEncoder().encode('{"schema":1,"manifest":{}}')
      await harness.store.finish(job.id, 1, { status: 'done', result, summary: {}, runMs: 1 })
      expect((await get(harness.app, `/backtest/${job.id}/result`)).payload).toBe('{"schema":1,"manifest":{}}')
      harness.runner.resume()
    })

    it('answers 409 while there is none', async () => {
      const [, second] = [await startOne({ params: { fast: 2 } }), await startOne({ params: { fast: 3 } })]
      const answer = await get(harness.app, `/backtest/${second}/result`)
      expect(answer.statusCode).toBe(409)
      expect(answer.json()).toMatchObject({ type: 'urn:tezgah:problem:not-finished', status: 409 })
      await harness.whenEnded(second)
    })

    it('answers 409 for a backtest that was cancelled', async () => {
      const [first, second] = [await startOne({ seed: 21 }), await startOne({ seed: 22 })]
      await harness.runner.cancel(second)
      const answer = await get(harness.app, `/backtest/${second}/result`)
      expect(answer.json()).toMatchObject({ type: 'urn:tezgah:problem:no-result', status: 409 })
      await harness.whenEnded(first)
    })
  })

  describe('GET /backtests', () => {
    it('lists newest first, a page at a time', async () => {
      const ids = [await startOne(), await startOne(), await startOne()].reverse()
      const first = (await get(harness.app, '/backtests?limit=2')).json()
      const second = (await get(harness.app, `/backtests?limit=1&cursor=${first.nextCursor}`)).json()
      expect([...first.backtests, ...second.backtests].map(({ id }: { id: string }) => id)).toEqual(ids)
      await Promise.all(ids.map(harness.whenEnded))
    })

    it.each([
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['limit=x', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['status=lost', 'status'],
      ['cursor=abc', 'cursor'],
      ['offset=3', 'offset'],
    ])('refuses %s', async (query, field) => {
      const answer = await get(harness.app, `/backtests?${query}`)
      expect(answer.statusCode).toBe(400)
      expect(answer.json().errors).toEqual([{ field, message: expect.any(String) }])
    })
  })

  describe('the catalogue', () => {
    it('describes the parameters of every strategy as JSON Schema', async () => {
      const { default: preferred, strategies } = (await get(harness.app, '/strategies')).json()
      expect(preferred).toBe('sma-cross')
      const sma = strategies.find(({ name }: { name: string }) => name === preferred)
      expect(sma.params).toMatchObject({
        type: 'object',
        additionalProperties: false,
        properties: { fast: { type: 'integer', minimum: 1, default: 10 }, slow: { default: 30 } },
      })
    })

    it('lists every setting with its limits, and what each preset makes of it', async () => {
      const { settings, presets } = (await get(harness.app, '/settings')).json()
      expect(settings.map(({ path }: { path: string }) => path)).toEqual(settingPaths().map(({ path }) => path))
      expect(settings).toContainEqual({
        path: 'execution.participation',
        type: 'decimal',
        allowed: 'a decimal above 0 up to 1',
        description: expect.stringContaining('volume'),
        doc: "Largest part of a candle's volume that an order takes; the rest keeps working",
        default: 'no bound',
        flag: null,
        panel: 6,
      })
      expect(presets.vectorbt.execution).toMatchObject({ fillAt: 'close', path: 'worst' })
    })

    it('describes itself as OpenAPI: every route, every setting, the result', async () => {
      const { openapi, paths, components } = (await get(harness.app, '/openapi.json')).json()
      expect(openapi).toBe('3.1.0')
      const { routes } = (await get(harness.app, '/__routes')).json()
      const told = Object.entries(paths).flatMap(([path, item]) =>
        Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
      )
      const own = routes.filter(({ method }: { method: string }) => method !== 'HEAD')
      expect(told.sort()).toEqual(own.map(({ method, path }: Record<string, string>) => `${method} ${path}`).sort())
      expect(paths['/backtest/start'].post.requestBody.content['application/json'].schema).toEqual({
        $ref: '#/components/schemas/RunRequest',
      })
      const { properties } = components.schemas.RunRequest
      expect(Object.keys(properties)).toEqual(
        expect.arrayContaining(['strategy', 'params', 'datasets', 'detail', 'settings']),
      )
      for (const { path } of settingPaths()) {
        expect(JSON.stringify(properties.settings), path).toContain(`"${path.split('.').at(-1)}":`)
      }
      expect(components.schemas.Problem.properties.type).toBeDefined()
      const summaries = Object.values<Record<string, { summary: string }>>(paths).flatMap(Object.values)
      expect(summaries.filter(({ summary }) => summary.includes('/'))).toEqual([])
    })

    it('lists the datasets and never where they lie', async () => {
      const answer = await get(harness.app, '/datasets')
      const { default: preferred, datasets } = answer.json()
      expect(preferred).toBe('sp500-daily')
      expect(datasets).toContainEqual(
        expect.objectContaining({ id: 'sp500-daily', synthetic: false, licence: 'BSD-3-Clause' }),
      )
      expect(answer.payload).not.toContain(REPOSITORY)
    })

    it('knows what a dataset covers once it was read', async () => {
      const candles = (await get(harness.app, '/datasets/sp500-daily/candles?from=946857600000&to=947030400000')).json()
      expect(candles).toMatchObject({
        symbol: 'SP500',
        interval: '1d',
        time: [946857600000, 946944000000],
        truncated: false,
      })
      expect(candles.close).toEqual([1455.219971, 1399.420044])
      const { datasets } = (await get(harness.app, '/datasets')).json()
      expect(datasets).toContainEqual(
        expect.objectContaining({ from: 946857600000, to: 1587081600000, candleCount: 5105 }),
      )
    })

    it('cuts a long answer and says so', async () => {
      const { time, truncated } = (await get(harness.app, '/datasets/btctry-1m-synthetic/candles')).json()
      expect([time.length, truncated]).toEqual([20_000, true])
    })

    it.each([
      ['/datasets/nope/candles', 404],
      ['/datasets/__proto__/candles', 404],
      ['/datasets/sp500-daily/candles?from=yesterday', 400],
      ['/datasets/sp500-daily/candles?until=1', 400],
    ])('answers %s with %i', async (url, status) => {
      expect((await get(harness.app, url)).statusCode).toBe(status)
    })
  })

  describe('operations', () => {
    it('is healthy and ready', async () => {
      expect((await get(harness.app, '/healthz')).json()).toEqual({ status: 'ok' })
      const ready = await get(harness.app, '/readyz')
      expect([ready.statusCode, ready.json().status]).toEqual([200, 'ready'])
    })

    it('is not ready while the audit log cannot be written', async () => {
      harness.audit.broken = true
      const answer = await get(harness.app, '/readyz')
      harness.audit.broken = false
      expect(answer.statusCode).toBe(503)
      expect(answer.json()).toMatchObject({ status: 'not ready', checks: { audit: 'unavailable' } })
    })

    it('counts starts, ends, how long they took and what is left', async () => {
      const before = await metricsOf(harness)
      await harness.whenEnded(await startOne({ seed: 23 }))
      const after = await metricsOf(harness)
      const grown = (name: string) => (after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN)
      expect(grown('backtest_start_total')).toBe(1)
      expect(grown('backtest_done_total{status="done"}')).toBe(1)
      expect(grown('backtest_enqueue_ms_count')).toBe(1)
      expect(grown('executor_candles_processed_total')).toBe(5_105)
      expect(after.get('executor_backtest_jobs_unfinished')).toBe(0)
      expect(after.get('backtest_done_total{status="failed"}'), 'there before the first one').toBe(0)
      expect(grown('executor_http_requests_total{method="POST",route="/backtest/start",status_class="2xx"}')).toBe(1)
    })

    it('counts every route of the router by its name', async () => {
      const { routes } = (await get(harness.app, '/__routes')).json()
      const own = routes.map(({ method, path }: Record<string, string>) => `${method} ${path}`)
      expect(COUNTED_ROUTES.map(({ method, route }) => `${method} ${route}`).sort()).toEqual(own.sort())
    })

    it('lists every route it has', async () => {
      const { routes } = (await get(harness.app, '/__routes')).json()
      const withoutHead = routes.filter(({ method }: { method: string }) => method !== 'HEAD')
      expect(
        withoutHead.map(({ method, path, access }: Record<string, string>) => `${method} ${path} ${access}`),
      ).toEqual([
        'POST /backtest/start operator',
        'GET /backtest/:id open',
        'GET /backtest/:id/result open',
        'GET /backtests open',
        'DELETE /backtest/:id operator',
        'POST /backtest/:id/readdress operator',
        'GET /backtest/:id/trades.csv open',
        'GET /backtest/:id/statistics open',
        'GET /strategies open',
        'GET /settings open',
        'GET /datasets open',
        'GET /datasets/:id/candles open',
        'GET /audit viewer',
        'GET /audit/verify viewer',
        'GET /audit/checkpoint viewer',
        'GET /audit/records/:seq/proof viewer',
        'GET /audit/consistency viewer',
        'GET /policies viewer',
        'GET /risk viewer',
        'POST /risk/kill risk',
        'POST /risk/rearm risk',
        'POST /risk/rearm/:id/approve risk',
        'GET /proposals viewer',
        'POST /proposals operator',
        'POST /proposals/:id/amend operator',
        'POST /proposals/:id/approve risk',
        'POST /proposals/:id/reject risk',
        'POST /proposals/:id/withdraw operator',
        'POST /proposals/:id/apply operator',
        'POST /proposals/:id/emergency risk',
        'GET /overrides viewer',
        'POST /overrides operator',
        'POST /overrides/:id/approve risk',
        'POST /overrides/:id/revoke operator',
        'GET /slo open',
        'GET /spot viewer',
        'GET /backtest/:id/events open',
        'GET /events viewer',
        'GET /openapi.json open',
        'GET /healthz open',
        'GET /readyz open',
        'GET /metrics open',
        'GET /__routes open',
        'POST /datasets operator',
      ])
    })
  })

  describe('what is not there', () => {
    it.each(['/', '/nope', '/backtest', '/backtest/', '/backtest/a/b/c', '//backtests', '/etc/../backtest'])(
      'answers 404 for %s',
      async (url) => {
        const answer = await get(harness.app, url)
        expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json'])
      },
    )

    it.each([
      ['DELETE', '/backtests', 'GET, HEAD'],
      ['GET', '/backtest/start/', null],
      ['PUT', '/backtest/start', 'DELETE, GET, HEAD, POST'],
      ['POST', '/healthz', 'GET, HEAD'],
    ] as const)('answers %s %s with what is allowed', async (method, url, allow) => {
      const answer = await send(harness.app, { method, url, headers: { host: HOST } })
      expect([answer.statusCode, answer.headers.allow ?? null]).toEqual([allow === null ? 404 : 405, allow])
    })

    it('answers 400 for an address that cannot be decoded', async () => {
      const answer = await get(harness.app, '/backtest/%zz')
      expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:tezgah:problem:malformed-request'])
    })
  })
})

/** Every series of `/metrics` with its value. */
const metricsOf = async ({ app }: Harness): Promise<ReadonlyMap<string, number>> =>
  seriesOf((await get(app, '/metrics')).payload)
