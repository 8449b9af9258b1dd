import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { backtest, parseCandlesCsv } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../src/run-cli.ts'
import { type FakeIoOptions, fakeIo } from '../../fake-io.ts'
import { aboveAverage } from '../../fixtures/above-average.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const cwd = path.join(import.meta.dirname, '../../fixtures')
const candles = readFileSync(path.join(cwd, 'candles.csv'))

async function run(args: string[], options: FakeIoOptions = {}) {
  const io = fakeIo({ cwd, ...options })
  const file = args.includes('--candles') ? [] : ['--candles', 'candles.csv']
  const code = await runCli(['backtest', '--strategy', './above-average.ts', ...file, ...args], io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

/** Each day as two candles of half a day, open to close by way of the high and the low. */
function halfDays(csv: string): string {
  const [header, ...rows] = csv.trim().split('\n')
  const halves = rows.flatMap((row) => {
    const [day = '', open, high, low, close, volume] = row.split(',')
    const noon = `${day}T12:00`
    return [
      `${day}T00:00,${open},${high},${open},${high},${volume}`,
      `${noon},${high},${high},${low},${close},${volume}`,
    ]
  })
  return [header, ...halves].join('\n')
}

describe('tezgah backtest --json', () => {
  const inFolder = temporaryFolder()

  it('prints what the library gives, to the byte, and nothing else', async () => {
    const result = backtest({ strategy: aboveAverage, candles: parseCandlesCsv(candles) })
    expect(await run(['--json'])).toEqual({ code: 0, stdout: `${JSON.stringify(result)}\n`, stderr: '' })
  })

  it('hands every flag to the engine', async () => {
    const flags = [
      ['--param', 'period=4', '--param', 'percent=50'],
      ['--symbol', 'BTCTRY', '--interval', '1d', '--from', '2024-01-05', '--to', '2024-01-25'],
      ['--cash', '12345.67', '--maker-fee-rate', '0.0005', '--taker-fee-rate', '0.0015'],
      ['--slippage-bps', '2.5', '--lot', '0.01', '--limit-fill', 'touch', '--periods-per-year', '365', '--seed', '42'],
    ]
    const span = { from: Date.UTC(2024, 0, 5), to: Date.UTC(2024, 0, 25) }
    const result = backtest({
      strategy: aboveAverage,
      params: { period: 4, percent: 50 },
      candles: parseCandlesCsv(candles, { symbol: 'BTCTRY', interval: '1d', ...span }),
      account: { initialCash: '12345.67', makerFeeRate: '0.0005', takerFeeRate: '0.0015' },
      execution: { slippageBps: '2.5', lot: '0.01', limitFill: 'touch' },
      statistics: { periodsPerYear: 365 },
      seed: 42,
    })
    expect(result.manifest.candleCount).toBe(20)
    expect((await run(['--json', ...flags.flat()])).stdout).toBe(`${JSON.stringify(result)}\n`)
  })

  it('hands settings over by their paths, over those of a file', async () => {
    const file = inFolder('settings.json')
    writeFileSync(file, JSON.stringify({ preset: 'vectorbt', account: { feeRate: '0.5', lots: 'lifo' }, bounds: true }))
    const flags = [
      '--account.feeRate',
      '0.002',
      '--execution.slippage.model',
      'volumeShare',
      '--statistics.riskFreeRate',
      '-0.01',
    ]
    const result = backtest({
      strategy: aboveAverage,
      candles: parseCandlesCsv(candles),
      preset: 'vectorbt',
      account: { feeRate: '0.002', lots: 'lifo' },
      execution: { slippage: { model: 'volumeShare' } },
      statistics: { riskFreeRate: -0.01 },
      bounds: true,
    })
    const { stdout, stderr } = await run(['--json', '--settings', file, ...flags])
    expect({ stdout, stderr }).toEqual({ stdout: `${JSON.stringify(result)}\n`, stderr: '' })
  })

  it('runs on several symbols', async () => {
    const { stdout } = await run([
      '--json',
      '--candles',
      'candles.csv',
      '--candles',
      'candles.csv',
      '--symbol',
      'BTCTRY',
      '--symbol',
      'ETHTRY',
    ])
    const both = ['BTCTRY', 'ETHTRY'].map((symbol) => parseCandlesCsv(candles, { symbol }))
    expect(stdout).toBe(`${JSON.stringify(backtest({ strategy: aboveAverage, candles: both }))}\n`)
  })

  it('lets finer candles decide the path, unless told otherwise', async () => {
    const finer = inFolder('finer.csv')
    writeFileSync(finer, halfDays(candles.toString()))
    const { stdout } = await run(['--json', '--detail', finer])
    const result = backtest({
      strategy: aboveAverage,
      candles: parseCandlesCsv(candles),
      execution: { path: 'detail', detail: parseCandlesCsv(readFileSync(finer)) },
    })
    expect(stdout).toBe(`${JSON.stringify(result)}\n`)
    expect((await run(['--detail', finer, '--execution.path', 'worst'])).stderr).toMatch(/detail/)
  })

  it('refuses finer candles whose manifest names another symbol', async () => {
    writeFileSync(inFolder('other.csv'), halfDays(candles.toString()))
    writeFileSync(inFolder('other.json'), JSON.stringify({ symbol: 'OTHER', interval: '12h', synthetic: true }))
    const { code, stderr } = await run(['--detail', inFolder('other.csv')])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'tezgah: --detail: execution.detail must be of a symbol in candles, received "OTHER"\n',
    })
  })

  it('one fee for both sides', async () => {
    const { stdout } = await run(['--json', '--fee-rate', '0.002'])
    expect(JSON.parse(stdout).manifest.assumptions).toMatchObject({ makerFeeRate: '0.002', takerFeeRate: '0.002' })
  })
})

