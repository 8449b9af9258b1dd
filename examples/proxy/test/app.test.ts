import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CANARY, openProxy, type RunningProxy } from './support/open-proxy.ts'
import type { RawAnswer, RawRequest } from './support/raw-request.ts'
import type { StandInExecutor } from './support/stand-in-executor.ts'

const JSON_BODY = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }

let proxy: RunningProxy
let executor: StandInExecutor
let base: string

const ask = (target: string, options?: RawRequest): Promise<RawAnswer> => proxy.ask(target, options)

const post = (headers: RawRequest['headers'] = {}): Promise<RawAnswer> =>
  ask('/api/backtest/start', { ...JSON_BODY, headers: { ...JSON_BODY.headers, ...headers } })

beforeAll(async () => {
  proxy = await openProxy({ kind: 'local' }, { answerTimeoutMs: 500 })
  ;({ executor, base } = proxy)
})

afterAll(() => proxy.close())

beforeEach(() => {
  executor.answerWith((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-admin-token': CANARY, 'set-cookie': CANARY })
      .end('{}')
  })
})

describe('forwarded routes', () => {
  it.each([
    ['/api/public/healthz', '/healthz'],
    ['/api/public/metrics/prom', '/metrics'],
    ['/api/backtest/01J9-ab_C', '/backtest/01J9-ab_C'],
    ['/api/backtest/abc/result', '/backtest/abc/result'],
    ['/api/strategies', '/strategies'],
    ['/api/settings', '/settings'],
    ['/api/datasets?from=1', '/datasets'],
    ['/api/datasets/sp500-daily/candles?from=1&to=2&x=3', '/datasets/sp500-daily/candles?from=1&to=2'],
  ])('GET %s reaches %s', async (asked, arrived) => {
    expect((await ask(asked)).status).toBe(200)
    const got = executor.received.at(-1)
    expect(got).toMatchObject({ method: 'GET', url: arrived })
    expect(JSON.stringify(got).includes(CANARY), 'what is public needs no power').toBe(!asked.includes('/public/'))
  })

  it('POST /api/backtest/start carries the token and the bytes of the body', async () => {
    const body = '{ "strategy" : "sma-cross" }'
    await ask('/api/backtest/start', { ...JSON_BODY, body })
    const got = executor.received.at(-1)
    expect(got).toMatchObject({ method: 'POST', url: '/backtest/start', body })
    expect(got?.headers.filter(([name]) => name === 'x-admin-token')).toEqual([['x-admin-token', CANARY]])
  })

  it.each([
    ['GET', '/api/backtest/..%2f..%2f__routes'],
    ['GET', '/api/backtest/../metrics'],
    ['GET', '/api/backtest/a%2Fb'],
    ['GET', '/api/backtest/%2e%2e/result'],
    ['GET', '/api/backtest/a;b=1'],
    ['GET', '/api/backtest/%00'],
    ['GET', '/api/backtest/%zz'],
    ['GET', `/api/backtest/${'a'.repeat(65)}`],
    ['GET', '/api/datasets/..%2f/candles'],
    ['GET', '/api/datasets/a..b/candles'],
    ['GET', '/api/__routes'],
    ['GET', '/api/public/readyz'],
    ['GET', '/api//strategies'],
    ['GET', '/API/strategies'],
    ['GET', '/api'],
    ['HEAD', '/api/strategies'],
    ['PATCH', '/api/backtest/abc'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/readyz'],
    ['PUT', '/api/backtest/start'],
    ['GET', '/api/backtest/start/x/y'],
  ])('%s %s is a 404 that the executor never sees', async (method, target) => {
    const before = executor.received.length
    const answer = await ask(target, { method })
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(executor.received).toHaveLength(before)
  })
})

describe('what never passes', () => {
  it('drops the admin, operator and Connection-named headers of a client', async () => {
    await post({
      'X-Admin-Token': 'guess',
      'x-admin-role': 'root',
      'x-tezgah-client': 'somebody',
      'x-tezgah-operator': 'somebody',
      'x-tezgah-role': 'root',
      connection: 'close, idempotency-key',
      'idempotency-key': 'k',
      te: 'trailers',
      cookie: 'a=b',
    })
    const got = executor.received.at(-1)
    const names = got?.headers.map(([name]) => name).sort()
    expect(names).toEqual([
      ...['connection', 'content-length', 'content-type', 'host'],
      ...['x-admin-token', 'x-tezgah-client', 'x-tezgah-operator', 'x-tezgah-role'],
    ])
    expect(Object.fromEntries(got?.headers ?? [])).toMatchObject({
      host: executor.url.host,
      'x-admin-token': CANARY,
      'x-tezgah-client': 'local',
      'x-tezgah-operator': 'local',
      'x-tezgah-role': 'operator',
    })
    expect(JSON.stringify(got)).not.toMatch(/guess|somebody|root/)
  })

  it.each(['x-forwarded-for', 'forwarded', 'x-forwarded-host', 'x-real-ip'])(
    'refuses a request with %s',
    async (name) => {
      const before = executor.received.length
      const answer = await post({ [name]: '203.0.113.9' })
      expect(answer.status).toBe(403)
      expect(JSON.parse(answer.body).detail).toContain(`"${name}"`)
      expect(executor.received).toHaveLength(before)
    },
  )

  it.each([
    [{ host: 'evil.example' }, 421],
    [{ origin: 'http://evil.example' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
  ])('refuses a post with %o', async (headers, status) => {
    const before = executor.received.length
    expect((await post(headers)).status).toBe(status)
    expect(executor.received).toHaveLength(before)
  })

  it('refuses a body above 64 KiB before the executor hears of it', async () => {
    const before = executor.received.length
    const answer = await ask('/api/backtest/start', { ...JSON_BODY, body: `"${'a'.repeat(70_000)}"` })
    expect(answer.status).toBe(413)
    expect(executor.received).toHaveLength(before)
  })
})

describe('answers of the executor', () => {
  it('come back with status, body and waiting time', async () => {
    executor.answerWith((_request, response) => {
      response.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '9' }).end('{"status":429}')
    })
    const answer = await post()
    expect(answer).toMatchObject({ status: 429, body: '{"status":429}' })
    expect(answer.headers).toMatchObject({ 'retry-after': '9', 'content-type': 'application/problem+json' })
  })

  it('are streamed: the first part arrives before the last is written', async () => {
    let finish = (): void => {}
    executor.answerWith((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[1,')
      finish = () => response.end('2]')
    })
    const answer = await fetch(`${base}/api/backtest/abc/result`)
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('[1,')
    finish()
    expect((await reader?.read())?.value).toBe('2]')
  })

  it('that refuse the token become a 502 that says so', async () => {
    executor.answerWith((_request, response) => response.writeHead(401).end(`{"expected":"${CANARY}"}`))
    const answer = await post()
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.body).type).toBe('urn:tezgah:problem:token-mismatch')
  })

  it('that do not come are a 504', async () => {
    executor.answerWith(() => {})
    expect((await ask('/api/strategies')).status).toBe(504)
  })

  it('that break off before the head are a 502', async () => {
    executor.answerWith((request) => request.socket.destroy())
    const answer = await ask('/api/strategies')
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'The executor is away', status: 502 })
  })

  it('are given up when the browser leaves', async () => {
    const gone = new Promise<void>((resolve) => {
      executor.answerWith((request, response) => {
        request.socket.once('close', () => resolve())
        response.writeHead(200).write('[')
      })
    })
    const leaving = new AbortController()
    await fetch(`${base}/api/backtest/abc/result`, { signal: leaving.signal })
    leaving.abort()
    await gone
  })
})

describe('the page', () => {
  it('is asked for again each time, its hashed assets never', async () => {
    const page = await ask('/')
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>page</title>') })
    expect(page.headers['cache-control']).toBe('no-cache')
    const asset = await ask('/assets/index-abc123.js')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it.each(['/', '/assets/index-abc123.js', '/api/strategies', '/nowhere', '/api/nowhere', '/%zz'])(
    '%s comes with a strict policy',
    async (target) => {
      const { headers } = await ask(target)
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
    },
  )

  it.each(['/../package.json', '/assets/../../package.json', '/%2e%2e/package.json', '/.env.local', '/assets/'])(
    '%s is nothing',
    async (target) => {
      expect((await ask(target)).status).toBe(404)
    },
  )
})

it('shows the token and a stack trace in no answer above', () => {
  expect(proxy.answers.length).toBeGreaterThan(50)
  const seen = proxy.answers.map(({ headers, body }) => JSON.stringify(headers) + body)
  expect(seen.filter((text) => text.includes(CANARY) || /\.ts:\d+|node:internal/.test(text))).toEqual([])
})
