import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createApi } from '../../../../web/api/client.ts'
import type { AuditRecord } from '../../../../web/api/documents.ts'
import { ApiError } from '../../../../web/api/errors.ts'
import { csvLine, ndjsonLine } from '../../../../web/features/audit/timeline/export.ts'
import { filterQuery, matches, readFilters } from '../../../../web/features/audit/timeline/filters.ts'
import { createTimeline, PAGE } from '../../../../web/features/audit/timeline/timeline.ts'
import { visibleLines, visibleText } from '../../../../web/features/audit/timeline/visible-text.ts'
import { rowAfterKey, scrollTo, windowOf } from '../../../../web/features/audit/timeline/window.ts'
import { createTrustKeeper, parseTrust } from '../../../../web/features/audit/verification/trust.ts'
import { settle } from '../../../support/fake-stream.ts'

const rawOf = (seq: number, more: object = {}) => ({
  ...{ seq, time: 1_000 + seq, mono: 1, boot: '0'.repeat(32), actor: seq % 2 ? 'ada' : 'eve', action: 'kill' },
  ...{ subject: `s${seq}`, outcome: 'success', details: {}, prev: 'a', hash: 'b' },
  ...more,
})
const recordOf = (seq: number, more: object = {}) => rawOf(seq, more) as AuditRecord

/** A log as the service answers for it. */
function service(size: number) {
  const log = { size, asked: [] as string[], failure: null as ApiError | null }
  const records = Array.from({ length: size }, (_, seq) => rawOf(seq))
  const request = async (path: string): Promise<unknown> => {
    log.asked.push(path)
    if (log.failure !== null) throw log.failure
    const query = new URL(path, 'http://desk').searchParams
    const isNewest = query.get('order') === 'newest'
    const cursor = query.get('cursor')
    const limit = Number(query.get('limit'))
    while (records.length < log.size) records.push(rawOf(records.length))
    const found = (isNewest ? records.toReversed() : records)
      .filter(({ actor }) => query.get('actor') === null || actor === query.get('actor'))
      .filter(({ seq }) => cursor === null || (isNewest ? seq < Number(cursor) : seq > Number(cursor)))
    const page = found.slice(0, limit)
    return { records: page, nextCursor: found.length > limit ? String(page.at(-1)?.seq) : null }
  }
  return { log, request }
}

const open = async (size: number, filters = {}) => {
  const { log, request } = service(size)
  const timeline = createTimeline({ api: createApi(request), filters, onRecords: () => undefined })
  await settle()
  return { log, timeline }
}

describe('the list of the whole log', () => {
  it('begins with the newest, and jumps to any place with one page or two', async () => {
    const { log, timeline } = await open(100_000)
    expect(timeline.state.get()).toMatchObject({ rows: 100_000, isWhole: true, isLoading: false })
    expect(timeline.at(0)?.seq).toBe(99_999)
    expect(timeline.at(50_000)).toBeNull()
    timeline.need(50_000, 50_030)
    await settle()
    expect(timeline.at(50_000)?.seq).toBe(49_999)
    expect(timeline.at(50_029)?.seq).toBe(49_970)
    timeline.need(99_980, 100_000)
    await settle()
    expect(timeline.at(99_999)?.seq).toBe(0)
    expect(log.asked.length).toBeLessThanOrEqual(5)
  })

  it('forgets what was not looked at for long', async () => {
    const { timeline } = await open(10_000)
    for (let row = 0; row < 10_000; row += PAGE) {
      timeline.need(row, row + 10)
      await settle()
    }
    const held = Array.from({ length: 10_000 }, (_, row) => timeline.at(row)).filter((record) => record !== null)
    expect(held.length).toBeLessThanOrEqual(13 * PAGE)
  })

  it('moves no row while somebody reads, and says how many are new', async () => {
    const { timeline } = await open(1_000)
    timeline.take([recordOf(1_000), recordOf(1_001)], false)
    expect(timeline.at(0)?.seq).toBe(999)
    expect(timeline.state.get().waiting).toBe(2)
    timeline.showNew()
    expect(timeline.at(0)?.seq).toBe(1_001)
    timeline.take([recordOf(1_002)], true)
    expect(timeline.at(0)?.seq).toBe(1_002)
  })

  it('reads what the stream left out', async () => {
    const { log, timeline } = await open(1_000)
    log.size = 1_501
    timeline.take([recordOf(1_500)], true)
    expect([timeline.at(0)?.seq, timeline.at(1)]).toEqual([1_500, null])
    timeline.need(0, 20)
    await settle()
    expect(timeline.at(1)?.seq).toBe(1_499)
  })

  it('keeps what it has when the executor is away', async () => {
    const { log, timeline } = await open(1_000)
    log.failure = new ApiError('unavailable', 'The executor is away', 'Start it')
    timeline.need(700, 720)
    await settle()
    expect(timeline.state.get()).toMatchObject({ rows: 1_000, failure: { title: 'The executor is away' } })
    expect(timeline.at(0)?.seq).toBe(999)
  })
})

