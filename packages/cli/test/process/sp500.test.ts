import { readFileSync } from 'node:fs'
import path from 'node:path'
import { backtestResultSchema } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { root, runMain } from '../run-main.ts'

const run = (...args: string[]) =>
  runMain(['backtest', '--strategy', 'sma-cross', '--candles', 'examples/data/sp500-daily.csv', ...args], { cwd: root })

/**
 * Everything the command prints but its last line, which says how fast the machine was. To change it on purpose:
 * npm run -s tezgah -- backtest --strategy sma-cross --candles examples/data/sp500-daily.csv > this file, then drop that line.
 */
const golden = readFileSync(path.join(import.meta.dirname, '../golden/sp500-sma-cross.txt'), 'utf8')
const speed = /^ {2}5,105 candles in [\d,.]+ ms, [\d,.]+ million candles\/s\n$/m

describe('tezgah backtest on the S&P 500, as a process of its own', { timeout: 60_000 }, () => {
  it('prints the golden page, without an escape code', () => {
    const { code, stdout, stderr } = run()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(speed)
    expect(stdout.replace(speed, '')).toBe(golden)
    expect(stdout).not.toContain('\u001B')
  })

  it('prints the whole result with --json: valid, the same on every run, with the figures of the golden page', () => {
    const { code, stdout, stderr } = run('--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(run('--json').stdout).toBe(stdout)
    const result = backtestResultSchema.parse(JSON.parse(stdout))
    expect(result.manifest).toMatchObject({ strategy: 'sma-cross', symbol: 'SP500', interval: '1d', candleCount: 5105 })
    expect(result.equity.time).toHaveLength(5105)
    expect(golden).toContain(` +${result.stats.returnPct?.toFixed(2)} % `)
    expect(golden).toContain(` ${result.stats.sharpe?.toFixed(2)} `)
  })
})
