import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateLimiter } from '../../src/rate-limit.ts'
import { addressGroup, peerOf } from '../../src/security/peer.ts'

const sent = (remoteAddress: string, ...forwarded: string[]) => ({
  remoteAddress,
  rawHeaders: forwarded.flatMap((value) => ['X-Forwarded-For', value]),
})

describe('addressGroup', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:8080', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    ['0:0:0:0:0:ffff:203.0.113.9', '203.0.113.9'],
    ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::ffff', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
    ['::203.0.113.9', '0:0:0:0::/64'],
    [' 10.0.0.1 ', '10.0.0.1'],
  ])('%s is %s', (text, group) => expect(addressGroup(text)).toBe(group))

  it.each(['', 'unknown', '_hidden', '1.2.3', '1.2.3.4.5', '::g', '10.0.0.1\r\nx', '127.1', '1:2:3:4:5:6:7:8:9'])(
    '%j is no address',
    (text) => expect(addressGroup(text)).toBeNull(),
  )

  it('puts all addresses of a /64 together, however they are written', () => {
    const group = fc.integer({ min: 0, max: 0xffff })
    const eight = fc.tuple(group, group, group, group, group, group, group, group)
    fc.assert(
      fc.property(eight, (groups) => {
        fc.pre(groups.slice(0, 4).some((value) => value !== 0))
        const expected = `${groups
          .slice(0, 4)
          .map((value) => value.toString(16))
          .join(':')}::/64`
        const plain = groups.map((value) => value.toString(16)).join(':')
        const short = new URL(`http://[${plain}]/`).hostname
        for (const text of [plain, plain.toUpperCase(), short]) expect(addressGroup(text)).toBe(expected)
      }),
    )
  })
})

describe('peerOf', () => {
  it('believes no header where no proxy is trusted', () => {
    expect(peerOf(sent('10.0.0.9', '1.1.1.1'), 0)).toBe('10.0.0.9')
  })

  it('reads from the right, over all headers of the name', () => {
    const request = sent('10.0.0.9', '6.6.6.6, 7.7.7.7', '1.1.1.1,2.2.2.2')
    expect([1, 2, 3, 4, 5].map((hops) => peerOf(request, hops))).toEqual([
      '2.2.2.2',
      '1.1.1.1',
      '7.7.7.7',
      '6.6.6.6',
      '6.6.6.6',
    ])
  })

  it('falls back to the connection where the entry is missing or no address', () => {
    expect(peerOf(sent('10.0.0.9'), 1)).toBe('10.0.0.9')
    expect(peerOf(sent('10.0.0.9', '1.1.1.1, unknown'), 1)).toBe('10.0.0.9')
    expect(peerOf(sent('10.0.0.9', ''), 1)).toBe('10.0.0.9')
  })

  it.each([0, 1, 2, 3])('gives a client one bucket whatever it forges, behind %i proxies', (hops) => {
    const limiter = new RateLimiter(60, () => 0)
    const added = ['198.51.100.7', '10.0.0.2', '10.0.0.3'].slice(0, hops)
    let allowed = 0
    const forged = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 5 })
    for (const claims of fc.sample(forged, { numRuns: 10_000, seed: 1 })) {
      const peer = peerOf(sent('10.0.0.4', [...claims, ...added].join(', ')), hops)
      if (limiter.take(peer).allowed) allowed++
    }
    expect([allowed, limiter.size]).toEqual([60, 1])
  })
})
