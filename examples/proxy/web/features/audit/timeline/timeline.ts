import type { Api } from '../../../api/client.ts'
import type { AuditRecord, Documents } from '../../../api/documents.ts'
import { toApiError } from '../../../api/errors.ts'
import { createStore, type ReadableStore } from '../../../state/store.ts'
import { type AuditQuery, type Filters, filterQuery, isFiltered, matches } from './filters.ts'

export const PAGE = 200
/** Pages that are kept; others are read again when they are scrolled to. */
const MAX_PAGES = 12
/** A browser draws no box that is much higher than so many rows. */
export const MAX_ROWS = 200_000
/** New records of a filtered list that wait or stand above its first page; beyond, the list is read anew. */
const MAX_FRESH = 1_000

export type TimelineState = {
  /** Rows that there are, newest first. Of a filtered list: that are known of. */
  readonly rows: number
  /** Whether these are all. */
  readonly isWhole: boolean
  /** New records that are not shown yet. */
  readonly waiting: number
  readonly isLoading: boolean
  /** Why the last reading failed; `null` when it did not. */
  readonly failure: { readonly title: string; readonly message: string; readonly retryAfterMs: number } | null
  /** Grows with each change of what the rows hold. */
  readonly version: number
}

/** Rows of the log, newest first, of which a bounded number is held. */
export interface Timeline {
  readonly state: ReadableStore<TimelineState>
  /** The record of a row; `null` while it is not here. */
  at(row: number): AuditRecord | null
  /** Reads what is missing of these rows. */
  need(first: number, end: number): void
  /** A record came by the stream. `show`: the list is at its top, so the rows may move. */
  take(records: readonly AuditRecord[], show: boolean): void
  /** The log has records up to this one. */
  grow(lastSeq: number, show: boolean): void
  showNew(): void
  reload(): void
  close(): void
}

type Page = Documents['AuditPage']

type Deps = {
  readonly api: Pick<Api, 'get'>
  readonly filters: Filters
  /** Called with the records of each page that was read. */
  readonly onRecords: (records: readonly AuditRecord[]) => void
}

const EMPTY: TimelineState = { rows: 0, isWhole: false, waiting: 0, isLoading: true, failure: null, version: 0 }

/** What both kinds of list share: pages by their number, the oldest used of them forgotten. */
function createPages() {
  const pages = new Map<number, readonly AuditRecord[]>()
  return {
    get: (number: number) => pages.get(number),
    set: (number: number, records: readonly AuditRecord[]): void => {
      pages.delete(number)
      pages.set(number, records)
      const [oldest] = pages.keys()
      if (pages.size > MAX_PAGES && oldest !== undefined) pages.delete(oldest)
    },
    /** It is looked at, so it is not the next to be forgotten. */
    touch: (number: number): void => {
      const records = pages.get(number)
      if (records === undefined) return
      pages.delete(number)
      pages.set(number, records)
    },
    clear: () => pages.clear(),
  }
}

/** One reading at a time; a later one ends it. */
function createReader({ api, onRecords }: Deps, state: ReturnType<typeof createStore<TimelineState>>) {
  let reading: { readonly key: string; readonly leaving: AbortController } | null = null
  return {
    read: async (key: string, queries: readonly AuditQuery[], use: (pages: readonly Page[]) => void): Promise<void> => {
      if (reading?.key === key) return
      reading?.leaving.abort()
      const mine = { key, leaving: new AbortController() }
      reading = mine
      state.set({ ...state.get(), isLoading: true })
      try {
        const { signal } = mine.leaving
        const pages = await Promise.all(queries.map((query) => api.get('/audit', { query, signal })))
        if (reading !== mine) return
        reading = null
        use(pages)
        const now = state.get()
        state.set({ ...now, isLoading: false, failure: null, version: now.version + 1 })
        for (const { records } of pages) onRecords(records)
      } catch (error) {
        if (reading !== mine) return
        reading = null
        const { message, retryAfterMs, title } = toApiError(error)
        state.set({ ...state.get(), isLoading: false, failure: { title, message, retryAfterMs } })
      }
    },
    close: (): void => {
      reading?.leaving.abort()
      reading = null
    },
  }
}

