import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateLimiter } from '../../src/auth/rate-limiter.ts'

const WINDOW_MS = 60_000

describe('RateLimiter', () => {
  it('allows exactly the limit in any 60 s, and never refuses without need', () => {
    const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 70_000 })), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), gaps, (limit, steps) => {
        let now = 0
        const limiter = new RateLimiter(limit, () => now)
        const allowed: number[] = []
        for (const step of steps) {
          now += step
          const inWindow = allowed.filter((at) => at > now - WINDOW_MS).length
          const verdict = limiter.take('a')
          expect(verdict.allowed).toBe(inWindow < limit)
          if (verdict.allowed) allowed.push(now)
        }
      }),
    )
  })

  it('says exactly when the next request is allowed', () => {
    let now = 0
    const limiter = new RateLimiter(2, () => now)
    limiter.take('a')
    now = 1_000
    limiter.take('a')
    now = 5_000
    expect(limiter.take('a')).toEqual({ allowed: false, retryAfterMs: 55_000 })
    now = 59_999
    expect(limiter.take('a')).toEqual({ allowed: false, retryAfterMs: 1 })
    now = 60_000
    expect(limiter.take('a')).toEqual({ allowed: true })
    expect(limiter.take('a')).toEqual({ allowed: false, retryAfterMs: 1_000 })
  })

  it('keeps clients apart', () => {
    const limiter = new RateLimiter(1, () => 0)
    expect([limiter.take('a').allowed, limiter.take('b').allowed, limiter.take('a').allowed]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('forgets clients whose window has passed, and refuses new ones when there is no room', () => {
    let now = 0
    const limiter = new RateLimiter(60, () => now)
    for (let i = 0; i < 20_000; i++) limiter.take(`client-${i}`)
    expect(limiter.size).toBe(10_000)
    expect(limiter.take('one more').allowed).toBe(false)
    now = 60_000
    expect(limiter.take('one more').allowed).toBe(true)
    expect(limiter.size).toBe(1)
  })

  it('remembers fewer clients when each needs more room', () => {
    const limiter = new RateLimiter(100_000, () => 0)
    for (let i = 0; i < 100; i++) limiter.take(`client-${i}`)
    expect(limiter.size).toBe(10)
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %s', (limit) => {
    expect(() => new RateLimiter(limit, () => 0)).toThrow(/limit must be a whole number from 1 up/)
  })
})