describe('tezgah backtest for people', () => {
  it('shows a table, a chart and the speed, without an escape code where no terminal is', async () => {
    const { code, stdout, stderr } = await run([])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toContain('\u001B')
    expect(stdout).toContain('above-average on UNNAMED 1d, 30 candles, 2024-01-01 to 2024-01-30')
    expect(stdout).toContain('period=3 percent=100')
    for (const label of [
      'Return',
      'Buy and hold',
      'CAGR',
      'Volatility',
      'Sharpe',
      'Sortino',
      'Calmar',
      'Max drawdown',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${label}.*\\d`, 'm'))
    }
    for (const label of [
      'Trades',
      'Win rate',
      'Profit factor',
      'Expectancy',
      'SQN',
      'Exposure',
      'Fees',
      'Final equity',
    ]) {
      expect(stdout).toContain(`     ${label}`)
    }
    expect(stdout).toContain('30 candles in 1.0 ms')
  })

  it('has colour on a terminal, none with NO_COLOR, and the same words', async () => {
    const onTerminal = await run([], { terminal: true })
    expect(onTerminal.stdout).toContain('\u001B[1mabove-average\u001B[0m')
    const without = await run([], { terminal: true, env: { NO_COLOR: '1' } })
    expect(without.stdout).not.toContain('\u001B')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an escape code is
    expect(onTerminal.stdout.replace(/\u001B\[\d+m/g, '')).toBe(without.stdout)
  })

  it.each([40, 72, 500])('keeps its lines within reason on a terminal of %i columns', async (columns) => {
    const { stdout } = await run([], { columns })
    const longest = Math.max(...stdout.split('\n').map((line) => line.length))
    expect(longest).toBeLessThanOrEqual(Math.min(Math.max(columns, 75), 100))
  })

  it('gives the reason of every number that does not exist', async () => {
    const { stdout } = await run(['--strategies', 'strategies.ts', '--strategy', 'idle'])
    expect(stdout).toMatch(/Win rate +–/)
    expect(stdout).toMatch(/^ {2}– winRatePct: \w/m)
  })

  it('says that orders were refused, and why', async () => {
    const { stdout } = await run(['--lot', '1000000'])
    expect(stdout).toMatch(/! \d+ orders? refused: below_lot/)
  })

  it('names every symbol, what is held of each, the preset and the bounds', async () => {
    const flags = [
      '--candles',
      'candles.csv',
      '--candles',
      'candles.csv',
      '--symbol',
      'BTCTRY',
      '--symbol',
      'ETHTRY',
      '--preset',
      'vectorbt',
      '--bounds',
    ]
    const { stdout } = await run(flags)
    expect(stdout).toContain('above-average on BTCTRY, ETHTRY 1d, 30 candles')
    expect(stdout).toContain('\npreset vectorbt\n')
    expect(stdout).toMatch(
      /^ {2}Along the paths run: final equity [\d,.]+ to [\d,.]+, max drawdown [\d.]+ % to [\d.]+ %$/m,
    )
  })

  it('a strategy that throws ends with 1, its own words and the place', async () => {
    const { code, stdout, stderr } = await run(['--strategy', './throws.ts'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('tezgah: strategy "throws" failed at candle 5 (2024-01-06T00:00:00.000Z): out of ideas')
    expect(stderr).toMatch(/throws\.ts/)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })
})

describe('tezgah backtest, candles with a hole', () => {
  const inFolder = temporaryFolder()

  it('says how many of how many there are, and where the hole is', async () => {
    const [header, ...rows] = candles.toString().trim().split('\n')
    const file = inFolder('holes.csv')
    const kept = rows.filter((_, row) => row < 6 || row >= rows.length - 6)
    const silent = kept.map((row, index) => (index === 2 ? row.replace(/,[^,]*$/, ',0') : row))
    writeFileSync(file, [header, ...silent].join('\n'))
    const { stdout } = await run(['--candles', file])
    expect(stdout).toContain('on UNNAMED 1d, 12 of 30 candles, 18 missing, 2024-01-01 to 2024-01-30')
    expect(stdout).toContain(
      '  ! 18 of 30 candles of UNNAMED are missing, in 1 gap, the longest 2024-01-07 to 2024-01-25\n',
    )
    expect(stdout).toContain('  ! 1 candle of UNNAMED without volume\n')
  })
})

describe('tezgah backtest, a request of the wrong shape', () => {
  it('ends with the line of the strategy that made it, not one of the engine', async () => {
    const { code, stderr } = await run(['--strategy', './misplaces.ts'])
    expect(code).toBe(1)
    expect(stderr).toContain('sell: percentOfEquity needs account.model margin')
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^ {4}at .*misplaces\.ts:8:\d+\)?$/)
  })
})

describe('tezgah backtest, the manifest beside the candles', () => {
  const inFolder = temporaryFolder()

  it('gives symbol and interval, and says that they are synthetic; a flag wins', async () => {
    const file = inFolder('minutes.csv')
    writeFileSync(file, candles)
    writeFileSync(inFolder('minutes.json'), JSON.stringify({ symbol: 'BTCTRY', interval: '1d', synthetic: true }))
    expect((await run(['--candles', file])).stdout).toContain('on BTCTRY 1d (synthetic), 30 candles')
    expect((await run(['--candles', file, '--symbol', 'ETHTRY'])).stdout).toContain('on ETHTRY 1d (synthetic)')
  })

  it('warns of what its download lacks', async () => {
    const file = inFolder('minutes.csv')
    writeFileSync(file, candles)
    const manifest = { symbol: 'BTCTRY', interval: '1d', synthetic: false, gaps: { count: 3, missing: 546 } }
    writeFileSync(inFolder('minutes.json'), JSON.stringify(manifest))
    expect((await run(['--candles', file])).stderr).toBe(
      `tezgah: ${file} lacks 546 candles of its span, as its manifest says\n`,
    )
    writeFileSync(inFolder('minutes.json'), JSON.stringify({ ...manifest, gaps: { missing: 0 } }))
    expect((await run(['--candles', file])).stderr).toBe('')
  })

  it.each(['{', '[]', '{"symbol":1}', 'null'])('leaves other JSON alone: %s', async (content) => {
    const file = inFolder('minutes.csv')
    writeFileSync(file, candles)
    writeFileSync(inFolder('minutes.json'), content)
    expect((await run(['--candles', file])).stdout).toContain('on UNNAMED 1d, 30 candles')
  })
})

describe('tezgah backtest --full-statistics', () => {
  const inFolder = temporaryFolder()

  it('writes every statistic under the convention, against the benchmark', async () => {
    const file = inFolder('statistics.json')
    const flags = [
      '--statistics.convention',
      'quantstats',
      '--statistics.riskFreeRate',
      '0.05',
      '--benchmark',
      'candles.csv',
    ]
    const { code, stdout } = await run(['--full-statistics', file, ...flags])
    expect(code).toBe(0)
    expect(stdout).toContain(`  statistics written to ${file}`)
    const series = parseCandlesCsv(candles)
    const result = backtest({
      strategy: aboveAverage,
      candles: series,
      statistics: { convention: 'quantstats', riskFreeRate: 0.05, benchmark: series },
    })
    const written = readFileSync(file, 'utf8')
    expect(written).toBe(`${JSON.stringify(result.fullStatistics(), null, 2)}\n`)
    expect(written, 'the convention counts').not.toBe(
      `${JSON.stringify(result.fullStatistics({ convention: 'tezgah' }), null, 2)}\n`,
    )
    expect((await run(['--full-statistics', file])).stderr).toContain('--full-statistics: ')
  })
})

describe('tezgah backtest --trades', () => {
  const inFolder = temporaryFolder()

  it('writes the trades and says so', async () => {
    const file = inFolder('trades.csv')
    const { stdout } = await run(['--trades', file])
    const rows = readFileSync(file, 'utf8').trimEnd().split('\r\n')
    expect(rows[0]).toMatch(/^symbol,side,quantity/)
    expect(rows[1]).toMatch(/^UNNAMED,long,.*,below$/)
    expect(stdout).toContain(`  ${rows.length - 1} trades written to ${file}`)
  })

  it('adds nothing to --json', async () => {
    const { stdout, stderr } = await run(['--json', '--trades', inFolder('trades.csv')])
    expect(Object.keys(JSON.parse(stdout))[0]).toBe('schema')
    expect(stderr).toBe('')
  })

  it('keeps a file that holds something, unless told', async () => {
    const file = inFolder('trades.csv')
    writeFileSync(file, 'precious')
    expect((await run(['--trades', file])).code).toBe(2)
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect((await run(['--trades', file, '--overwrite'])).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toMatch(/^symbol,/)
  })

  it('fills a file that is empty', async () => {
    const file = inFolder('trades.csv')
    writeFileSync(file, '')
    expect((await run(['--trades', file])).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toMatch(/^symbol,/)
  })
})
