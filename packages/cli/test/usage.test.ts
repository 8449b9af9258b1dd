import { writeFileSync } from 'node:fs'
import path from 'node:path'
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
    [['--strategy', './candles.csv'], '.csv is no module; give a .ts or .js file'],
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
    [['--cash', 'lots'], "option '--cash <amount>' argument 'lots' is invalid. Give a decimal number of 0 or more"],
    [['--cash', '-5'], "argument '-5' is invalid"],
    [['--cash', '0'], '--cash: account.initialCash must be a decimal above 0, received "0"'],
    [['--fee-rate', '1'], '--fee-rate: account.feeRate must be a decimal from 0 up to, not including, 1, received "1"'],
    [['--fee-rate', '0.1%'], "argument '0.1%' is invalid"],
    [['--fee-rate', '0.1', '--maker-fee-rate', '0.1'], "cannot be used with option '--maker-fee-rate <fraction>'"],
    [['--fee-rate', '0.1', '--taker-fee-rate', '0.1'], "cannot be used with option '--taker-fee-rate <fraction>'"],
    [['--maker-fee-rate', '2'], '--maker-fee-rate: account.makerFeeRate must be'],
    [['--taker-fee-rate', '2'], '--taker-fee-rate: account.takerFeeRate must be'],
    [['--slippage-bps', '10000'], '--slippage-bps: execution.slippageBps must be'],
    [['--lot', '0'], '--lot: execution.lot must be a decimal above 0, received "0"'],
    [['--limit-fill', 'maybe'], "argument 'maybe' is invalid. Allowed choices are cross, touch."],
    [['--periods-per-year', '0'], '--periods-per-year: statistics.periodsPerYear must be a number above 0, received 0'],
    [['--from', 'monday'], "option '--from <time>' argument 'monday' is invalid. Give an ISO date or time"],
    [['--to', '2024-02-30'], "option '--to <time>' argument '2024-02-30' is invalid. No such time."],
    [['--from', '2024-02', '--to', '2024-02'], '--to must be after --from'],
    [['--from', '2030'], '--from'],
    [['--to', '1999'], '--to'],
    [
      ['--seed', '-1'],
      "option '--seed <number>' argument '-1' is invalid. Give a whole number from 0 to 9007199254740991.",
    ],
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
  })
})
