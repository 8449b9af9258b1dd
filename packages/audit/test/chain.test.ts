import { createHash } from 'node:crypto'
import {
  AuditError,
  appendRecord,
  EMPTY_CHAIN,
  isAuditError,
  MAX_NAME_LENGTH,
  MAX_RECORD_BYTES,
  verifyLog,
} from '@tezgah/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyEvent, event, logOf, smallLog } from './events.ts'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('appendRecord', () => {
  it('writes the record as canonical JSON on one line', () => {
    const { line } = appendRecord(EMPTY_CHAIN, { ...event(7), correlationId: 'r-1' }, 1_750_000_000_000)
    expect(text(line)).toMatchInlineSnapshot(`
      "{"action":"backtest.start","actor":"operator","correlationId":"r-1","details":{"number":7},"hash":"cfba1a3decdf60e27583ba3261b5b5830f059d07e6ea9abf3f4e3c411b3634d3","outcome":"success","prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":0,"subject":"job-7","time":1750000000000}
      "
    `)
  })

  it('hashes the bytes of the line without its hash, tagged and framed by their length', () => {
    const { line, record } = appendRecord(EMPTY_CHAIN, { ...event(1), details: { hash: '"hash":"', ş: '₺' } }, 0)
    const body = Buffer.from(text(line).trimEnd().replace(`"hash":"${record.hash}",`, ''))
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(body.length))
    const expected = createHash('sha256').update('tezgah/audit/record/v1\n').update(length).update(body).digest('hex')
    expect(record.hash).toBe(expected)
  })

  it('chains each record to the one before, from 64 zeros on', () => {
    const records = smallLog(3).lines.map((line) => JSON.parse(text(line)))
    expect(records.map(({ seq }) => seq)).toEqual([0, 1, 2])
    expect(records.map(({ prev }) => prev)).toEqual(['0'.repeat(64), records[0].hash, records[1].hash])
  })

  it('shares nothing with the event: a later change of it leaves the record alone', () => {
    const details = { list: [1] }
    const { record, line } = appendRecord(EMPTY_CHAIN, { ...event(0), details }, 0)
    details.list.push(2)
    expect(record.details).toEqual({ list: [1] })
    expect(JSON.parse(text(line))).toEqual(record)
  })

  it('keeps every event on one line, reads back what was recorded, and verifies', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 5 }), (events) => {
        const { bytes, lines, state } = logOf(events)
        expect(verifyLog(bytes)).toEqual({
          status: 'intact',
          records: state.size,
          head: state.head,
          bytes: bytes.length,
        })
        for (const line of lines) expect(line.indexOf(0x0a)).toBe(line.length - 1)
        const parsed = text(bytes)
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line))
        expect(parsed.map(({ actor, subject }) => ({ actor, subject }))).toEqual(
          events.map(({ actor, subject }) => ({ actor, subject })),
        )
      }),
    )
  })

  it('does not let a field called __proto__ change anything but the record', () => {
    const details = JSON.parse('{"__proto__":{"polluted":true}}')
    const { record } = appendRecord(EMPTY_CHAIN, { ...event(0), details }, 0)
    expect(JSON.stringify(record.details)).toBe('{"__proto__":{"polluted":true}}')
    expect('polluted' in {}).toBe(false)
  })

  it.each([
    ['an empty actor', { actor: '' }, 'actor must have 1 to 256 characters, had 0'],
    ['a long subject', { subject: 'x'.repeat(MAX_NAME_LENGTH + 1) }, 'subject must have 1 to 256 characters, had 257'],
    ['a number as action', { action: 5 }, 'action must be a string, was number'],
    ['an unknown outcome', { outcome: 'ok' }, 'outcome must be one of success, failure, refused, unknown'],
    ['details that are a list', { details: [] }, 'details must be a plain object, was an array'],
    ['a null correlation id', { correlationId: null }, 'correlationId must be a string, was null'],
    ['NaN', { details: { a: Number.NaN } }, '$.details.a: JSON has no NaN'],
    ['half a surrogate pair', { actor: '\ud800' }, '$.actor: half a surrogate pair is not text'],
  ])('refuses %s', (_, change, message) => {
    // What an untyped caller may pass.
    const wrong = JSON.parse('{}')
    Object.assign(wrong, event(0), change)
    expect(() => appendRecord(EMPTY_CHAIN, wrong, 0)).toThrow(
      expect.objectContaining({ code: 'invalid_event', message: `the event cannot be recorded: ${message}` }),
    )
  })

  it('takes a line of exactly the limit and refuses one byte more', () => {
    const withNote = (length: number) =>
      appendRecord(EMPTY_CHAIN, { ...event(0), details: { note: 'x'.repeat(length) } }, 0)
    const room = MAX_RECORD_BYTES - withNote(0).line.length
    expect(withNote(room).line.length).toBe(MAX_RECORD_BYTES)
    expect(verifyLog(withNote(room).line).status).toBe('intact')
    expect(() => withNote(room + 1)).toThrow('the record takes 65537 bytes, the limit is 65536')
  })

  it('takes details 16 levels deep and refuses 17', () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) })
    const withDepth = (levels: number) => appendRecord(EMPTY_CHAIN, { ...event(0), details: { ...nested(levels) } }, 0)
    expect(verifyLog(withDepth(16).line).status).toBe('intact')
    expect(() => withDepth(17)).toThrow('details: nested deeper than 16')
  })

  it('refuses a time that is not a whole number of milliseconds', () => {
    for (const time of [-1, 0.5, Number.NaN])
      expect(() => appendRecord(EMPTY_CHAIN, event(0), time)).toThrow(RangeError)
  })
})

describe('isAuditError', () => {
  it('knows its own and those of another copy, and nothing else', () => {
    const foreign = Object.assign(new Error('x'), { name: 'AuditError', code: 'locked' })
    expect([new AuditError('locked', 'x'), foreign].every(isAuditError)).toBe(true)
    expect([new Error('x'), { name: 'AuditError', code: 'locked' }, null].some(isAuditError)).toBe(false)
  })
})
