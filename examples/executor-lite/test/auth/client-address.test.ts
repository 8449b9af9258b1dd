import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientAddressOf } from '../../src/auth/client-address.ts'
import { RateLimiter } from '../../src/auth/rate-limiter.ts'

const sent = (remoteAddress: string, ...forwarded: string[]) => ({
  remoteAddress,
  rawHeaders: forwarded.flatMap((value) => ['X-Forwarded-For', value]),
})

describe('clientAddressOf', () => {
  it('believes no header where no proxy is trusted', () => {
    expect(clientAddressOf(sent('10.0.0.9', '1.1.1.1'), 0)).toBe('10.0.0.9')
  })

  it('reads from the right, over all headers of the name', () => {
    const request = sent('10.0.0.9', '6.6.6.6, 7.7.7.7', '1.1.1.1,2.2.2.2')
    expect([1, 2, 3, 4, 5].map((hops) => clientAddressOf(request, hops))).toEqual([
      '2.2.2.2',
      '1.1.1.1',
      '7.7.7.7',
      '6.6.6.6',
      '6.6.6.6',
    ])
  })

  it('falls back to the connection where the entry is missing or no address', () => {
    expect(clientAddressOf(sent('10.0.0.9'), 1)).toBe('10.0.0.9')
    expect(clientAddressOf(sent('10.0.0.9', '1.1.1.1, unknown'), 1)).toBe('10.0.0.9')
    expect(clientAddressOf(sent('10.0.0.9', ''), 1)).toBe('10.0.0.9')
  })

  it.each([0, 1, 2, 3])('gives a client one bucket whatever it forges, behind %i proxies', (hops) => {
    const limiter = new RateLimiter(60, () => 0)
    const added = ['198.51.100.7', '10.0.0.2', '10.0.0.3'].slice(0, hops)
    let allowed = 0
    const forged = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 5 })
    for (const claims of fc.sample(forged, { numRuns: 10_000, seed: 1 })) {
      const peer = clientAddressOf(sent('10.0.0.4', [...claims, ...added].join(', ')), hops)
      if (limiter.take(peer).allowed) allowed++
    }
    expect([allowed, limiter.size]).toEqual([60, 1])
  })
})
