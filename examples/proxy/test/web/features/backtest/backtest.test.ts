import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset, Job, RunInputs } from '../../../../web/api/documents.ts'
import type { Trade } from '../../../../web/api/result-formats.ts'
import { segmentAt } from '../../../../web/charts/segment.ts'
import { datasetErrors, finerThan } from '../../../../web/features/backtest/form/dataset-choice.ts'
import { flattened, formStartOf, settingsOf } from '../../../../web/features/backtest/form/form-start.ts'
import { formMessages } from '../../../../web/features/backtest/form/messages.ts'
import { bestOf, differencesOf, idsOf, rebased } from '../../../../web/features/backtest/history/compare-runs.ts'
import { mergeRuns, searchRuns } from '../../../../web/features/backtest/history/search-runs.ts'
import { filterTrades, NO_FILTER } from '../../../../web/features/backtest/result/filter-trades.ts'
import { yearRows } from '../../../../web/features/backtest/result/month-table.ts'
import { partialPath } from '../../../../web/features/backtest/run/partial.ts'
import { queuedBefore } from '../../../../web/features/backtest/run/run-state.ts'
import {
  EMPTY_MANIFEST,
  idOf,
  manifestErrors,
  uploadPath,
  withFile,
} from '../../../../web/features/backtest/upload/manifest.ts'
import { uploadMessages } from '../../../../web/features/backtest/upload/messages.ts'
import { jobDocument } from '../../../support/desk-documents.ts'

const dataset = (id: string, symbol: string, interval: string): Dataset => ({
  ...{ id, title: id, symbol, interval },
  ...{ from: null, to: null, candleCount: null, synthetic: false, source: '', licence: '', sha256: '', bytes: 1 },
})

describe('the choice of datasets', () => {
  const all = [dataset('a', 'A', '1d'), dataset('b', 'B', '1d'), dataset('a1', 'A', '1h'), dataset('b1', 'B', '1h')]

  it('takes one for each symbol, of any intervals', () => {
    expect(datasetErrors(['a', 'b'], all, formMessages.en)).toEqual({})
    expect(datasetErrors(['a', 'b1'], all, formMessages.en)).toEqual({})
    expect(Object.keys(datasetErrors(['a', 'a', 'gone'], all, formMessages.en))).toEqual(['datasets[1]', 'datasets[2]'])
  })

  it('offers finer candles of the same symbol', () => {
    expect(finerThan(all[0] as Dataset, all).map(({ id }) => id)).toEqual(['a1'])
    expect(finerThan(all[2] as Dataset, all)).toEqual([])
  })
})

describe('the form of a run', () => {
  const offered = ['preset', 'bounds', 'execution.path', 'account.leverage']
  const inputs = (settings: RunInputs['settings']): RunInputs => ({
    ...{ strategy: 's', datasets: ['a'], detail: [], params: { fast: 10, calm: true }, settings },
  })

  it('is filled with its inputs, and keeps what it has no field for', () => {
    const start = formStartOf(
      inputs({
        preset: 'freqtrade',
        bounds: true,
        account: { initialCash: '5.10', feeRate: '0.002' },
        execution: { slippage: { model: 'basisPoints', bps: '3' }, latency: { candles: 2 } },
        seed: 0,
      }),
      offered,
    )
    expect(start).toMatchObject({
      params: { fast: '10', calm: 'true' },
      account: { initialCash: '5.10', makerFeeRate: '0.002', takerFeeRate: '0.002', slippageBps: '3' },
      assumptions: { preset: 'freqtrade', bounds: 'yes' },
      kept: { 'execution.latency.candles': 2 },
    })
  })

  it('sends a model of slippage as it was, without basis points beside it', () => {
    const { kept } = formStartOf(inputs({ execution: { slippage: { model: 'ticks', ticks: 1 } } }), offered)
    expect(settingsOf({ 'execution.slippageBps': '0', seed: 7 }, kept)).toEqual({
      execution: { slippage: { model: 'ticks', ticks: 1 } },
      seed: 7,
    })
  })

  it('loses nothing of settings that it has no field for', () => {
    const key = fc.constantFrom('one', 'two', 'three')
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.array(fc.integer()))
    const settings = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, { minKeys: 1 })))
    fc.assert(
      fc.property(settings, (some) => {
        const { kept } = formStartOf(inputs(some), [])
        expect(flattened(settingsOf({}, kept))).toEqual(flattened(some))
      }),
    )
  })
})

