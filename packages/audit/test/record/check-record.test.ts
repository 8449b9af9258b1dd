import { appendRecord, checkRecord, EMPTY_CHAIN } from '@tezgah/audit'
import { describe, expect, it } from 'vitest'

const stamp = { time: 1, mono: 2, boot: '0'.repeat(32) }
const event = { actor: 'ada', action: 'kill', subject: 'desk', outcome: 'success', details: { b: 1, a: 'ğ' } } as const
const { record } = appendRecord(EMPTY_CHAIN, event, stamp)

describe('a record that came as JSON', () => {
  it('is accepted when form, hash and link are right, with its members in any order', () => {
    const shuffled = JSON.parse(JSON.stringify(record, Object.keys(record).reverse().concat('a', 'b')))
    expect(checkRecord(shuffled, null)).toEqual(record)
    expect(checkRecord(record, EMPTY_CHAIN)).toEqual(record)
  })

  it.each([
    [{ ...record, actor: 'eve' }, 'hash does not match the content'],
    [{ ...record, seq: 1 }, 'seq is 1'],
    [{ ...record, prev: 'ab'.repeat(32) }, 'prev is not the hash of the record before'],
    [{ ...record, more: 1 }, 'a field that records do not have'],
    [{ ...record, subject: '\ud800' }, 'not a record'],
    [{ ...record, details: { a: 'x'.repeat(70_000) } }, 'longer than a record may be'],
    [null, 'not a JSON object'],
  ])('is refused otherwise: %#', (value, problem) => {
    expect(checkRecord(value, EMPTY_CHAIN)).toBe(problem)
  })
})
