import { expect, it } from 'vitest'
import { addressGroup } from '../../src/http/peer.ts'

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:db8:1:2::1', '2001:db8:1:2::'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::'],
  ['::1', '0:0:0:0::'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['fe80::1%eth0', null],
  ['203.0.113.7:443', null],
  ['203.0.113', null],
  ['nobody', null],
  ['', null],
])('%s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})
