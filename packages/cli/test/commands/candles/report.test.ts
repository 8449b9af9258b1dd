import type { CandleDownload } from '@tezgah/btcturk/history'
import { expect, it } from 'vitest'
import { downloadSummary } from '../../../src/commands/candles/report.ts'
import { styleFor } from '../../../src/output/style.ts'
import { fakeIo } from '../../fake-io.ts'

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)

const column = new Float64Array(3)
const clean: CandleDownload = {
  candles: {
    ...{ symbol: 'BTCTRY', interval: '1d', length: 3 },
    ...{ time: column, open: column, high: column, low: column, close: column, volume: column },
  },
  ...{ from: START, to: START + 3 * DAY, gaps: [], discarded: [], damaged: [] },
  repairs: { duplicates: 0, conflicts: 0, unordered: 0, outside: 0 },
  ...{ pages: 1, fromCache: 0, requests: 1 },
}

function summaryOf(download: CandleDownload): string {
  const io = fakeIo()
  const written = { path: '/x.csv', format: 'csv', bytes: 123, sha256: '' } as const
  return downloadSummary(
    { download, source: 'https://graph-api.btcturk.com', synthetic: false, written },
    { style: styleFor(io.stdout, io.env), out: 'x.csv', manifest: 'x.json' },
  )
}

it('is short where nothing is amiss, in days for days', () => {
  expect(summaryOf(clean)).toBe(`BTCTRY 1d, 2024-01-01 to 2024-01-04 UTC

  Candles     3
  Gaps        none
  Requests    1

  ✓ x.csv, 123 bytes
  ✓ x.json
`)
})

it('names what was left out, put right and damaged', () => {
  const summary = summaryOf({
    ...clean,
    to: START + 5 * DAY,
    gaps: [{ from: START + DAY, to: START + 3 * DAY, missing: 2 }],
    discarded: [
      { time: START + DAY + 3_600_000, reason: 'off_grid' },
      { time: START + 2 * DAY, reason: 'invalid_values' },
    ],
    repairs: { duplicates: 2, conflicts: 0, unordered: 1000, outside: 0 },
    damaged: [{ name: 'a.page', reason: 'it was cut' }],
  })
  expect(summary).toContain(`
  Gaps        1 of 2 candles in all
              2024-01-02 to 2024-01-04  2 candles
  Discarded   2 candles that cannot be used, the first 2024-01-02 01:00, off the grid
  Repaired    2 duplicates, 1,000 unordered
  Requests    1
  Damaged     a.page, downloaded anew: it was cut
`)
})

it('shows the longest gap, however late it is', () => {
  const gaps = [1, 3, 5, 7, 9, 11].map((day) => ({ from: START + day * DAY, to: START + (day + 1) * DAY, missing: 1 }))
  const late = { from: START + 13 * DAY, to: START + 20 * DAY, missing: 7 }
  const summary = summaryOf({ ...clean, to: START + 16 * DAY, gaps: [...gaps, late] })
  expect(summary).toContain(`
              and 2 more; all of them with --json
              2024-01-14 to 2024-01-21  7 candles, the longest
`)
})
