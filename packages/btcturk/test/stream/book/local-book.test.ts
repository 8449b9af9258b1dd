import { beforeEach, describe, expect, it } from 'vitest'
import type { BookTransition } from '../../../src/stream/book/book-state.ts'
import { LocalBook } from '../../../src/stream/book/local-book.ts'
import type { BookChangeMessage, BookMessage } from '../../../src/stream/frames/messages.ts'

let now = 0
let transitions: string[] = []
let book: LocalBook

const snapshot = (changeSet: number, asks: [string, string][], bids: [string, string][]): BookMessage => ({
  kind: 'book',
  symbol: 'BTCTRY',
  channel: 'obdiff',
  changeSet,
  asks: asks.map(([price, quantity]) => ({ price, quantity })),
  bids: bids.map(([price, quantity]) => ({ price, quantity })),
})

const change = (
  changeSet: number,
  asks: [string, string | null][],
  bids: [string, string | null][] = [],
): BookChangeMessage => {
  const side = (entries: [string, string | null][]) =>
    entries.map(([price, quantity]) => ({ price, quantity: quantity ?? '9', removed: quantity === null }))
  return { kind: 'bookChange', symbol: 'BTCTRY', changeSet, asks: side(asks), bids: side(bids) }
}

const levels = () => {
  const reading = book.read()
  if (reading.state !== 'live') return reading.state
  return [...reading.bids.toReversed(), ...reading.asks].map(({ price, quantity }) => `${price}×${quantity}`).join(' ')
}

beforeEach(() => {
  now = 0
  transitions = []
  book = new LocalBook({
    symbol: 'BTCTRY',
    monotonic: () => now,
    onTransition: ({ from, to, reason }: BookTransition) => transitions.push(`${from}→${to} ${reason}`),
  })
})

const goLive = () => {
  book.subscribed()
  book.snapshot(
    snapshot(
      10,
      [
        ['101', '1'],
        ['102', '2'],
      ],
      [
        ['99', '3'],
        ['98.5', '4'],
      ],
    ),
  )
}

it('starts disconnected and ignores frames', () => {
  book.snapshot(snapshot(10, [['101', '1']], []))
  book.change(change(11, [['101', '1']]))
  expect(book.read()).toEqual({
    state: 'disconnected',
    symbol: 'BTCTRY',
    reason: 'not_connected',
    sinceMs: 0,
    ageMs: null,
  })
})

it('drops changes until the snapshot, and is live with it', () => {
  book.subscribed()
  book.change(change(9, [['7', '7']]))
  expect(levels()).toBe('syncing')
  goLive()
  now = 250
  expect(book.read(1)).toEqual({
    state: 'live',
    symbol: 'BTCTRY',
    changeSet: 10,
    asks: [{ price: '101', quantity: '1' }],
    bids: [{ price: '99', quantity: '3' }],
    ageMs: 250,
  })
})

it('sets changed and new prices, removes gone ones, and keeps the order of values, not of texts', () => {
  goLive()
  book.change(
    change(
      11,
      [
        ['101', '5'],
        ['1000', '6'],
        ['102', null],
        ['100.5', '7'],
      ],
      [
        ['99', null],
        ['100.25', '8'],
      ],
    ),
  )
  expect(levels()).toBe('98.5×4 100.25×8 100.5×7 101×5 1000×6')
  expect(transitions).toEqual(['disconnected→syncing subscribed', 'syncing→live snapshot'])
})

it('ignores the removal of a price that is not held, and counts it', () => {
  goLive()
  book.change(change(11, [['500', null]]))
  expect(levels()).toBe('98.5×4 99×3 101×1 102×2')
  expect(book.unknownRemovals).toBe(1)
})

describe.each([
  ['a change left out', 12],
  ['a change repeated', 10],
  ['a change from long ago', 3],
  ['a change from far ahead', 5000],
])('%s', (_, changeSet) => {
  it('takes the book out of live at once; nothing of it can be read', () => {
    goLive()
    now = 100
    book.change(change(changeSet, [['101', '9']]))
    now = 130
    expect(book.read()).toEqual({ state: 'resyncing', symbol: 'BTCTRY', reason: 'gap', sinceMs: 30, ageMs: 30 })
  })
})

