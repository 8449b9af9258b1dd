import { createHash, hash } from 'node:crypto'
import {
  AuditError,
  appendRecord,
  canonicalJson,
  EMPTY_CHAIN,
  isAuditError,
  LOG_ACTOR,
  MAX_NAME_LENGTH,
  MAX_RECORD_BYTES,
  SEGMENT_SEALED,
  type Sha256,
  verifyLog,
} from '@tezgah/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyEvent, event, logOf, smallLog, stampOf } from '../events.ts'

const nodeSha256: Sha256 = (bytes) => hash('sha256', bytes, 'hex')
// Only a record in which nothing else is wrong comes as far as this.
const checkedAlone = (line: Uint8Array): string => {
  const result = verifyLog(line)
  return result.status === 'tampered' ? result.reason.replace('record 0: ', '') : result.status
}
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('appendRecord', () => {
  it('writes the record as canonical JSON on one line', () => {
    const { line } = appendRecord(EMPTY_CHAIN, { ...event(7), correlationId: 'r-1' }, stampOf(0))
    expect(text(line)).toMatchInlineSnapshot(`
      "{"action":"backtest.start","actor":"operator","boot":"0123456789abcdef0123456789abcdef","correlationId":"r-1","details":{"number":7},"hash":"5c7b4cc9de5daeb381c3c05ec95e7f97e8d9afcf8eef35a57db1e2cbed4ace05","mono":0,"outcome":"success","prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":0,"subject":"job-7","time":1750000000000}
      "
    `)
  })

  it('hashes the bytes of the line without its hash, tagged and framed by their length', () => {
    const { line, record } = appendRecord(
      EMPTY_CHAIN,
      { ...event(1), details: { hash: '"hash":"', ş: '₺' } },
      stampOf(0),
    )
    const body = Buffer.from(text(line).trimEnd().replace(`"hash":"${record.hash}",`, ''))
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(body.length))
    const expected = createHash('sha256').update('tezgah/audit/record/v2\n').update(length).update(body).digest('hex')
    expect(record.hash).toBe(expected)
  })

  it('chains each record to the one before, from 64 zeros on', () => {
    const records = smallLog(2).lines.map((line) => JSON.parse(text(line)))
    expect(records.map(({ seq }) => seq)).toEqual([0, 1, 2])
    expect(records.map(({ prev }) => prev)).toEqual(['0'.repeat(64), records[0].hash, records[1].hash])
  })

  it('shares nothing with the event: a later change of it leaves the record alone', () => {
    const details = { list: [1] }
    const { record, line } = appendRecord(EMPTY_CHAIN, { ...event(0), details }, stampOf(0))
    details.list.push(2)
    expect(record.details).toEqual({ list: [1] })
    expect(JSON.parse(text(line))).toEqual(record)
  })

  it('keeps every event on one line, reads back what was recorded, and verifies', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 5 }), (events) => {
        const { bytes, lines, state } = logOf(events)
        expect(verifyLog(bytes)).toMatchObject({ status: 'intact', ...state, bytes: bytes.length })
        for (const line of lines) expect(line.indexOf(0x0a)).toBe(line.length - 1)
        const parsed = text(bytes)
          .split('\n')
          .slice(1, -1)
          .map((line) => JSON.parse(line))
        expect(parsed.map(({ actor, subject }) => ({ actor, subject }))).toEqual(
          events.map(({ actor, subject }) => ({ actor, subject })),
        )
      }),
    )
  })

  it('does not let a field called __proto__ change anything but the record', () => {
    const details = JSON.parse('{"__proto__":{"polluted":true}}')
    const { record } = appendRecord(EMPTY_CHAIN, { ...event(0), details }, stampOf(0))
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
    ['half a surrogate pair', { actor: '\ud800' }, '$.actor: a lone surrogate is not text'],
  ])('refuses %s', (_, change, message) => {
    // What an untyped caller may pass.
    const wrong = JSON.parse('{}')
    Object.assign(wrong, event(0), change)
    expect(() => appendRecord(EMPTY_CHAIN, wrong, stampOf(0))).toThrow(
      expect.objectContaining({ code: 'invalid_event', message: `the event cannot be recorded: ${message}` }),
    )
  })

  it('takes a line of exactly the limit and refuses one byte more', () => {
    const withNote = (length: number) =>
      appendRecord(EMPTY_CHAIN, { ...event(0), details: { note: 'x'.repeat(length) } }, stampOf(0))
    const room = MAX_RECORD_BYTES - withNote(0).line.length
    expect(withNote(room).line.length).toBe(MAX_RECORD_BYTES)
    expect(checkedAlone(withNote(room).line)).toBe('the log must begin with the opening of a segment')
    expect(() => withNote(room + 1)).toThrow('the record takes 65537 bytes, the limit is 65536')
  })

  it('takes details 16 levels deep and refuses 17', () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) })
    const withDepth = (levels: number) =>
      appendRecord(EMPTY_CHAIN, { ...event(0), details: { ...nested(levels) } }, stampOf(0))
    expect(checkedAlone(withDepth(16).line)).toBe('the log must begin with the opening of a segment')
    expect(() => withDepth(17)).toThrow('$.details.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a: nested deeper than the limit')
  })

  it.each([
    [{ time: -1 }, 'time must be a whole number of milliseconds from 0, was -1'],
    [{ time: 0.5 }, 'time must be a whole number of milliseconds from 0, was 0.5'],
    [{ mono: Number.NaN }, 'mono must be a whole number of microseconds from 0, was NaN'],
    [{ boot: 'AB'.repeat(16) }, 'boot must be 32 lower-case hexadecimal digits'],
  ])('refuses the stamp %j', (change, message) => {
    const stamp = { ...stampOf(0), ...change }
    expect(() => appendRecord(EMPTY_CHAIN, event(0), stamp)).toThrow(new RangeError(message))
  })

  it('leaves the name of the log to the log', () => {
    const forged = { ...event(0), actor: LOG_ACTOR, action: SEGMENT_SEALED }
    const message = 'the event cannot be recorded: actor tezgah/audit is the log itself'
    expect(() => appendRecord(EMPTY_CHAIN, forged, stampOf(0))).toThrow(message)
    const hidden = { ...event(0), actor: 'tezgah/secret-name' }
    expect(appendRecord(EMPTY_CHAIN, hidden, stampOf(0)).record.actor).toBe('tezgah/secret-name')
  })

  it('writes the same bytes as the canonical form of the record, for any event', () => {
    fc.assert(
      fc.property(anyEvent, (each) => {
        const { record, line } = appendRecord(EMPTY_CHAIN, each, stampOf(0), { sha256: nodeSha256 })
        expect(text(line)).toBe(`${canonicalJson(record, { maxDepth: 17 })}\n`)
        expect(line).toEqual(appendRecord(EMPTY_CHAIN, each, stampOf(0)).line)
      }),
    )
  })
})

describe('isAuditError', () => {
  it('knows its own and those of another copy, and nothing else', () => {
    const foreign = Object.assign(new Error('x'), { name: 'AuditError', code: 'locked' })
    expect([new AuditError('locked', 'x'), foreign].every(isAuditError)).toBe(true)
    expect([new Error('x'), { name: 'AuditError', code: 'locked' }, null].some(isAuditError)).toBe(false)
  })
})
