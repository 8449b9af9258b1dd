import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseCandlesCsv } from '../../../../backtest/src/index.ts'
import { type DownloadOptions, downloadCandles, memoryStore, type PageStore } from '../../../src/history/index.ts'
import { fileStore, writeCandles } from '../../../src/history/node/index.ts'
import { errorOf } from '../../kit/error-of.ts'
import { candlesAt, KlinesServer } from '../klines-server.ts'

const HOUR = 3_600_000
const START = Date.UTC(2024, 0, 1)
const NAME = 'BTCTRY-1h/2024-01-01T0000Z-4.page'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-history-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => path.extname(name) !== '')

function options(server: KlinesServer, cache: PageStore): DownloadOptions {
  return {
    fetchKlines: server.fetchKlines,
    clock: { serverTime: () => START + 12 * HOUR },
    symbol: 'BTCTRY',
    interval: '1h',
    from: START,
    to: START + 12 * HOUR,
    pageCandles: 4,
    settleMs: 0,
    cache,
  }
}

const market = () => new KlinesServer(candlesAt(START, HOUR, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]))

describe.each([
  ['memoryStore', () => memoryStore()],
  ['fileStore', () => fileStore(path.join(folder, 'not', 'there', 'yet'))],
])('%s', (_, create) => {
  it('gives back what was written last, and null for what never was', async () => {
    const store = create()
    expect(await store.read(NAME)).toBeNull()
    await store.write(NAME, new Uint8Array([1, 2, 3]))
    await store.write(NAME, new Uint8Array([4, 5]))
    expect([...(await store.read(NAME))!]).toEqual([4, 5])
  })

  it('is not changed by what becomes of the bytes', async () => {
    const store = create()
    const bytes = new Uint8Array([1, 2, 3])
    await store.write(NAME, bytes)
    bytes.fill(9)
    expect([...(await store.read(NAME))!]).toEqual([1, 2, 3])
  })
})

describe('fileStore', () => {
  it('keeps a file for each page and leaves no other behind', async () => {
    await downloadCandles(options(market(), fileStore(folder)))
    const hours = ['0000', '0400', '0800']
    expect(files().sort()).toEqual(hours.map((hour) => path.join('BTCTRY-1h', `2024-01-01T${hour}Z-4.page`)))
  })

  it('repairs files that were truncated, emptied, changed or too large', async () => {
    const server = market()
    const whole = await downloadCandles(options(server, fileStore(folder)))
    const [first, second, third] = files()
      .sort()
      .map((name) => path.join(folder, name)) as [string, string, string]
    const original = readFileSync(first)
    truncateSync(first, original.length >> 1)
    writeFileSync(second, readFileSync(second, 'utf8').replace('"volume"', '"Volume"'))
    truncateSync(third, 2 ** 26 + 1)
    const healed = await downloadCandles(options(server, fileStore(folder)))
    expect(healed.damaged.map(({ name }) => path.join(folder, name))).toEqual([first, second, third])
    expect(healed.candles).toEqual(whole.candles)
    expect(readFileSync(first).equals(original)).toBe(true)
    expect(statSync(third).size).toBeLessThan(10_000)
  })

  it('serves downloads that run at once', async () => {
    const servers = [market(), market(), market()]
    const results = await Promise.all(servers.map((server) => downloadCandles(options(server, fileStore(folder)))))
    for (const { candles, damaged } of results) {
      expect(candles).toEqual(results[0]!.candles)
      expect(damaged).toEqual([])
    }
    expect(files()).toHaveLength(3)
    const after = await downloadCandles(options(new KlinesServer([]), fileStore(folder)))
    expect(after).toMatchObject({ requests: 0, candles: results[0]!.candles })
  })

  it('puts a new file in the place of the old one, whose readers keep it whole', async () => {
    const store = fileStore(folder)
    await store.write(NAME, new Uint8Array([1, 2, 3]))
    const held = path.join(folder, 'held')
    linkSync(path.join(folder, NAME), held)
    await store.write(NAME, new Uint8Array([4]))
    expect([...readFileSync(held)]).toEqual([1, 2, 3])
  })

  it('removes what a crash left behind an hour ago, and nothing else', async () => {
    const home = path.join(folder, 'BTCTRY-1h')
    mkdirSync(home)
    const uuid = '01234567-89ab-cdef-0123-456789abcdef'
    const leave = (name: string, isOld: boolean) => {
      writeFileSync(path.join(home, name), 'half a page')
      const touched = Date.now() / 1000 - (isOld ? 3700 : 3500)
      utimesSync(path.join(home, name), touched, touched)
    }
    leave(`2024-01-09T0000Z-4.page.${uuid}.tmp`, true)
    leave(`2024-01-10T0000Z-4.page.${uuid}.tmp`, false)
    leave('notes.tmp', true)
    leave(`x.csv.${uuid}.tmp`, true)
    const store = fileStore(folder)
    await store.write(NAME, new Uint8Array([1]))
    const kept = [`2024-01-10T0000Z-4.page.${uuid}.tmp`, 'notes.tmp', `x.csv.${uuid}.tmp`, path.basename(NAME)]
    expect(readdirSync(home).sort()).toEqual(kept.sort())
  })

  it('tells of a folder that is none', async () => {
    writeFileSync(path.join(folder, 'file'), '')
    const store = fileStore(path.join(folder, 'file'))
    await expect(store.write(NAME, new Uint8Array(1))).rejects.toMatchObject({ code: expect.stringMatching(/^E/) })
  })
})

