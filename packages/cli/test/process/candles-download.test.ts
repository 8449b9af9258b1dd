import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { backtestResultSchema, parseCandlesCsv } from '@tezgah/backtest'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CANDLES, DAY, START, startExchange, type TestExchange } from '../commands/candles/exchange.ts'
import { runMain } from '../run-main.ts'
import { spawnMain } from '../spawn-main.ts'
import { temporaryFolder } from '../temporary-folder.ts'

let exchange: TestExchange

beforeAll(async () => {
  exchange = await startExchange()
})
afterEach(() => {
  exchange.seen.length = 0
})
afterAll(() => exchange.close())

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

describe('tezgah candles download, as a process of its own', { timeout: 60_000 }, () => {
  const inFolder = temporaryFolder()
  const args = (...more: string[]) => [
    ...['candles', 'download', '--symbol', 'BTCTRY', '--interval', '1m', '--from', '2024-06', '--out', 'x.csv'],
    ...exchange.flags,
    ...more,
  ]
  const charts = () => exchange.seen.filter((page) => typeof page === 'number')

  it('writes exactly what the exchange has, with a manifest, and a backtest reads both', async () => {
    const home = { HOME: inFolder(), XDG_CACHE_HOME: inFolder('xdg'), LOCALAPPDATA: inFolder('local') }
    const { code, stdout, stderr } = await spawnMain(args('--json'), inFolder(), home).finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const series = parseCandlesCsv(readFileSync(inFolder('x.csv')))
    for (const name of COLUMNS) expect([...series[name]], name).toEqual(CANDLES.map((candle) => candle[name]))

    const report = JSON.parse(stdout)
    const to = START + 5 * DAY + DAY / 2
    expect(report).toMatchObject({ symbol: 'BTCTRY', interval: '1m', candles: CANDLES.length, from: START, pages: 6 })
    // Three minutes until a candle counts, and the clock's error.
    expect(report.to).toBeGreaterThanOrEqual(to - 4 * 60_000)
    expect(report.to).toBeLessThanOrEqual(to - 2 * 60_000)
    expect(report.gaps).toHaveLength(7)
    const sha256 = createHash('sha256')
      .update(readFileSync(inFolder('x.csv')))
      .digest('hex')
    expect(report.files.candles).toMatchObject({ path: inFolder('x.csv'), format: 'csv', sha256 })
    const manifest = JSON.parse(readFileSync(inFolder('x.json'), 'utf8'))
    expect(manifest).toMatchObject({ symbol: 'BTCTRY', interval: '1m', synthetic: true, sha256 })
    expect(readdirSync(inFolder()).sort(), 'nothing is kept of another exchange').toEqual(['x.csv', 'x.json'])

    const tested = runMain(['backtest', '--strategy', 'sma-cross', '--candles', inFolder('x.csv'), '--json'])
    const lacks = `tezgah: ${inFolder('x.csv')} lacks ${manifest.gaps.missing} candles of its span, as its manifest says\n`
    expect(tested).toMatchObject({ code: 0, stderr: lacks })
    const { manifest: run } = backtestResultSchema.parse(JSON.parse(tested.stdout))
    expect(run).toMatchObject({ symbol: 'BTCTRY', interval: '1m', candleCount: CANDLES.length })
    expect(run.quality[0]!.missing).toBeGreaterThan(0)
    expect(run.quality[0]!.missing).toBeLessThanOrEqual(manifest.gaps.missing)
  })

  const stopped = /^tezgah: stopped: 2 of 5 pages are kept in .*; run the same command again to go on\n$/

  it.each([
    ['SIGINT', 1, stopped],
    ['SIGTERM', 1, stopped],
    ['SIGKILL', null, /^$/],
  ] as const)('ended by %s half-way, asks only for the rest when it is run again', async (signal, status, message) => {
    const command = args('--cache', 'pages', '--to', '2024-06-06')
    const held = exchange.hold(3)
    const { child, finished } = spawnMain(command, inFolder())
    await held
    child.kill(signal)
    const { code, stdout, stderr } = await finished
    expect({ code, stdout }).toEqual({ code: status, stdout: '' })
    expect(stderr).toMatch(message)
    expect(existsSync(inFolder('x.csv'))).toBe(false)
    expect(charts()).toEqual([0, 1, 2])

    exchange.seen.length = 0
    const again = await spawnMain(command, inFolder()).finished
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(charts()).toEqual([2, 3, 4])
    expect(again.stdout).toContain('3, and 2 of 5 pages from the cache')
    const series = parseCandlesCsv(readFileSync(inFolder('x.csv')))
    expect([...series.time]).toEqual(CANDLES.map(({ time }) => time))
  })
})
