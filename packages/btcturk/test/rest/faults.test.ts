import { describe, expect, it } from 'vitest'
import { createClient } from '../../src/client.ts'
import type { PublicClientOptions } from '../../src/client-options.ts'
import { createPublicClient } from '../../src/public-client.ts'
import { errorOf } from '../kit/error-of.ts'
import { CREDENTIALS } from '../kit/fake-exchange.ts'
import { enveloped, fakeFetch, never, type Reply, type SeenRequest } from '../kit/fake-fetch.ts'
import { FakeTime } from '../kit/fake-time.ts'
import { ORDER, TICKER } from './payloads.ts'

const HTML = '<html><head><title>Attention Required! | Cloudflare</title></head></html>'

const LIMIT_BUY = {
  symbol: 'BTCTRY',
  side: 'buy',
  method: 'limit',
  quantity: '0.01',
  price: '4000000',
  clientOrderId: 'mine-1',
} as const

type Answer = Reply | Error | Promise<Reply>

function world(answer: (request: SeenRequest, index: number) => Answer, options: PublicClientOptions = {}) {
  const time = new FakeTime()
  let index = 0
  const fetch = fakeFetch((request) => {
    if (request.url.pathname === '/api/v2/server/time') return { body: { serverTime: time.now() } }
    return answer(request, index++)
  })
  const ports = { clock: time, timers: time, random: () => 0.5, fetch }
  const client = createClient({ ports, credentials: CREDENTIALS, ...options })
  const calls = () => fetch.seen.filter(({ url }) => url.pathname !== '/api/v2/server/time')
  return { time, client, calls, seen: fetch.seen }
}

function networkError(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}

describe('what became of an order', () => {
  const rejection = { httpStatusCode: 400, data: null, success: false, message: 'FAILED_MIN_TOTAL_AMOUNT', code: 1123 }
  it.each<[string, () => Answer, object]>([
    ['a timeout', never, { code: 'timeout', outcome: 'unknown' }],
    ['a reset', () => networkError('ECONNRESET'), { code: 'network', outcome: 'unknown' }],
    ['a refused connection', () => networkError('ECONNREFUSED'), { code: 'network', outcome: 'not_sent' }],
    [
      '500',
      () => ({ status: 500, body: { success: false, message: 'INTERNAL_ERROR', code: 500 } }),
      { code: 'server_error', outcome: 'unknown' },
    ],
    ['502 in HTML', () => ({ status: 502, body: HTML }), { code: 'server_error', outcome: 'unknown' }],
    [
      'an internal error under status 400',
      () => ({ status: 400, body: { success: false, code: 'INTERNAL_ERROR' } }),
      { code: 'server_error', outcome: 'unknown' },
    ],
    [
      'an internal error under status 200',
      () => ({ body: { success: false, message: 'INTERNAL_ERROR', code: 'INTERNAL_ERROR' } }),
      { code: 'server_error', outcome: 'unknown' },
    ],
    [
      '429',
      () => ({ status: 429, headers: { 'Retry-After': '55' }, body: '' }),
      { code: 'rate_limited', outcome: 'unknown', retryAfterMs: 55_000 },
    ],
    [
      '429 that says in words for how long',
      () => ({
        status: 429,
        body: { success: false, code: 429, details: 'Quota exceeded. Please try again in 17 second(s).' },
      }),
      { code: 'rate_limited', outcome: 'unknown', retryAfterMs: 17_000 },
    ],
    ['408', () => ({ status: 408, body: '' }), { code: 'timeout', outcome: 'unknown' }],
    ['HTML under status 200', () => ({ body: HTML }), { code: 'malformed', outcome: 'unknown' }],
    ['nothing under status 200', () => ({ body: '' }), { code: 'malformed', outcome: 'unknown' }],
    [
      'a receipt that is not one',
      () => enveloped({ id: 'x' }),
      { code: 'malformed', outcome: 'unknown', field: 'data.id' },
    ],
    [
      'a rejection',
      () => ({ status: 400, body: rejection }),
      {
        code: 'rejected',
        outcome: 'rejected',
        exchange: { status: 400, number: 1123, message: 'FAILED_MIN_TOTAL_AMOUNT', reason: 'below_minimum_value' },
      },
    ],
    [
      'a rejection under status 200',
      () => ({ body: { ...rejection, httpStatusCode: 200 } }),
      { code: 'rejected', outcome: 'rejected' },
    ],
    ['a page of Cloudflare', () => ({ status: 403, body: HTML }), { code: 'forbidden', outcome: 'rejected' }],
    ['415 without a body', () => ({ status: 415, body: '' }), { code: 'rejected', outcome: 'rejected' }],
    [
      '401 that says success',
      () => ({ status: 401, body: { success: true, message: 'Unauthorized - Invalid Public key', code: 1037 } }),
      { code: 'unauthorized', outcome: 'rejected' },
    ],
    ['401 that says nothing', () => ({ status: 401, body: '' }), { code: 'unauthorized', outcome: 'rejected' }],
    [
      '401 for a stamp inside the window',
      () => ({ status: 401, body: { success: true, message: 'Unauthorized - Invalid Nonce', code: 1037 } }),
      { code: 'stamp_refused', outcome: 'rejected' },
    ],
  ])('after %s', async (_, answer, expected) => {
    const { time, client, calls } = world(answer)
    expect(await time.until(errorOf(client.submit(LIMIT_BUY)))).toMatchObject({ ...expected, clientOrderId: 'mine-1' })
    expect(calls().length, 'an order is sent once').toBe(1)
  })

  it('is not_sent where the signal came before', async () => {
    const { client, calls } = world(() => enveloped(null))
    expect(await errorOf(client.submit(LIMIT_BUY, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'aborted',
      outcome: 'not_sent',
    })
    expect(calls()).toEqual([])
  })

  it('is unknown where the signal or close() came while the answer was awaited', async () => {
    for (const end of ['signal', 'close'] as const) {
      const controller = new AbortController()
      const { time, client, calls } = world(never)
      const failed = errorOf(client.submit(LIMIT_BUY, { signal: controller.signal }))
      await time.advance(100)
      expect(calls().length).toBe(1)
      if (end === 'signal') controller.abort()
      else client.close()
      expect(await failed).toMatchObject({ code: 'aborted', outcome: 'unknown' })
      expect(calls()[0]!.signal.aborted).toBe(true)
    }
  })

  it('never shows a key, a secret or a signature', async () => {
    const { time, client, seen } = world(() => networkError('ECONNRESET'))
    const error = await time.until(errorOf(client.submit(LIMIT_BUY)))
    const { inspect } = await import('node:util')
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)
    for (const secret of [CREDENTIALS.secret, CREDENTIALS.publicKey, seen.at(-1)!.headers['X-Signature']!]) {
      expect(shown).not.toContain(secret)
    }
  })
})

