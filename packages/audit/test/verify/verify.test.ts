import { createVerifier, EMPTY_CHAIN, EMPTY_ROOT, MAX_RECORD_BYTES, type Verification, verifyLog } from '@tezgah/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyEvent, logOf, smallLog } from '../events.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const join = (...pieces: readonly Uint8Array[]): Uint8Array => Buffer.concat(pieces)
const summary = (result: Verification): unknown => [
  result.status,
  result.records,
  'firstBadSeq' in result ? result.firstBadSeq : null,
  'reason' in result ? result.reason : null,
]

describe('verifyLog', () => {
  // The opening of the segment, and three events.
  const { bytes, lines, state } = smallLog(3)
  const [first = bytes, second = bytes, third = bytes, fourth = bytes] = lines

  it('finds an empty log intact', () => {
    expect(verifyLog(new Uint8Array())).toEqual({
      status: 'intact',
      size: 0,
      head: '0'.repeat(64),
      root: EMPTY_ROOT,
      frontier: [],
      first: 0,
      records: 0,
      bytes: 0,
      segment: null,
      pinsMatched: 0,
    })
    expect(verifyLog([], { pinned: EMPTY_CHAIN }).status).toBe('intact')
  })

  it('gives the same verdict however the bytes are cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 4 }), fc.nat(), fc.array(fc.nat(300)), (events, cut, sizes) => {
        const whole = logOf(events).bytes
        const log = whole.subarray(0, whole.length - (cut % 50))
        const pieces: Uint8Array[] = []
        let start = 0
        for (const size of [...sizes, log.length]) {
          pieces.push(log.slice(start, start + size))
          start += size
        }
        expect(verifyLog(pieces)).toEqual(verifyLog(log))
      }),
    )
  })

  it('does not need the pieces after it has taken them', () => {
    const verifier = createVerifier()
    const buffer = new Uint8Array(7)
    for (let start = 0; start < bytes.length; start += buffer.length) {
      const piece = bytes.subarray(start, start + buffer.length)
      buffer.set(piece)
      verifier.push(buffer.subarray(0, piece.length))
    }
    expect(verifier.end()).toMatchObject({ status: 'intact', records: 4, head: state.head, bytes: bytes.length })
  })

  const edited = (from: string, to: string): Uint8Array =>
    join(first, bytesOf(new TextDecoder().decode(second).replace(from, to)), third)

  it.each([
    ['a record removed', join(first, third, fourth), 1, 'record 1: seq is 2'],
    ['two records swapped', join(first, third, second, fourth), 1, 'record 1: seq is 2'],
    ['a record given twice', join(first, second, second, third), 2, 'record 2: seq is 1'],
    ['the first record removed', join(second, third), 0, 'record 0: the log must begin with the opening of a segment'],
    [
      'a record of another log',
      join(
        first,
        second,
        logOf([
          { actor: 'x', action: 'x', subject: 'x', outcome: 'success' },
          { actor: 'y', action: 'y', subject: 'y', outcome: 'success' },
        ]).lines[2] ?? first,
      ),
      2,
      'record 2: prev is not the hash of the record before',
    ],
    ['an empty line', join(first, bytesOf('\n'), second), 1, 'record 1: not a JSON object'],
    ['a carriage return', edited('\n', '\r\n'), 1, 'record 1: not in canonical form'],
    ['a byte order mark', join(bytesOf('\ufeff'), first), 0, 'record 0: not a JSON object'],
    ['white space', edited(',', ', '), 1, 'record 1: not in canonical form'],
    ['another spelling of a number', edited('"number":0', '"number":0.0'), 1, 'record 1: not in canonical form'],
    ['another spelling of a letter', edited('operator', '\\u006fperator'), 1, 'record 1: not in canonical form'],
    ['a member given twice', edited('"actor":', '"actor":"evil","actor":'), 1, 'record 1: not in canonical form'],
    ['a field more', edited('}\n', ',"x":1}\n'), 1, 'record 1: a field that records do not have'],
    ['another value', edited('operator', 'operatot'), 1, 'record 1: hash does not match the content'],
    [
      'bytes that are not UTF-8',
      join(bytesOf('{"action":"'), Uint8Array.of(0xc0, 0xaf, 0x0a)),
      0,
      'record 0: not UTF-8',
    ],
    ['text after the last record', join(bytes, bytesOf('# end')), 4, 'record 4: not the beginning of a record'],
    [
      'a control character at the end',
      join(bytes, bytesOf('{"action":"a\tb')),
      4,
      'record 4: a control character inside a record',
    ],
    [
      'the last line feed replaced',
      join(bytes.subarray(0, -1), bytesOf('}')),
      3,
      'record 3: its line feed was replaced',
    ],
    ['NUL bytes inside', join(first, new Uint8Array(9), third), 1, 'record 1: NUL bytes with something after them'],
    [
      'a line without an end',
      join(first, bytesOf(`{"action":"${'x'.repeat(MAX_RECORD_BYTES)}`)),
      1,
      `record 1: longer than ${MAX_RECORD_BYTES} bytes`,
    ],
    [
      'a nest of brackets',
      bytesOf(`{"action":${'['.repeat(30_000)}${']'.repeat(30_000)}}\n`),
      0,
      'record 0: no field seq',
    ],
  ])('finds %s tampered', (_, log, firstBadSeq, reason) => {
    const result = verifyLog(log)
    expect(summary(result)).toEqual(['tampered', firstBadSeq, firstBadSeq, reason])
  })

  it('calls every cut of the last line torn, and says where the next record belongs', () => {
    const kept = bytes.length - fourth.length
    for (let length = kept + 1; length < bytes.length; length++) {
      const result = verifyLog(bytes.subarray(0, length))
      expect(result).toMatchObject({ status: 'torn', records: 3, bytes: kept, tornBytes: length - kept })
    }
  })

  it('calls a tail of NUL bytes torn, alone and after half a line, however long', () => {
    const nuls = new Uint8Array(200_000)
    expect(verifyLog(join(bytes, nuls))).toMatchObject({
      status: 'torn',
      records: 4,
      tornBytes: 200_000,
      reason: 'record 4: 200000 NUL bytes',
    })
    expect(verifyLog([first, second.subarray(0, 30), nuls])).toMatchObject({
      status: 'torn',
      records: 1,
      bytes: first.length,
      tornBytes: 200_030,
      reason: 'record 1: 30 bytes of an unfinished line and 200000 NUL bytes',
    })
  })

  it('accepts a log that grew beyond the pinned state', () => {
    for (let size = 0; size <= 4; size++) {
      const pinned = size === 0 ? EMPTY_CHAIN : smallLog(size - 1).state
      expect(verifyLog(bytes, { pinned }).status, `pinned at ${size}`).toBe('intact')
    }
  })

  it('finds a log tampered that lost records of the pinned state, a torn one too', () => {
    expect(summary(verifyLog(join(first, second), { pinned: state }))).toEqual([
      'tampered',
      2,
      2,
      'the log had 4 records, 2 are left',
    ])
    expect(verifyLog(bytes.subarray(0, -1), { pinned: state })).toMatchObject({ status: 'tampered', firstBadSeq: 3 })
    expect(verifyLog(new Uint8Array(), { pinned: state })).toMatchObject({ status: 'tampered', firstBadSeq: 0 })
  })

  it('finds a log tampered that was written anew', () => {
    const forged = logOf(
      Array.from({ length: 6 }, () => ({ actor: 'x', action: 'x', subject: 'x', outcome: 'success' })),
    )
    expect(verifyLog(forged.bytes).status, 'without a pin it cannot be known').toBe('intact')
    expect(summary(verifyLog(forged.bytes, { pinned: state }))).toEqual([
      'tampered',
      7,
      0,
      'the first 4 records are not those that were pinned',
    ])
    expect(verifyLog(bytes, { pinned: { size: 0, head: state.head } }).status).toBe('tampered')
  })

  it('raises no alarm about an honest log, whole or cut by a crash', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(20), (events, pick, nuls) => {
        const { bytes: log } = logOf(events)
        const kept = log.subarray(0, pick % (log.length + 1))
        expect(verifyLog(join(kept, new Uint8Array(nuls))).status).not.toBe('tampered')
      }),
    )
  })
})
