import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHarness, type get, type Harness, HOST, send, start } from './fixtures/harness.ts'

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
