import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { settingPaths } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { runCli } from '../src/run-cli.ts'
import { fakeIo } from './fake-io.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = path.join(import.meta.dirname, 'fixtures')
const base = ['backtest', '--strategies', 'strategies.ts', '--strategy', 'above-average', '--candles', 'candles.csv']

async function run(...args: string[]) {
  const io = fakeIo({ cwd, columns: 200 })
  const code = await runCli(args, io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

async function expectRefusal(args: string[], message: string) {
  const { code, stdout, stderr } = await run(...args)
  expect(stderr).toContain(message)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(stderr).not.toContain('\u001B')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
}

describe('wrong usage ends with 2 and says what is allowed', () => {
  it.each<[args: string[], message: string]>([
    [[], 'Usage: tezgah'],
    [['backtset'], "tezgah: unknown command 'backtset'\n(Did you mean backtest?)"],
    [['--loud'], "tezgah: unknown option '--loud'"],
    [['backtest'], "tezgah: required option '--strategy <name or path>' not specified"],
    [['backtest', '--strategy', 'x'], "tezgah: required option '--candles <file>' not specified"],
    [['backtest', '--strategy'], "option '--strategy <name or path>' argument missing"],
    [['strategies', '--strategies', 'nothing.ts'], 'tezgah: --strategies: no such file: '],
  ])('%j', expectRefusal)

  it.each<[args: string[], message: string]>([
    [['extra'], 'too many arguments'],
    [['--candels', 'x'], "tezgah: unknown option '--candels'\n(Did you mean --candles?)"],
    [['--strategy', 'nope'], '--strategy: no strategy named "nope"; there are above-average, idle'],
    [['--strategy', './nope.ts'], '--strategy: no such file: '],
    [['--strategy', './candles.csv'], '.csv is not a module; give a .ts or .js file'],
    [['--strategies', 'nope.ts'], '--strategies: no such file: '],
    [['--candles', 'nope.csv'], 'tezgah: --candles: no such file: nope.csv'],
    [['--candles', '.'], '--candles: . is a folder; give a CSV file'],
    [['--candles', 'strategies.ts'], '--candles strategies.ts: '],
    [['--param', 'period'], "option '--param <name=value>' argument 'period' is invalid. Give name=value"],
    [['--param', 'period=2', '--param', 'period=3'], '"period" is given twice.'],
    [['--param', 'period=two'], '--param period must be a number, was "two"'],
    [['--param', 'period=1'], '--param: params.period: '],
    [['--param', 'period=11'], 'received 11'],
    [['--param', 'period=9'], '--param: params.period: must not be 9, received 9'],
    [['--param', 'slow=2'], '--param: strategy above-average has no parameter "slow"; it has period, percent'],
    [['--param', '__proto__=2'], 'has no parameter "__proto__"'],
    [['--cash', 'lots'], '--cash: account.initialCash must be a decimal above 0, received "lots"'],
    [['--cash', '-5'], '--cash: account.initialCash must be a decimal above 0, received "-5"'],
    [['--cash', '0'], '--cash: account.initialCash must be a decimal above 0, received "0"'],
    [['--fee-rate', '1'], '--fee-rate: account.feeRate must be a decimal from 0 up to, not including, 1, received "1"'],
    [['--fee-rate', '0.1%'], '--fee-rate: account.feeRate must be a decimal from 0'],
    [['--account.feeRate', '1'], '--fee-rate: account.feeRate must be a decimal from 0 up to, not including, 1'],
    [['--account.leverage', '3'], '--account.leverage: account.leverage must be 1 unless account.model is "margin"'],
    [['--execution.path', 'up'], '--execution.path: execution.path must be "worst", "best"'],
    [['--execution.slippage.bps', '1'], 'execution.slippage'],
    [['--execution.latency.candles', '1.5'], '--execution.latency.candles: execution.latency.candles must be a whole'],
    [['--preset', 'zipline'], '--preset: preset must be "conservative", "backtesting.py"'],
    [['--bounds', 'maybe'], '--bounds: bounds must be true or false, received "maybe"'],
    [['--rules', '{'], '--rules must be JSON, received "{"'],
    [['--rules', '{"*":{"tick":0}}'], '--rules: rules.*.tick must be a decimal above 0, received 0'],
    [['--execution.path', 'detail'], '--detail: execution.detail must be'],
    [['--detail', 'candles.csv'], '--detail: execution.detail must be of a shorter interval that divides 1d, received'],
    [['--detail', 'nope.csv'], '--detail: no such file: nope.csv'],
    [['--candles', 'candles.csv'], '--symbol: candles[1].symbol must be the only one of its name, received "UNNAMED"'],
    [['--symbol', 'A', '--symbol', 'B'], '--symbol: given 2 times, once for each of 1 --candles at most'],
    [['--settings', 'nope.json'], '--settings: no such file: nope.json'],
    [['--settings', 'candles.csv'], '--settings: candles.csv is not JSON: '],
    [['--maker-fee-rate', '2'], '--maker-fee-rate: account.makerFeeRate must be'],
    [['--taker-fee-rate', '2'], '--taker-fee-rate: account.takerFeeRate must be'],
    [['--slippage-bps', '10000'], '--slippage-bps: execution.slippageBps must be'],
    [['--lot', '0'], '--lot: execution.lot must be a decimal above 0, received "0"'],
    [['--limit-fill', 'maybe'], '--limit-fill: execution.limitFill must be "cross", "touch"'],
    [['--periods-per-year', '0'], '--periods-per-year: statistics.periodsPerYear must be a number above 0, received 0'],
    [['--from', 'monday'], "option '--from <time>' argument 'monday' is invalid. Give an ISO date or time"],
    [['--to', '2024-02-30'], "option '--to <time>' argument '2024-02-30' is invalid. No such time."],
    [['--from', '2024-02', '--to', '2024-02'], '--to must be after --from'],
    [['--from', '2030'], '--from'],
    [['--to', '1999'], '--to'],
    [['--seed', '-1'], '--seed: seed must be a whole number from 0, received -1'],
    [['--interval', '5x'], '--interval: '],
    [['--symbol', ''], '--symbol: '],
    [['--trades', 'candles.csv'], '--trades: candles.csv already exists; give another name, or add --overwrite'],
    [['--trades', 'nowhere/trades.csv'], '--trades: no such folder: '],
    [['--trades', '..'], '--trades: .. is a folder; give a file name'],
  ])('backtest … %j', (args, message) => expectRefusal([...base, ...args], message))

  it('a name where no list of strategies is set', async () => {
    const io = fakeIo({ cwd: path.parse(cwd).root })
    expect(await runCli(['strategies'], io)).toBe(2)
    expect(io.stderr.text()).toContain('no list of named strategies is set; name a module with --strategies')
    expect(await runCli(['backtest', '--strategy', 'x', '--candles', 'y'], io)).toBe(2)
    expect(io.stderr.text()).toContain(
      '"x" is a name, and no list of named strategies is set; give a path such as ./x.ts',
    )
  })
})

describe('a candle file that is wrong', () => {
  const inFolder = temporaryFolder()

  it('is refused with its row, column and value', async () => {
    const file = inFolder('bad.csv')
    writeFileSync(file, 'time,open,high,low,close,volume\n2024-01-01,1,2,0.5,1,1\n2024-01-02,1,0.9,0.5,1,1\n')
    await expectRefusal([...base, '--candles', file], `tezgah: --candles ${file}: `)
    const { stderr } = await run(...base, '--candles', file)
    expect(stderr).toMatch(/line 3/)
    expect(stderr).toMatch(/high/)
    expect(stderr).toMatch(/0\.9/)
  })
})

describe('a file of settings', () => {
  const inFolder = temporaryFolder()

  it('is refused with every setting that is wrong', async () => {
    const file = inFolder('settings.json')
    writeFileSync(file, JSON.stringify({ account: { feeRate: 2, fee: 1 }, bounds: 'yes' }))
    const { code, stderr } = await run(...base, '--settings', file)
    expect(code).toBe(2)
    expect(stderr).toContain(`tezgah: --settings ${file}: account.feeRate must be a decimal from 0`)
    expect(stderr).toContain('\n  account.fee no such option, expected one of initialCash')
    expect(stderr).toContain('\n  bounds must be true or false, received "yes"')
  })

  it('is named where two of its settings rule each other out', async () => {
    const file = inFolder('settings.json')
    writeFileSync(file, JSON.stringify({ account: { leverage: 2 } }))
    await expectRefusal([...base, '--settings', file], `tezgah: --settings ${file}: account.leverage must be 1 unless`)
  })
})

describe('help and version end with 0', () => {
  it('--version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
  })

  it.each([['--help'], ['backtest', '--help'], ['strategies', '--help'], ['help', 'backtest']])(
    '%s %s',
    async (...args) => {
      const { code, stdout, stderr } = await run(...args)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(/^Usage: tezgah/)
    },
  )

  it('with examples, exit codes and every flag', async () => {
    const { stdout } = await run('backtest', '--help')
    expect(stdout).toContain('Examples:\n  tezgah backtest --strategy ./my-strategy.ts')
    expect(stdout).toContain('Exit codes: 0 done, 2 wrong usage or input, 1 anything else.')
    expect(stdout.match(/--[a-z-]+(?= |,)/g)).toEqual(
      expect.arrayContaining(['--fee-rate', '--json', '--trades', '--seed']),
    )
    for (const { path, type } of settingPaths()) {
      expect(stdout, path).toMatch(new RegExp(`--${path.replaceAll('.', '\\.')} [<[]${type === 'json' ? 'JSON' : ''}`))
    }
  })

  it('in groups and within 100 columns', async () => {
    const io = fakeIo({ cwd, columns: 100 })
    await runCli(['backtest', '--help'], io)
    const lines = io.stdout.text().split('\n')
    expect(lines.filter((line) => /^\w.*:$/.test(line))).toEqual([
      'Strategy and candles:',
      'Output:',
      'Assumptions as a whole:',
      'Account:',
      'Execution:',
      'Slippage:',
      'Statistics:',
      'Options:',
      'Examples:',
    ])
    const end = lines.indexOf('Options:')
    expect(Math.max(...lines.slice(0, end).map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  it('presets lists what each changes', async () => {
    const { code, stdout } = await run('presets')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^conservative\n {2}the default of every setting/)
    expect(stdout).toMatch(/^vectorbt\n(?: {2}.*\n)* {2}execution\.fillAt +close\n/m)
  })
})
