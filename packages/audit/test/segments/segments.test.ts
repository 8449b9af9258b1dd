import {
  appendLogRecord,
  createVerifier,
  type JsonObject,
  pruneSegments,
  SEGMENT_OPENED,
  SEGMENT_SEALED,
  SEGMENTS_PRUNED,
  type SegmentContext,
  sealSegment,
  verifyLog,
  verifySegments,
} from '@tezgah/audit'
import { describe, expect, it } from 'vitest'
import { createLogWriter, event, type LogWriter } from '../events.ts'
import { beginningOf } from '../tamper/honest-log.ts'

/** Segments of records 0–3, 4–7 and 8–10. */
function threeSegments(): LogWriter {
  const writer = createLogWriter()
  for (const number of [1, 2]) writer.append(event(number))
  writer.rotate()
  for (const number of [3, 4]) writer.append(event(number))
  writer.rotate()
  for (const number of [5, 6]) writer.append(event(number))
  return writer
}

/** A record of the log about itself that it would never write. */
function forge(writer: LogWriter, action: `log.${string}`, details: JsonObject, subject = '0'): void {
  writer.add(({ chain, stamp }: SegmentContext) => appendLogRecord(chain, { action, subject, details }, stamp))
}

const detailsOf = (line: Uint8Array | undefined): JsonObject => JSON.parse(String(Buffer.from(line ?? []))).details

describe('a log in segments', () => {
  const writer = threeSegments()
  const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = writer.bytes()

  it('verifies over all its segments, and says all that is needed to go on', () => {
    expect(verifySegments([first, second, third], { pinned: writer.chain, checkpoints: writer.heads })).toEqual({
      status: 'intact',
      ...writer.chain,
      root: writer.tree.root(),
      frontier: writer.tree.state().frontier,
      first: 0,
      records: 11,
      bytes: third.length,
      segment: { index: 2, first: 8, records: 3, bytes: third.length, sealed: false },
      pinsMatched: 12,
    })
  })

  it('says in its first records where the log stands', () => {
    const { previous, ...details } = detailsOf(writer.files[1]?.[0])
    expect(details).toEqual({
      segment: 1,
      size: 4,
      head: JSON.parse(String(Buffer.from(writer.files[0]?.at(-1) ?? []))).hash,
      frontier: [writer.heads[4]?.root],
    })
    expect(previous).toEqual({ name: 'test.000000000000.log', bytes: first.length, records: 4 })
    const seal = detailsOf(writer.files[0]?.at(-1))
    expect(seal).toMatchObject({ segment: 0, records: 4, root: writer.heads[3]?.root })
  })

  it('verifies from any segment on, when asked to', () => {
    const options = { fromAnySegment: true, pinned: writer.chain, checkpoints: writer.heads.slice(4) }
    expect(verifySegments([second, third], options)).toMatchObject({ status: 'intact', first: 4, records: 7 })
    expect(verifyLog(third, options)).toMatchObject({ status: 'intact', first: 8, size: 11, pinsMatched: 5 })
  })

  it('takes an empty last file, and none behind a seal, for what a crash leaves', () => {
    expect(verifySegments([first, second])).toMatchObject({ status: 'intact', size: 8, segment: { sealed: true } })
    const empty = verifySegments([first, second, new Uint8Array()])
    expect(empty).toMatchObject({ status: 'intact', size: 8, bytes: 0, segment: { sealed: true } })
    expect(verifySegments([first, second.subarray(0, -5)])).toMatchObject({ status: 'torn', size: 7 })
  })

  it.each<[string, Uint8Array[], number, string]>([
    [
      'a beginning that is missing',
      [second, third],
      0,
      'records 0 to 3 are missing, and the log does not say that they were removed',
    ],
    ['a segment that is missing', [first, third], 4, 'record 4: seq is 8'],
    ['segments swapped', [second, first, third], 8, 'record 8: seq is 0'],
    ['a segment given twice', [first, first, second], 4, 'record 4: seq is 0'],
    [
      'two segments in one file',
      [Buffer.concat([first, second]), third],
      4,
      'record 4: a record behind the seal of its segment',
    ],
    ['a torn segment inside the log', [first.subarray(0, -1), second], 3, 'record 3: '],
    [
      'a segment without its seal',
      [first.subarray(0, first.lastIndexOf(0x0a, -2) + 1), second],
      3,
      'record 3: the file ends without the seal',
    ],
    [
      'an empty file inside the log',
      [first, new Uint8Array(), second],
      4,
      'record 4: the file ends without the seal of its segment',
    ],
  ])('finds %s', (_, files, firstBadSeq, reason) => {
    const result = verifySegments(files)
    expect(result).toMatchObject({ status: 'tampered', firstBadSeq })
    expect('reason' in result ? result.reason : '').toContain(reason)
  })
})

