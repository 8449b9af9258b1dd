import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHarness, type get, type Harness, HOST, send, start, TOKEN } from './fixtures/harness.ts'

const FIELDS = [
  'strategy',
  'params',
  'dataset',
  'datasets',
  'detail',
  'settings',
  'account',
  'execution',
  'statistics',
  'seed',
]
const INNER = [
  ...[
    'fast',
    'slow',
    'initialCash',
    'feeRate',
    'lot',
    'slippageBps',
    'limitFill',
    'periodsPerYear',
    'slippage',
    'fees',
  ],
  ...['preset', 'account', 'execution', 'rules', 'statistics', 'bounds', 'seed', 'latency', 'path', 'model'],
]
const ODD = fc.constantFrom(
  1e308,
  -0,
  1e-320,
  2 ** 53,
  '1e999',
  '9'.repeat(61),
  '0x10',
  '',
  ' 1',
  '\u0000',
  '\ud800',
  '__proto__',
)
const value = fc.oneof(ODD, fc.jsonValue({ maxDepth: 2 }))
const body = fc.dictionary(
  fc.oneof(fc.constantFrom(...FIELDS), fc.string()),
  fc.oneof(value, fc.dictionary(fc.oneof(fc.constantFrom(...INNER), fc.string()), value)),
  { maxKeys: 4 },
)

/** Half a surrogate pair has no place in an address. */
const wellFormed = (sent: unknown): string =>
  (typeof sent === 'string' ? sent : `${JSON.stringify(sent)}`).replace(/\p{Surrogate}/gu, '?')

describe('whatever is sent', { timeout: 30_000 }, () => {
  let harness: Harness

  beforeAll(async () => {
    harness = await createHarness()
  })
  afterAll(() => harness.close())

  const expectAnswer = ({ statusCode, headers, payload }: Awaited<ReturnType<typeof get>>) => {
    expect(statusCode, payload).toBeLessThan(500)
    if (statusCode < 400) return
    expect(headers['content-type']).toBe('application/problem+json')
    expect(JSON.parse(payload)).toMatchObject({
      status: statusCode,
      type: expect.stringMatching(/^urn:tezgah:problem:/),
    })
    expect(payload).not.toMatch(/node_modules|\.ts:\d+/)
  }

  it('is answered without a 5xx and with a problem document: bodies', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (sent) => expectAnswer(await start(harness.app, { body: sent }))),
      { numRuns: 300 },
    )
  })

  it('is answered without a 5xx and with a problem document: bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        expectAnswer(await start(harness.app, { body: text }))
      }),
      { numRuns: 300 },
    )
  })

  it('is answered without a 5xx and with a problem document: how a start is treated, and queries of every route', async () => {
    const names = ['limit', 'cursor', 'status', 'from', 'to', 'actor', 'outcome', 'convention', 'riskFreeRate', 'fresh']
    const query = fc.dictionary(
      fc.constantFrom(...names, 'priority', 'id', 'synthetic'),
      fc.oneof(value, fc.string()),
      {
        maxKeys: 3,
      },
    )
    const routes = [
      ...['/audit', '/backtests', '/slo', '/risk', '/policies', '/proposals', '/overrides'].map((url) => ['GET', url]),
      ...['events', 'trades.csv', 'statistics', 'result'].map((part) => ['GET', `/backtest/none/${part}`]),
      ['POST', '/backtest/start'],
      ['DELETE', '/backtest/none'],
    ] as const
    const header = fc.string({ unit: 'binary-ascii', maxLength: 40 }).filter((text) => !/[\r\n\0]/.test(text))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), query, header, async ([method = '', url = ''], pairs, text) => {
        const search = Object.entries(pairs).map(([name, item]) => `${name}=${encodeURIComponent(wellFormed(item))}`)
        const headers = { 'x-admin-token': TOKEN, 'last-event-id': text, 'idempotency-key': text }
        expectAnswer(await send(harness.app, { method: method as 'GET', url: `${url}?${search.join('&')}`, headers }))
      }),
      { numRuns: 300 },
    )
  })

  it('is answered without a 5xx and with a problem document: datasets', async () => {
    const cell = fc.oneof(fc.integer().map(String), fc.constantFrom('', 'x', '1e999', '-1', '"', 'NaN'))
    const csv = fc
      .array(fc.array(cell, { maxLength: 7 }), { maxLength: 5 })
      .map((rows) => [['time,open,high,low,close,volume'], ...rows].join('\n'))
    const content = fc.oneof(csv.map(Buffer.from), fc.uint8Array({ maxLength: 200 }).map(Buffer.from))
    const type = fc.constantFrom('text/csv', 'application/vnd.apache.parquet', 'application/json', 'x')
    const manifest = 'title=T&symbol=S&interval=1d&source=s&licence=l&synthetic=true'
    const uploads = fc.record({ type, content, id: fc.oneof(fc.constant('fuzzed'), fc.string({ maxLength: 8 })) })
    await fc.assert(
      fc.asyncProperty(uploads, async ({ type: mediaType, content: payload, id }) => {
        const url = `/datasets?id=${encodeURIComponent(wellFormed(id))}&${manifest}`
        const headers = { 'x-admin-token': TOKEN, 'content-type': mediaType }
        expectAnswer(await send(harness.app, { method: 'POST', url, headers, payload }))
      }),
      { numRuns: 40 },
    )
  })

  it('is answered without a 5xx and with a problem document: addresses', async () => {
    const part = fc.oneof(
      fc.constantFrom(
        'backtest',
        'backtests',
        'start',
        'result',
        'datasets',
        'candles',
        '..',
        '%2e%2e',
        '%00',
        '%zz',
        '',
        '__proto__',
      ),
      fc.string({ unit: 'binary-ascii', maxLength: 20 }).map(encodeURIComponent),
    )
    const query = fc.dictionary(fc.constantFrom('limit', 'cursor', 'status', 'from', 'to', 'x'), part)
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH')
    await fc.assert(
      fc.asyncProperty(method, fc.array(part, { maxLength: 4 }), query, async (verb, parts, pairs) => {
        const search = Object.entries(pairs).map(([name, text]) => `${name}=${text}`)
        const url = `/${parts.join('/')}?${search.join('&')}`
        const answer = await send(harness.app, { method: verb, url, headers: { host: HOST } })
        if (verb === 'HEAD') expect(answer.statusCode).toBeLessThan(500)
        else expectAnswer(answer)
      }),
      { numRuns: 500 },
    )
  })
})