it('replaces everything by the snapshot of a resync: no level of before survives', () => {
  goLive()
  book.change(change(12, []))
  book.change(change(13, [['103', '1']]))
  book.snapshot(snapshot(14, [['105', '1']], [['104', '1']]))
  expect(levels()).toBe('104×1 105×1')
})

it('replaces everything by a snapshot that comes while it is live', () => {
  goLive()
  book.snapshot(snapshot(20, [['105', '1']], [['104', '1']]))
  book.change(change(21, [['106', '2']]))
  expect(levels()).toBe('104×1 105×1 106×2')
})

it.each([
  ['crossed by a change', () => book.change(change(11, [], [['101', '1']])), 'crossed'],
  ['crossed by a snapshot', () => book.snapshot(snapshot(11, [['100', '1']], [['100', '1']])), 'crossed'],
  [
    'given a price twice',
    () =>
      book.snapshot(
        snapshot(
          11,
          [
            ['100', '1'],
            ['100', '2'],
          ],
          [],
        ),
      ),
    'duplicate_level',
  ],
  ['hit by a frame that cannot be read', () => book.invalidate('malformed'), 'malformed'],
  ['found to differ', () => book.invalidate('diverged'), 'diverged'],
])('leaves live when %s', (_, fault, reason) => {
  goLive()
  fault()
  expect(book.read()).toMatchObject({ state: 'resyncing', reason })
})

it('has no more than 1,000 levels a side', () => {
  goLive()
  const many = Array.from({ length: 999 }, (_, index): [string, string] => [String(200 + index), '1'])
  book.change(change(11, many))
  expect(book.read()).toMatchObject({ state: 'resyncing', reason: 'too_many_levels' })
})

it('refuses a snapshot older than a change seen on this connection, twice, then believes in a new numbering', () => {
  goLive()
  book.change(change(12, []))
  const old = snapshot(11, [['101', '1']], [])
  book.snapshot(old)
  expect(book.read()).toMatchObject({ state: 'resyncing', reason: 'stale_snapshot' })
  book.snapshot(old)
  expect(book.state).toBe('resyncing')
  book.snapshot(old)
  expect(levels()).toBe('101×1')
})

it('leaves live for a snapshot that steps back', () => {
  goLive()
  book.snapshot(snapshot(9, [['101', '1']], []))
  expect(book.read()).toMatchObject({ state: 'resyncing', reason: 'stale_snapshot' })
})

it('does not compare with the change sets of an earlier connection', () => {
  goLive()
  book.disconnected()
  book.subscribed()
  book.snapshot(snapshot(2, [['101', '1']], []))
  expect(levels()).toBe('101×1')
})

it('is stale while in doubt, live again with trust or the next change', () => {
  goLive()
  book.markStale('silent_socket')
  expect(book.read()).toMatchObject({ state: 'stale', reason: 'silent_socket' })
  book.markFresh()
  expect(levels()).toBe('98.5×4 99×3 101×1 102×2')
  book.markStale('silent_channel')
  book.change(change(11, [['101', '7']]))
  expect(levels()).toBe('98.5×4 99×3 101×7 102×2')
})

it('does not come back from a resync by trust or by a change that would follow', () => {
  goLive()
  book.change(change(12, []))
  book.markFresh()
  book.markStale('silent_socket')
  book.change(change(13, []))
  expect(book.state).toBe('resyncing')
})

it('loses everything with the connection', () => {
  goLive()
  book.disconnected()
  book.change(change(11, []))
  expect(book.read()).toMatchObject({ state: 'disconnected', reason: 'connection_lost' })
})

it('says when a side is empty', () => {
  book.subscribed()
  book.snapshot(snapshot(1, [], []))
  expect(book.read()).toMatchObject({ state: 'live', asks: [], bids: [] })
})

it('refuses a depth that is none', () => {
  expect(() => book.read(0)).toThrow('depth must be a whole number of 1 or more, received 0')
})
