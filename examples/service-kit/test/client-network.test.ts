import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientNetwork } from '../src/client-network.ts'

describe('clientNetwork', () => {
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
  ])('%s is %s', (text, group) => expect(clientNetwork(text)).toBe(group))

  it.each(['', 'unknown', '_hidden', '1.2.3', '1.2.3.4.5', '::g', '10.0.0.1\r\nx', '127.1', '1:2:3:4:5:6:7:8:9'])(
    '%j is no address',
    (text) => expect(clientNetwork(text)).toBeNull(),
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
        for (const text of [plain, plain.toUpperCase(), short]) expect(clientNetwork(text)).toBe(expected)
      }),
    )
  })
})