describe('what a log says of itself', () => {
  it.each<[string, (writer: LogWriter) => void, string]>([
    [
      'a seal with the root of another size',
      (writer) =>
        writer.add((context) =>
          sealSegment(
            { ...context, tree: { ...context.tree, root: () => writer.heads[2]!.root } },
            0,
            3,
            sizeOf(writer),
          ),
        ),
      'the seal does not fit the segment',
    ],
    [
      'a seal with another number of records',
      (writer) => writer.add((context) => sealSegment(context, 0, 4, sizeOf(writer))),
      'the seal does not fit the segment',
    ],
    [
      'a seal with another number of bytes',
      (writer) => writer.add((context) => sealSegment(context, 0, 3, sizeOf(writer) + 1)),
      'the seal does not fit the segment',
    ],
    [
      'an opening inside a segment',
      (writer) => forge(writer, SEGMENT_OPENED, detailsOf(writer.lines[0])),
      'a segment begins inside a file',
    ],
    [
      'a seal with a field more',
      (writer) =>
        forge(writer, SEGMENT_SEALED, {
          segment: 0,
          records: 4,
          bytes: sizeOf(writer),
          root: writer.tree.root(),
          x: 1,
        }),
      'the seal does not fit the segment',
    ],
    [
      'a removal that never was',
      (writer) => writer.add((context) => pruneSegments(context, [], { size: 2, head: 'ab'.repeat(32), frontier: [] })),
      'no segment begins where the removal ended',
    ],
  ])('is refused when it is %s', (_, add, reason) => {
    const writer = createLogWriter()
    for (const number of [1, 2]) writer.append(event(number))
    add(writer)
    expect(verifyLog(Buffer.concat(writer.lines))).toMatchObject({ firstBadSeq: 3, reason: `record 3: ${reason}` })
  })

  it.each<[string, (details: JsonObject) => JsonObject]>([
    ['another size', (details) => ({ ...details, size: 5 })],
    ['another head', (details) => ({ ...details, head: 'ab'.repeat(32) })],
    ['another frontier', (details) => ({ ...details, frontier: ['ab'.repeat(32)] })],
    ['another index', (details) => ({ ...details, segment: 2 })],
    [
      'another segment before it',
      (details) => ({ ...details, previous: { name: 'test.000000000000.log', bytes: 1, records: 4 } }),
    ],
    [
      'another name before it',
      (details) => ({ ...details, previous: { ...Object(details['previous']), name: 'test.000000000001.log' } }),
    ],
    ['none before it', (details) => ({ ...details, previous: null })],
    ['a field more', (details) => ({ ...details, more: true })],
  ])('is refused when an opening tells of %s', (_, change) => {
    const honest = threeSegments()
    const writer = createLogWriter()
    for (const number of [1, 2]) writer.append(event(number))
    writer.add((context) => sealSegment(context, 0, 3, sizeOf(writer)))
    writer.files.push([])
    forge(writer, SEGMENT_OPENED, change(detailsOf(honest.files[1]?.[0])), '1')
    expect(verifySegments(writer.bytes())).toMatchObject({ status: 'tampered', firstBadSeq: 4 })
  })
})

describe('a log whose beginning was removed', () => {
  const writer = threeSegments()
  const beginning = beginningOf(writer.files[2]?.[0])
  writer.add((context) => pruneSegments(context, ['test.000000000000.log', 'test.000000000004.log'], beginning))
  const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = writer.bytes()

  it('verifies, before the removal, after it and in the middle of it', () => {
    for (const files of [[first, second, third], [second, third], [third]]) {
      expect(verifySegments(files, { checkpoints: [writer.heads.at(-1)!] }).status).toBe('intact')
    }
  })

  it('is refused when more is missing than it says, or what is left is not what was removed from', () => {
    const lying = threeSegments()
    const { size, head, frontier } = beginningOf(lying.files[1]?.[0])
    lying.add((context) => pruneSegments(context, ['test.000000000000.log'], { size, head, frontier }))
    expect(verifySegments(lying.bytes().slice(1)).status).toBe('intact')
    expect(verifySegments(lying.bytes().slice(2))).toMatchObject({ status: 'tampered', firstBadSeq: 4 })
    const torn = threeSegments()
    torn.add((context) => pruneSegments(context, [], { ...beginning, frontier: [] }))
    expect(verifySegments(torn.bytes())).toMatchObject({ status: 'tampered', firstBadSeq: 11 })
  })

  it.each(['head', 'frontier', 'size', 'through'])('is refused when the removal does not tell its %s', (name) => {
    const lying = threeSegments()
    const { [name]: _, ...details } = detailsOf(writer.lines.at(-1))
    forge(lying, SEGMENTS_PRUNED, details, '2')
    expect(verifySegments(lying.bytes())).toMatchObject({ status: 'tampered', firstBadSeq: 11 })
  })

  it('is refused when a removal ends where the one before it ended', () => {
    const lying = threeSegments()
    for (const names of [['test.000000000000.log', 'test.000000000004.log'], ['test.000000000004.log']]) {
      lying.add((context) => pruneSegments(context, names, beginning))
    }
    expect(verifySegments(lying.bytes().slice(2))).toMatchObject({
      status: 'tampered',
      firstBadSeq: 12,
      reason: 'record 12: not a removal that can have been',
    })
  })

  it('is unproven when every pin is of what was removed, and proven by one that is not', () => {
    expect(verifyLog(third, { checkpoints: writer.heads.slice(0, 8) })).toMatchObject({
      status: 'unproven',
      pinsMatched: 0,
    })
    expect(verifyLog(third, { checkpoints: writer.heads.slice(0, 9) })).toMatchObject({
      status: 'intact',
      pinsMatched: 1,
    })
    const other = { size: 9, root: writer.heads[8]!.root }
    expect(verifyLog(third, { checkpoints: [writer.heads[8]!, other] })).toMatchObject({
      status: 'tampered',
      firstBadSeq: 8,
    })
  })
})

it('gives the same verdict for pieces as for whole files', () => {
  const files = threeSegments().bytes()
  const verifier = createVerifier()
  for (const [index, file] of files.entries()) {
    if (index > 0) verifier.nextSegment()
    for (let start = 0; start < file.length; start += 7) verifier.push(file.subarray(start, start + 7))
  }
  expect(verifier.end()).toEqual(verifySegments(files))
})

function sizeOf(writer: LogWriter): number {
  return Buffer.concat(writer.files.at(-1) ?? []).length
}