describe('reads', () => {
  it('are repeated with jitter after what may pass, up to the number of attempts', async () => {
    const failures: Answer[] = [{ status: 503, body: HTML }, networkError('ECONNRESET'), enveloped([TICKER])]
    const { time, client, calls } = world((_, index) => failures[index]!)
    expect(await time.until(client.ticker())).toHaveLength(1)
    expect(calls()).toHaveLength(3)
    const { time: other, client: unlucky, calls: all } = world(() => ({ status: 500, body: '' }))
    expect(await other.until(errorOf(unlucky.ticker()))).toMatchObject({ code: 'server_error' })
    expect(all()).toHaveLength(3)
  })

  it('are not repeated after a refusal or an answer that cannot be read', async () => {
    for (const reply of [
      { status: 400, body: { success: false, code: 1037 } },
      { body: HTML },
      { status: 403, body: HTML },
    ]) {
      const { time, client, calls } = world(() => reply)
      await time.until(errorOf(client.ticker()))
      expect(calls()).toHaveLength(1)
    }
  })

  it('wait as long as Retry-After says, where that is short enough', async () => {
    const replies = [{ status: 429, headers: { 'Retry-After': '3' }, body: '' }, enveloped([])]
    const { time, client } = world((_, index) => replies[index]!)
    const start = time.monotonic()
    await time.until(client.ticker())
    expect(time.monotonic() - start).toBe(3000)
  })

  it('fail with the time left where Retry-After is longer than the wait', async () => {
    const { time, client, calls } = world(() => ({ status: 429, headers: { 'Retry-After': '55' }, body: '' }))
    expect(await time.until(errorOf(client.ticker()))).toMatchObject({ code: 'rate_limited', outcome: 'unknown' })
    const later = await errorOf(client.ticker())
    expect(later.retryAfterMs).toBeGreaterThan(50_000)
    expect(calls()).toHaveLength(1)
  })

  it('give an unknown symbol as the reason', async () => {
    const { time, client } = world(() => ({
      status: 400,
      body: { success: false, message: 'Pair NOPETRY does not exists.', code: 1037 },
    }))
    const error = await time.until(errorOf(client.orderBook({ symbol: 'NOPETRY' })))
    expect(error.exchange?.reason).toBe('unknown_symbol')
  })

  it('refuse an answer that is too long', async () => {
    const { time, client } = world(() => ({ body: `"${'x'.repeat(2000)}"` }), { maxBodyBytes: 1024 })
    expect(await time.until(errorOf(client.serverVersion()))).toMatchObject({ code: 'malformed' })
  })

  it('end in time where a body never ends', async () => {
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) })
    const time = new FakeTime()
    const fetch = async () => new Response(body)
    const client = createPublicClient({ ports: { clock: time, timers: time, fetch }, attempts: 1, timeoutMs: 2000 })
    const start = time.monotonic()
    expect(await time.until(errorOf(client.serverPing()))).toMatchObject({ code: 'timeout' })
    expect(time.monotonic() - start).toBe(2000)
  })
})

