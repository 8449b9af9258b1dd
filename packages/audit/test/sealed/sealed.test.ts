import { createHash } from 'node:crypto'
import {
  appendRecord,
  canonicalJson,
  checkDisclosure,
  commitment,
  EMPTY_CHAIN,
  formatDisclosure,
  type JsonObject,
  parseDisclosure,
  REDACTED,
  SEALED_NAME,
} from '@tezgah/audit'
import { describe, expect, it } from 'vitest'
import { event, stampOf } from '../events.ts'

const salt = '5a'.repeat(32)
const details = { customer: { name: 'Ayşe', 'a/b~c': [1, 'two'] }, total: '12.50', apiToken: 'never written' }
const seal = (...paths: string[]) =>
  appendRecord(EMPTY_CHAIN, { ...event(0), details }, stampOf(0), { seal: paths.map((path) => ({ path, salt })) })

describe('sealed values', () => {
  it('leave a commitment in the record, and are disclosed beside it', () => {
    const { record, line, disclosures } = seal('/customer/name', '/customer/a~1b~0c/1')
    const [name, second] = disclosures
    expect(record.details).toEqual({
      customer: {
        name: { [SEALED_NAME]: commitment(salt, 'Ayşe') },
        'a/b~c': [1, { [SEALED_NAME]: commitment(salt, 'two') }],
      },
      total: '12.50',
      apiToken: REDACTED,
    })
    expect(String(Buffer.from(line))).not.toContain('Ayşe')
    expect(name).toEqual({ seq: 0, path: '/customer/name', salt, value: 'Ayşe' })
    expect(disclosures.every((each) => checkDisclosure(record, each))).toBe(true)
    expect(second && parseDisclosure(formatDisclosure(second))).toEqual(second)
  })

  it('are hashed with their tag and salt', () => {
    const expected = createHash('sha256').update('tezgah/audit/sealed/v1\n').update(Buffer.from(salt, 'hex'))
    expect(commitment(salt, { b: 1, a: '₺' })).toBe(expected.update('{"a":"₺","b":1}').digest('hex'))
    expect(() => commitment('5a', 1)).toThrow('salt must be 64 lower-case hexadecimal digits')
  })

  it('are redacted before they are sealed', () => {
    expect(seal('/apiToken').disclosures).toMatchObject([{ value: REDACTED }])
  })

  it.each([
    '',
    'customer',
    '/nobody',
    '/customer/name/first',
    '/customer/a~1b~0c/01',
    '/customer/a~1b~0c/2',
    '/~2',
    '/toString',
  ])('cannot be at %j', (path) => {
    expect(() => seal(path)).toThrow(expect.objectContaining({ code: 'invalid_event' }))
  })

  it('are sealed once, and not together with what they stand in', () => {
    for (const paths of [
      ['/total', '/total'],
      ['/customer/name', '/customer'],
      ['/total', `/total/${SEALED_NAME}`],
    ])
      expect(() => seal(...paths)).toThrow('details: nothing can be sealed at')
  })

  it('cannot be passed off by an event', () => {
    const forged: JsonObject = { price: { [SEALED_NAME]: salt } }
    expect(() => appendRecord(EMPTY_CHAIN, { ...event(0), details: forged }, stampOf(0))).toThrow(
      'details: no field may be called $sealed',
    )
  })
})

describe('checkDisclosure', () => {
  const { record, disclosures } = seal('/total')
  const disclosure = disclosures[0]!

  it.each([
    ['another value', { value: '12.5' }],
    ['another salt', { salt: 'a5'.repeat(32) }],
    ['another place', { path: '/customer/name' }],
    ['another record', { seq: 1 }],
    ['no place', { path: '/none' }],
  ])('sees %s', (_, change) => {
    expect(checkDisclosure(record, disclosure)).toBe(true)
    expect(checkDisclosure(record, { ...disclosure, ...change })).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['no object', '[]'],
    ['a field more', canonicalJson({ ...disclosure, more: 1 }, { maxDepth: 9 })],
    ['a field less', canonicalJson({ seq: 0, path: '', salt }, { maxDepth: 9 })],
    ['white space', ` ${formatDisclosure(disclosure)}`],
    ['another order', JSON.stringify({ value: 1, seq: 0, salt, path: '' })],
  ])('reads no line that is %s', (_, line) => {
    expect(parseDisclosure(line)).toBeNull()
  })
})