describe('a filtered list', () => {
  it('grows page by page to its end, each record once', async () => {
    const { timeline } = await open(1_000, { actor: 'ada' })
    for (let turn = 0; turn < 10; turn++) {
      const { rows } = timeline.state.get()
      timeline.need(Math.max(0, rows - 20), rows)
      await settle()
    }
    const { isWhole, rows } = timeline.state.get()
    expect({ isWhole, rows }).toEqual({ isWhole: true, rows: 500 })
    const seqs = Array.from({ length: rows }, (_, row) => timeline.at(row)?.seq)
    expect(seqs).toEqual(Array.from({ length: 500 }, (_, row) => 999 - 2 * row))
  })

  it('takes of what comes only what matches', async () => {
    const { timeline } = await open(10, { actor: 'ada' })
    timeline.take([recordOf(10), recordOf(11)], false)
    expect(timeline.state.get()).toMatchObject({ rows: 5, waiting: 1 })
    timeline.showNew()
    expect([timeline.at(0)?.seq, timeline.at(1)?.seq]).toEqual([11, 9])
  })
})

describe('filters', () => {
  it('survive the way through the address', () => {
    const text = fc.string({ minLength: 1, maxLength: 256, unit: 'binary' }).filter((t) => !/[\ud800-\udfff]/.test(t))
    fc.assert(
      fc.property(text, text, fc.nat(), (actor, subject, from) => {
        const filters = { actor, subject, from, outcome: 'refused' } as const
        expect(readFilters(`?${new URLSearchParams(filterQuery(filters))}`)).toEqual(filters)
      }),
    )
  })

  it('leave out what is none', () => {
    expect(readFilters('?outcome=maybe&from=soon&to=-1&actor=&seq=7')).toEqual({})
  })

  it('decide as the service does', () => {
    const record = recordOf(5, { correlationId: 'c' })
    expect(matches(record, { actor: 'ada', subject: 's5', correlationId: 'c', from: 1_005, to: 1_006 })).toBe(true)
    for (const wrong of [{ actor: 'eve' }, { from: 1_006 }, { to: 1_005 }, { outcome: 'refused' as const }])
      expect(matches(record, wrong)).toBe(false)
  })
})

describe('the window of the list', () => {
  it('holds every row in sight, whatever the place', () => {
    const box = fc.record({
      scrollTop: fc.nat(10_000_000),
      height: fc.integer({ min: 1, max: 2_000 }),
      rowHeight: fc.constantFrom(52, 88),
      rows: fc.nat(200_000),
    })
    fc.assert(
      fc.property(box, (at) => {
        const { end, first } = windowOf(at)
        expect(end - first).toBeLessThanOrEqual(Math.ceil(at.height / at.rowHeight) + 18)
        const topRow = Math.floor(at.scrollTop / at.rowHeight)
        if (topRow < at.rows) expect(first <= topRow && topRow < end).toBe(true)
      }),
    )
  })

  it('follows the keys', () => {
    const at = { scrollTop: 0, height: 520, rowHeight: 52, rows: 100 }
    const after = (key: string, row: number) => rowAfterKey(key, row, at)
    expect([after('ArrowDown', 0), after('ArrowUp', 0), after('PageDown', 0), after('End', 5)]).toEqual([1, 0, 9, 99])
    expect([after('Home', 50), after('x', 5), rowAfterKey('End', 0, { ...at, rows: 0 })]).toEqual([0, null, null])
    expect([scrollTo(0, { ...at, scrollTop: 100 }), scrollTo(10, at), scrollTo(3, at)]).toEqual([0, 52, 0])
  })
})

describe('text of a record', () => {
  it('shows what has no width or turns the direction', () => {
    expect(visibleText('a\u202eb\u200bc\n\ud800')).toBe('a⟨U+202E⟩b⟨U+200B⟩c⟨U+000A⟩⟨U+D800⟩')
    expect(visibleText('Şişli 🙂')).toBe('Şişli 🙂')
    expect(visibleText('x'.repeat(10_000))).toHaveLength(257)
    expect(visibleLines('a\n\u2066b')).toBe('a\n⟨U+2066⟩b')
  })
})

describe('an export', () => {
  it('is the line of the log', () => {
    expect(ndjsonLine(recordOf(3))).toBe(`${JSON.stringify(rawOf(3))}\n`)
  })

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '\u200b=1', '＝1', '\r=1'])('makes no formula of %j', (actor) => {
    const [, , field = ''] = csvLine(recordOf(1, { actor })).split(',')
    expect(field.replace(/^"/, '').startsWith("'")).toBe(true)
  })

  it('quotes what would end a field or a line', () => {
    expect(csvLine(recordOf(1, { subject: 'a,"b"\nc' }))).toContain(',"a,""b""\nc",')
  })
})

describe('what is kept between visits', () => {
  it('comes back, and what is none counts as nothing', () => {
    const trust = { key: 'k', isPinned: true, head: { size: 3, root: 'r' }, seenAt: 5 }
    expect(parseTrust(JSON.stringify(trust))).toEqual(trust)
    for (const text of [null, '', '{', '[]', '{"key":1}']) expect(parseTrust(text)).toBeNull()
  })

  it('is kept for the visit where the browser keeps nothing', () => {
    const forbidden = (): never => {
      throw new Error('denied')
    }
    const keeper = createTrustKeeper({ getItem: forbidden, setItem: forbidden, removeItem: forbidden })
    keeper.keep({ key: 'k', isPinned: false, head: null, seenAt: null })
    expect(keeper.read()?.key).toBe('k')
  })
})