/** The whole log: a row is found by its number, so any place can be jumped to. */
function createWholeLog(deps: Deps): Timeline {
  const state = createStore(EMPTY)
  const pages = createPages()
  const reader = createReader(deps, state)
  let first = 0
  /** Records that are shown, and that there are. */
  let shown = 0
  let size = 0

  const publish = (): void => {
    const rows = Math.min(shown - first, MAX_ROWS)
    const now = state.get()
    state.set({ ...now, rows, isWhole: rows === shown - first, waiting: size - shown, version: now.version + 1 })
  }
  const put = (records: readonly AuditRecord[]): void => {
    for (const record of records) {
      const number = Math.floor(record.seq / PAGE)
      const known = pages.get(number) ?? []
      if (known[record.seq % PAGE]?.seq === record.seq) continue
      const copy = [...known]
      copy[record.seq % PAGE] = record
      pages.set(number, copy)
    }
  }
  const grow = (lastSeq: number, show: boolean): void => {
    size = Math.max(size, lastSeq + 1)
    if (show) shown = size
    publish()
  }
  const load = (): void =>
    void reader.read('newest', [{ order: 'newest', limit: String(PAGE) }, { limit: '1' }], ([newest, oldest]) => {
      first = oldest?.records[0]?.seq ?? 0
      put(newest?.records ?? [])
      size = Math.max(size, (newest?.records[0]?.seq ?? -1) + 1)
      shown = size
      publish()
    })
  load()
  const seqOf = (row: number): number => shown - 1 - row

  return {
    state,
    at: (row) => pages.get(Math.floor(seqOf(row) / PAGE))?.[seqOf(row) % PAGE] ?? null,
    need: (from, end) => {
      if (shown === 0 || end <= from) return
      const newest = seqOf(from)
      const oldest = Math.max(first, seqOf(end - 1))
      const missing = new Set<number>()
      for (let seq = oldest; seq <= newest; seq++) {
        const number = Math.floor(seq / PAGE)
        if (pages.get(number)?.[seq % PAGE] === undefined) missing.add(number)
        else pages.touch(number)
      }
      if (missing.size === 0) return
      const numbers = [...missing].slice(0, 3)
      const queries = numbers.map((number) => ({
        limit: String(PAGE),
        ...(number > 0 && { cursor: String(number * PAGE - 1) }),
      }))
      void reader.read(numbers.join(), queries, (read) => {
        for (const { records } of read) put(records)
      })
    },
    take: (records, show) => {
      const fresh = records.filter(({ seq }) => seq >= size)
      put(fresh)
      const last = fresh.at(-1)
      if (last !== undefined) grow(last.seq, show)
    },
    grow,
    showNew: () => grow(size - 1, true),
    reload: load,
    close: reader.close,
  }
}

/** Records that match: read page by page from the newest, since their number is unknown. */
function createFilteredLog(deps: Deps): Timeline {
  const { filters } = deps
  const state = createStore(EMPTY)
  const pages = createPages()
  const reader = createReader(deps, state)
  /** `cursors[n]` leads to page n. Page 0 needs none. */
  let cursors: (string | null)[] = [null]
  let known = 0
  let isWhole = false
  let newestSeq = -1
  /** Newest first: shown above the pages, and not shown yet. */
  let above: readonly AuditRecord[] = []
  let waiting: readonly AuditRecord[] = []
  let tooMany = false

  const publish = (): void => {
    const now = state.get()
    const rows = Math.min(above.length + known, MAX_ROWS)
    state.set({ ...now, rows, isWhole, waiting: waiting.length, version: now.version + 1 })
  }
  const readNumber = (number: number): void => {
    const cursor = cursors[number]
    if (cursor === undefined) return
    const query: AuditQuery = {
      ...filterQuery(filters),
      order: 'newest',
      limit: String(PAGE),
      ...(cursor !== null && { cursor }),
    }
    void reader.read(`page ${number}`, [query], ([page]) => {
      if (page === undefined) return
      pages.set(number, page.records)
      if (number === 0) newestSeq = Math.max(newestSeq, page.records[0]?.seq ?? -1)
      if (number === cursors.length - 1) {
        known += page.records.length
        isWhole = page.nextCursor === null
        // A page that its bytes have ended has fewer records, but every one has its place by this.
        if (page.nextCursor !== null) cursors.push(page.nextCursor)
        starts.push(known)
      }
      publish()
    })
  }
  /** First row of each page, and of the one that comes next. */
  let starts: number[] = [0]
  const load = (): void => {
    reader.close()
    pages.clear()
    cursors = [null]
    starts = [0]
    known = 0
    isWhole = false
    above = []
    waiting = []
    tooMany = false
    readNumber(0)
  }
  const pageOf = (row: number): number => starts.findLastIndex((start) => start <= row)
  const showNew = (): void => {
    if (tooMany || above.length + waiting.length > MAX_FRESH) {
      load()
      return
    }
    above = [...waiting, ...above]
    waiting = []
    publish()
  }
  load()

  return {
    state,
    at: (row) => {
      if (row < above.length) return above[row] ?? null
      const number = pageOf(row - above.length)
      return pages.get(number)?.[row - above.length - (starts[number] ?? 0)] ?? null
    },
    need: (from, end) => {
      if (state.get().isLoading) return
      const last = Math.max(0, end - 1 - above.length)
      for (const row of [Math.max(0, from - above.length), last]) {
        const number = pageOf(Math.min(row, Math.max(0, known - 1)))
        if (row < known && pages.get(number) === undefined) return readNumber(number)
        pages.touch(number)
      }
      if (!isWhole && last >= known - 1 && known < MAX_ROWS) readNumber(cursors.length - 1)
    },
    take: (records, show) => {
      const fresh = records.filter((record) => record.seq > newestSeq && matches(record, filters))
      if (fresh.length === 0) return
      newestSeq = fresh.at(-1)?.seq ?? newestSeq
      if (waiting.length + fresh.length > MAX_FRESH) tooMany = true
      waiting = [...fresh.toReversed(), ...waiting].slice(0, MAX_FRESH)
      if (show) showNew()
      else publish()
    },
    // Whether records that the stream left out match is known only after reading them.
    grow: () => undefined,
    showNew,
    reload: load,
    close: reader.close,
  }
}

export const createTimeline = (deps: Deps): Timeline =>
  isFiltered(deps.filters) ? createFilteredLog(deps) : createWholeLog(deps)