describe('cancels', () => {
  it('are repeated, since cancelling twice is harmless', async () => {
    const replies: Answer[] = [networkError('ECONNRESET'), { body: { success: true, message: 'SUCCESS', code: 0 } }]
    const { time, client, calls } = world((_, index) => replies[index]!)
    await time.until(client.cancel({ id: '31234567890' }))
    expect(calls().map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
      'DELETE /api/v1/order?id=31234567890',
      'DELETE /api/v1/order?id=31234567890',
    ])
    expect(calls()[0]!.body).toBeUndefined()
  })

  it.each<[string, () => Answer, object]>([
    ['a refused connection', () => networkError('ECONNREFUSED'), { code: 'network', outcome: 'unknown' }],
    ['a page of Cloudflare', () => ({ status: 403, body: HTML }), { code: 'forbidden', outcome: 'unknown' }],
    [
      'a word of the exchange',
      () => ({ status: 400, body: { success: false, message: 'ORDER_COULD_NOT_BE_CANCELED', code: 1051 } }),
      { code: 'rejected', outcome: 'rejected' },
    ],
  ])('that got no answer stay unknown after %s', async (_, second, expected) => {
    const { time, client } = world((_, index) => (index === 0 ? never() : second()))
    expect(await time.until(errorOf(client.cancel({ id: '1' })))).toMatchObject(expected)
  })

  it('go out while the breaker lets nothing else through', async () => {
    const ok = { body: { success: true, message: 'SUCCESS', code: 0 } }
    const { time, client } = world(({ method }) => (method === 'DELETE' ? ok : { status: 500, body: '' }), {
      attempts: 1,
    })
    await time.until(client.balances().catch(() => undefined))
    for (let index = 0; index < 6; index++) await time.until(client.ticker().catch(() => undefined))
    expect(await time.until(errorOf(client.ticker()))).toMatchObject({ code: 'unavailable', outcome: 'not_sent' })
    await time.until(client.cancel({ id: '1' }))
  })
})

describe('the circuit breaker', () => {
  it('opens after five failures, tries one request after its time, and closes with a success', async () => {
    let isDown = true
    const { time, client, calls } = world(() => (isDown ? { status: 500, body: '' } : enveloped([])), { attempts: 1 })
    for (let index = 0; index < 5; index++)
      expect((await time.until(errorOf(client.ticker()))).code).toBe('server_error')
    const refused = await errorOf(client.ticker())
    expect(refused).toMatchObject({ code: 'unavailable', outcome: 'not_sent', retryAfterMs: 5000 })
    await time.advance(5000)
    const [trial, meanwhile] = await time.until(Promise.all([errorOf(client.ticker()), errorOf(client.ticker())]))
    expect([trial.code, meanwhile.code]).toEqual(['server_error', 'unavailable'])
    expect(calls()).toHaveLength(6)
    await time.advance(5000)
    isDown = false
    await time.until(client.ticker())
    await time.until(client.ticker())
    expect(calls()).toHaveLength(8)
  })
})

it('a trial of the circuit breaker that was aborted tells nothing, and the next request is one', async () => {
  let isDown = true
  const { time, client } = world(() => (isDown ? { status: 500, body: '' } : never()), { attempts: 1 })
  for (let index = 0; index < 5; index++) await time.until(errorOf(client.ticker()))
  await time.advance(5000)
  isDown = false
  for (let trial = 0; trial < 2; trial++) {
    const controller = new AbortController()
    const failed = errorOf(client.ticker({}, { signal: controller.signal }))
    await time.advance(10)
    controller.abort()
    expect((await failed).code).toBe('aborted')
  }
})