describe('the manifest of an upload', () => {
  const filled = { id: 'a', title: 'A', symbol: 'A', interval: '1d', source: 's', licence: 'l' }

  it('takes from the name of the file what it gives away, and nothing that was typed', () => {
    expect(withFile(EMPTY_MANIFEST, 'BTC TRY 1m (2024).csv')).toMatchObject({
      id: 'btc-try-1m-2024',
      title: 'BTC TRY 1m (2024)',
      interval: '1m',
    })
    expect(withFile({ ...EMPTY_MANIFEST, id: 'mine' }, 'x.csv').id).toBe('mine')
  })

  it('has an id that the executor takes, whatever the file is called', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(idOf(name)).toMatch(/^([a-z0-9][a-z0-9-]{0,63})?$/)
      }),
    )
  })

  it('says what is missing or wrong before anything is sent', () => {
    const messages = uploadMessages.en
    expect(manifestErrors(filled, { name: 'a.csv', size: 1 }, messages)).toEqual({})
    expect(manifestErrors({ ...filled, id: 'Ä', title: ' ' }, null, messages)).toEqual({
      id: messages.wrongId,
      title: messages.missing,
      file: messages.noFile,
    })
    expect(manifestErrors(filled, { name: 'a.exe', size: 1 }, messages)).toEqual({ file: messages.wrongFormat })
    expect(manifestErrors(filled, { name: 'a.csv', size: 0 }, messages)).toEqual({ file: messages.empty })
    expect(manifestErrors(filled, { name: 'a.csv', size: 2 ** 27 }, messages)['file']).toContain('128.0 MB')
  })

  it('is the query of the address', () => {
    const query = new URL(uploadPath({ ...filled, source: 'a & b' }, true), 'http://x').searchParams
    expect(Object.fromEntries(query)).toEqual({ ...filled, source: 'a & b', synthetic: 'true' })
  })
})

describe('filters of trades', () => {
  const trade = (symbol: string, profit: string, entryTime: number, exitReason: string): Trade => ({
    ...{ symbol, side: 'long', quantity: '1', entryIndex: 0, entryTime, entryPrice: '1', fees: '0' },
    ...{
      exitIndex: null,
      exitTime: null,
      exitPrice: null,
      profit,
      returnPct: 0,
      maePct: null,
      mfePct: null,
      entryTag: 'dip',
      exitReason,
    },
  })
  const day = 86_400_000
  const trades = [trade('A', '1', 0, 'market'), trade('B', '-1', day, 'stop'), trade('A', '0', 2 * day - 1, 'stop')]
  const places = (filter: object): number[] =>
    filterTrades(trades, { ...NO_FILTER, ...filter }).map((one) => trades.indexOf(one))

  it.each([
    [{}, [0, 1, 2]],
    [{ symbol: 'A' }, [0, 2]],
    [{ outcome: 'won' }, [0]],
    [{ outcome: 'lost' }, [1]],
    [{ reason: 'stop', symbol: 'A' }, [2]],
    [{ from: '1970-01-02' }, [1, 2]],
    [{ to: '1970-01-01' }, [0]],
    [{ from: '1970-01-02', to: '1970-01-02' }, [1, 2]],
    [{ from: 'nonsense' }, [0, 1, 2]],
    [{ text: ' DIP ' }, [0, 1, 2]],
    [{ text: 'nobody' }, []],
  ])('%j leave %j', (filter, left) => expect(places(filter)).toEqual(left))
})