describe('writeCandles', () => {
  it('writes CSV or Parquet by the ending, in a folder that it makes', async () => {
    const { candles } = await downloadCandles(options(market(), memoryStore()))
    const csv = await writeCandles(path.join(folder, 'new', 'x.csv'), candles)
    const sha256 = createHash('sha256').update(readFileSync(csv.path)).digest('hex')
    const written = { path: path.join(folder, 'new', 'x.csv'), format: 'csv', bytes: statSync(csv.path).size, sha256 }
    expect(csv).toEqual(written)
    expect(parseCandlesCsv(readFileSync(csv.path))).toMatchObject({ interval: '1h', length: 10 })
    const parquet = await writeCandles(path.join(folder, 'x.PARQUET'), candles)
    expect(readFileSync(parquet.path).subarray(0, 4).toString()).toBe('PAR1')
    const named = await writeCandles(path.join(folder, 'x.txt'), candles, 'csv')
    expect(readFileSync(named.path).equals(readFileSync(csv.path))).toBe(true)
  })

  it('removes what a crash left of the same file, and of no other', async () => {
    const { candles } = await downloadCandles(options(market(), memoryStore()))
    const uuid = '01234567-89ab-cdef-0123-456789abcdef'
    for (const name of ['x.csv', 'y.csv', 'y.page']) {
      writeFileSync(path.join(folder, `${name}.${uuid}.tmp`), 'half')
      utimesSync(path.join(folder, `${name}.${uuid}.tmp`), 1, 1)
    }
    await writeCandles(path.join(folder, 'x.csv'), candles)
    expect(files().sort()).toEqual(['x.csv', `y.csv.${uuid}.tmp`, `y.page.${uuid}.tmp`])
  })

  it('refuses another ending', async () => {
    const { candles } = await downloadCandles(options(market(), memoryStore()))
    expect(await errorOf(writeCandles(path.join(folder, 'x.xls'), candles))).toMatchObject({ field: 'path' })
    expect(files()).toEqual([])
  })

  it('leaves the old file where it fails on the way', async () => {
    const { candles } = await downloadCandles(options(market(), memoryStore()))
    const file = path.join(folder, 'x.csv')
    writeFileSync(file, 'old')
    const broken = {
      ...candles,
      get volume(): Float64Array {
        throw new Error('on the way')
      },
    }
    await expect(writeCandles(file, broken)).rejects.toThrow('on the way')
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(files()).toEqual(['x.csv'])
    expect(existsSync(file)).toBe(true)
  })
})