describe('signed calls', () => {
  it('carry distinct rising stamps and valid signatures when made at once', async () => {
    const { time, client, calls } = world((): Promise<Reply> => time.sleep(5).then(() => enveloped([])))
    await time.until(Promise.all(Array.from({ length: 40 }, () => client.balances())))
    const stamps = calls().map(({ headers }) => Number(headers['X-Stamp']))
    expect(new Set(stamps).size).toBe(40)
    expect([...stamps].sort((a, b) => a - b)).toEqual(stamps)
    expect(calls()[0]!.headers).toMatchObject({ 'X-PCK': CREDENTIALS.publicKey, 'Content-Type': 'application/json' })
  })

  it('recover within one request where a stamp was refused because the clock had moved', async () => {
    const time = new FakeTime()
    let ahead = 0
    const fetch = fakeFetch(({ url, headers }) => {
      const server = time.monotonic() + 1_800_000_000_000 + ahead
      if (url.pathname === '/api/v2/server/time') return { body: { serverTime: server } }
      const isFresh = Math.abs(Number(headers['X-Stamp']) - server) <= 5000
      if (!isFresh) return { status: 401, body: { success: true, message: 'Unauthorized - Invalid Nonce', code: 1037 } }
      const data = {
        id: 1,
        quantity: '1',
        price: '1',
        stopPrice: '0',
        newOrderClientId: 'mine-1',
        type: 'buy',
        method: 'limit',
      }
      return enveloped(url.pathname.endsWith('/order') ? { ...data, pairSymbol: 'BTCTRY', datetime: server } : [])
    })
    const client = createClient({
      ports: { clock: time, timers: time, random: () => 0, fetch },
      credentials: CREDENTIALS,
    })
    await time.until(client.balances())
    // The exchange's clock alone moves: nothing here shows it before a stamp is refused.
    ahead = 3_600_000
    expect((await time.until(client.submit(LIMIT_BUY))).id).toBe('1')
    ahead = 0
    expect(await time.until(client.balances())).toEqual([])
  })

  it('are not tried where server time cannot be had', async () => {
    const time = new FakeTime()
    const fetch = fakeFetch(() => networkError('ENOTFOUND'))
    const client = createClient({ ports: { clock: time, timers: time, fetch }, credentials: CREDENTIALS })
    expect(await time.until(errorOf(client.submit(LIMIT_BUY)))).toMatchObject({
      code: 'clock_unknown',
      outcome: 'not_sent',
    })
    expect(fetch.seen.every(({ url }) => url.pathname === '/api/v2/server/time')).toBe(true)
  })

  it('end with their signal while server time is awaited, not sent', async () => {
    const time = new FakeTime()
    const fetch = fakeFetch(never)
    const client = createClient({ ports: { clock: time, timers: time, fetch }, credentials: CREDENTIALS })
    const controller = new AbortController()
    const failed = errorOf(client.submit(LIMIT_BUY, { signal: controller.signal }))
    await time.advance(100)
    controller.abort()
    expect(await failed).toMatchObject({ code: 'aborted', outcome: 'not_sent' })
  })

  it('end with close() while server time is awaited, and leave no timer behind', async () => {
    const time = new FakeTime()
    const fetch = fakeFetch(never)
    const client = createClient({ ports: { clock: time, timers: time, fetch }, credentials: CREDENTIALS })
    const failed = errorOf(client.balances())
    const measured = errorOf(client.syncClock())
    await time.advance(100)
    client.close()
    expect((await failed).outcome).toBe('not_sent')
    expect((await measured).code).toBe('clock_unknown')
    await time.advance(0)
    expect(time.pendingTimers).toBe(0)
  })

  it('are not possible without credentials', async () => {
    const { client } = world(() => enveloped([]))
    expect('balances' in createPublicClient()).toBe(false)
    expect('balances' in client).toBe(true)
  })
})

describe('a client', () => {
  it.each([
    [{ apiUrl: 'http://api.btcturk.com' }, 'apiUrl'],
    [{ graphUrl: 'nowhere' }, 'graphUrl'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ attempts: 1.5 }, 'attempts'],
  ])('refuses the options %j', async (options, field) => {
    expect(await errorOf(() => createPublicClient(options))).toMatchObject({ code: 'invalid_request', field })
  })

  it('speaks plain HTTP to this machine', () => {
    for (const host of ['127.0.0.1:4020', 'localhost:4020', '[::1]:4020'])
      createPublicClient({ apiUrl: `http://${host}` })
  })

  it('starts nothing by itself and holds no timer after a call', async () => {
    const { time, client, seen } = world(() => enveloped(ORDER))
    expect([time.pendingTimers, seen.length]).toEqual([0, 0])
    await time.until(client.order({ id: '1' }))
    expect(time.pendingTimers).toBe(0)
  })

  it('sends nothing after close()', async () => {
    const { client, seen } = world(() => enveloped([]))
    client.close()
    expect(await errorOf(client.ticker())).toMatchObject({ code: 'aborted', outcome: 'not_sent' })
    expect(seen).toEqual([])
  })
})
