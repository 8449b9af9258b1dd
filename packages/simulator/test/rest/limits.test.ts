import { describe, expect, it } from 'vitest'
import { LIMITS, RateLimiter } from '../../src/rest/rate-limits.ts'
import { RestClient, standingSimulator } from '../rest-client.ts'

describe('a limit', () => {
  it('opens its period with the first request, blocks once it is passed, and tells how long', () => {
    const limiter = new RateLimiter()
    const at = (now: number) => limiter.check(LIMITS.balances, 'here', now)
    for (let request = 0; request < 120; request += 1) expect(at(1000 + request)).toBeNull()
    expect(at(2000)).toMatchObject({ limit: 120, period: '1m', policy: 'ip', retryAfterMs: 60_000 })
    expect(at(61_999)).toMatchObject({ retryAfterMs: 1 })
    expect(at(62_000)).toBeNull()
  })

  it('begins again after its period', () => {
    const limiter = new RateLimiter()
    for (let minute = 0; minute < 3; minute += 1) {
      for (let request = 0; request < 120; request += 1) {
        expect(limiter.check(LIMITS.balances, 'here', minute * 60_000)).toBeNull()
      }
    }
  })

  it('holds by the second as well for orders', () => {
    const limiter = new RateLimiter()
    for (let request = 0; request < 10; request += 1) expect(limiter.check(LIMITS.submit, 'here', 0)).toBeNull()
    expect(limiter.check(LIMITS.submit, 'here', 999)).toMatchObject({ limit: 10, period: '1s' })
  })

  it('counts every caller by itself', () => {
    const limiter = new RateLimiter()
    for (let request = 0; request < 121; request += 1) limiter.check(LIMITS.balances, 'here', 0)
    expect(limiter.check(LIMITS.balances, 'there', 0)).toBeNull()
  })
})

it('answers 429 with seconds in a header', async () => {
  const simulator = await standingSimulator()
  const client = new RestClient(simulator)
  for (let request = 0; request < 180; request += 1) {
    expect((await client.get('/api/v2/orderbook?pairSymbol=BTCTRY&limit=1')).status).toBe(200)
  }
  simulator.time.advance(5000)
  const refused = await client.get('/api/v2/orderbook?pairSymbol=BTCTRY')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('60')
  expect(refused.body).toEqual({
    message: 'TOO_MANY_REQUESTS',
    success: false,
    code: 429,
    details: 'Quota exceeded. Maximum allowed: 180 per 1m.',
    limit: '180',
    period: '1m',
    policy: 'ip',
  })
  simulator.time.advance(59_000)
  expect((await client.get('/api/v2/orderbook?pairSymbol=BTCTRY')).headers.get('retry-after')).toBe('1')
  simulator.time.advance(1000)
  expect((await client.get('/api/v2/orderbook?pairSymbol=BTCTRY')).status).toBe(200)
  await simulator.close()
})

it('tells of the account where that is what is limited', async () => {
  const simulator = await standingSimulator()
  const client = new RestClient(simulator)
  for (let request = 0; request < 10; request += 1) await client.order({})
  const refused = await client.order({})
  expect(refused.status).toBe(429)
  expect(refused.body).toMatchObject({
    details: 'Quota exceeded. Maximum allowed: 10 per 1s. Please try again in 60 second(s).',
    limit: '10',
    policy: 'account',
  })
  await simulator.close()
})
