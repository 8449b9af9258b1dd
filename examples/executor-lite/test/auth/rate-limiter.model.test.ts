import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RateLimiter } from '../../src/auth/rate-limiter.ts'

const WINDOW_MS = 60_000
const LIMIT = 60

/** The rule, word for word: every allowed request is kept, and counted again each time. */
class Naive {
  readonly #allowed = new Map<string, number[]>()

  take(key: string, now: number): boolean {
    const kept = (this.#allowed.get(key) ?? []).filter((at) => at > now - WINDOW_MS)
    this.#allowed.set(key, kept)
    if (kept.length >= LIMIT) return false
    kept.push(now)
    return true
  }
}

it('allows what a naive model allows, in 100,000 random requests', () => {
  const request = fc.record({
    step: fc.oneof(
      { weight: 600, arbitrary: fc.integer({ min: 0, max: 400 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 61_000 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, 1, 59_999, 60_000, 60_001) },
    ),
    client: fc.constantFrom('a', 'b', 'c'),
  })
  const seed = 20_260_101
  let now = 0
  const limiter = new RateLimiter(LIMIT, () => now)
  const naive = new Naive()
  let refused = 0
  for (const [i, { step, client }] of fc.sample(request, { numRuns: 100_000, seed }).entries()) {
    now += step
    const { allowed } = limiter.take(client)
    expect(allowed, `request ${i} of ${client} at ${now}, seed ${seed}`).toBe(naive.take(client, now))
    if (!allowed) refused++
  }
  expect(refused).toBeGreaterThan(1_000)
})

it('keeps room for clients who have shown who they are, however many strangers come', () => {
  const limiter = new RateLimiter(LIMIT, () => 0)
  for (let i = 0; i < 20_000; i++) limiter.take(`stranger-${i}`)
  expect(limiter.take('one more').allowed).toBe(false)
  expect(limiter.take('ayse', true).allowed).toBe(true)
})