describe('the list of runs', () => {
  const job = (id: string, status: Job['status'], createdAt: number, fast: number): Job =>
    jobDocument(id, status, createdAt, { dataset: 'a', datasets: ['a', 'b-daily'], params: { fast } })
  const jobs = [job('x1', 'done', 3, 10), job('x2', 'failed', 2, 20), job('x3', 'done', 1, 100)]
  const found = (text: string, status: Job['status'] | '' = ''): string[] =>
    searchRuns(jobs, text, status).map(({ id }) => id)

  it('is searched by strategy, dataset, status, parameter and id', () => {
    expect(found('SMA b-daily')).toEqual(['x1', 'x2', 'x3'])
    expect(found('fast=20')).toEqual(['x2'])
    expect(found('failed')).toEqual(['x2'])
    expect(found('x3')).toEqual(['x3'])
    expect(found('fast=10', 'done')).toEqual(['x1', 'x3'])
    expect(found('nobody')).toEqual([])
  })

  it('has each run once, newest first, as the stream knows it', () => {
    const merged = mergeRuns(jobs, [job('x2', 'done', 2, 20), job('x4', 'queued', 9, 1)])
    expect(merged.map(({ id, status }) => `${id} ${status}`)).toEqual(['x4 queued', 'x1 done', 'x2 done', 'x3 done'])
  })

  it('tells how many were queued before', () => {
    const queue = [job('a', 'queued', 1, 1), job('b', 'running', 0, 1), job('c', 'queued', 5, 1)]
    expect(queuedBefore(queue, job('d', 'queued', 4, 1))).toBe(1)
  })
})

describe('a comparison', () => {
  it('reads its runs from the address, each once', () => {
    expect(idsOf('a,b,,a, c')).toEqual(['a', 'b', 'c'])
    expect(idsOf(null)).toEqual([])
  })

  it('begins every curve at 100', () => {
    expect(rebased({ time: [1, 2], equity: [50, 75], drawdown: [0, 0] }).share).toEqual([100, 150])
    expect(rebased({ time: [1], equity: [0], drawdown: [0] }).share).toEqual([])
  })

  it('marks the best, unless all are the same or only one is known', () => {
    expect([...bestOf([1, null, '3'], 'high')]).toEqual([2])
    expect([...bestOf([1, 3, 1], 'low')]).toEqual([0, 2])
    expect([...bestOf([2, 2], 'high')]).toEqual([])
    expect([...bestOf([2, null], 'high')]).toEqual([])
    expect([...bestOf([1, 2], null)]).toEqual([])
  })

  it('tells what differs and nothing else', () => {
    const runs = [
      { params: { fast: 1, slow: 2 }, rules: [{ tick: '1' }] },
      { params: { fast: 5, slow: 2 }, rules: [] },
    ]
    expect(differencesOf(runs)).toEqual([
      { path: 'params.fast', texts: ['1', '5'] },
      { path: 'rules.1.tick', texts: ['1', null] },
    ])
  })
})

describe('curves and stretches', () => {
  it('draws the equity so far as wide as the run is done', () => {
    expect(partialPath({ progress: 0.5, equity: { time: [1, 2, 3], equity: [1, 3, 2] } })).toBe('M0 100L25 0L50 50')
    expect(partialPath({ progress: 1, equity: { time: [1, 2], equity: [1, 1] } })).toBe('M0 50L100 50')
    expect(partialPath({ progress: 0, equity: { time: [1], equity: [1] } })).toBeNull()
  })

  it('covers every candle once, in stretches that a chart can take', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), (count) => {
        const { segments } = segmentAt(count, 0)
        const all = Array.from({ length: segments }, (_, number) => segmentAt(count, number).segment)
        expect(all[0]?.from).toBe(0)
        expect(all.at(-1)?.to).toBe(count)
        for (const [index, { from, to }] of all.entries()) {
          expect(to - from).toBeGreaterThan(0)
          expect(to - from).toBeLessThanOrEqual(100_000)
          if (index > 0) expect(from).toBe(all[index - 1]?.to)
        }
      }),
    )
  })

  it('puts months into their years, the newest first', () => {
    const rows = yearRows([{ year: 2023, month: 12, returnPct: 5 }], [{ year: 2024, returnPct: 1 }])
    expect(rows.map(({ year, whole }) => [year, whole])).toEqual([
      [2024, 1],
      [2023, null],
    ])
    expect(rows[1]?.months[11]).toBe(5)
  })
})
