import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../../src/program.ts'
import { runCli } from '../../../src/run-cli.ts'
import { fakeIo } from '../../fake-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const HEADER = 'time,open,high,low,close,volume\n'
const MINUTES = `${HEADER}2024-01-01T00:00,10,11,9,10,1\n2024-01-01T00:01,10,11,9,10,1\n`
const HOURS = `${HEADER}2024-01-01T00:00,10,11,9,10,1\n2024-01-01T01:00,10,11,9,10,1\n`

async function run(cwd: string, ...args: string[]) {
  const io = fakeIo({ cwd, columns: 200 })
  const code = await runCli(['simulator', ...args], io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

describe('tezgah simulator refuses with 2 and what is allowed', () => {
  const inFolder = temporaryFolder()

  it.each<[args: string[], message: string]>([
    [
      ['--seed', '1.5'],
      "'--seed <whole number>' argument '1.5' is invalid. Give a whole number from -2147483648 to 4294967296.",
    ],
    [['--speed', '0'], "argument '0' is invalid. Give a number above 0, at most 100000."],
    [['--speed', 'Infinity'], "argument 'Infinity' is invalid. Give a number above 0"],
    [['--start', 'monday'], "argument 'monday' is invalid. Give an ISO date or time"],
    [['--fee-level', '9'], "argument '9' is invalid. Give a whole number from 1 to 8."],
    [['--ws-port', '65536'], "argument '65536' is invalid. Give a whole number from 0 to 65535."],
    [
      ['--rest-port', '4100', '--ws-port', '4100'],
      '--rest-port, --graph-port and --ws-port must be three ports, received 4100 twice',
    ],
    [['--balance', 'TRY'], "argument 'TRY' is invalid. Give CURRENCY=amount"],
    [['--balance', 'TRY=-1'], "argument 'TRY=-1' is invalid. Give CURRENCY=amount"],
    [['--balance', 'TRY=1', '--balance', 'try=2'], "argument 'try=2' is invalid. TRY is given twice."],
    [['--balance', 'DOGE=1'], '--balance: the simulator has TRY, BTC, USDT, ETH, received DOGE'],
    [
      ['--chaos', 'http.rest=0.1'],
      '--chaos: must be mild, wild, a rate from 0 to 1, or name=value of latency, jitter, skew, stall, late, http.reset,',
    ],
    [['--chaos', 'http.rest=0.1'], 'received "http.rest"'],
    [['--chaos', '2'], '--chaos: must be a probability from 0 to 1, received 2'],
    [['--chaos', 'http.reset'], '--chaos: http.reset must be a number, received ""'],
    [['--candles', 'nope.csv'], '--candles: no such file: nope.csv'],
    [['--symbol', 'BTCTRY'], '--symbol: names the symbol of a file, and there is no --candles'],
    [
      ['--candles', 'minutes.csv', '--symbol', 'DOGETRY'],
      '--symbol: the simulator has BTCTRY, USDTTRY, BTCUSDT, ETHUSDT, received "DOGETRY"',
    ],
    [
      ['--candles', 'minutes.csv', '--symbol', 'A', '--symbol', 'B'],
      '--symbol: given 2 times, once for each of 1 --candles at most',
    ],
    [
      ['--candles', 'minutes.csv', '--candles', 'hours.csv'],
      '--candles: all files must have one interval, received 1m, 1h',
    ],
    [
      ['--candles', 'hours.csv', '--candles', 'hours.csv', '--symbol', 'BTCTRY', '--symbol', 'BTCTRY'],
      '--candles: once for each symbol, received BTCTRY twice',
    ],
    [
      ['--candles', 'minutes.csv', '--symbol', 'BTCTRY', '--start', '2025'],
      '--start must be before the end of the candles (2024-01-01T00:02:00.000Z), received 2025-01-01T00:00:00.000Z',
    ],
    [['extra'], 'too many arguments'],
  ])('%j', async (args, message) => {
    writeFileSync(inFolder('minutes.csv'), MINUTES)
    writeFileSync(inFolder('hours.csv'), HOURS)
    const { code, stdout, stderr } = await run(inFolder(), ...args)
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

it('is called without a signal of its own and ends when it is interrupted', async () => {
  const io = fakeIo()
  const code = runCli(['simulator', '--json', '--chaos'], io)
  await expect.poll(() => io.stdout.text()).toContain('"restUrl"')
  io.interrupt()
  expect(await code).toBe(0)
  expect(io.stdout.text().trimEnd().split('\n')[1]).toBe('{"requests":0,"orders":0,"fills":0,"faults":{}}')
})

it('has each of its flags in the README, and no other', async () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../../README.md'), 'utf8')
  const [, section = ''] = /^## tezgah simulator\n([\s\S]*?)^## /m.exec(readme) ?? []
  const command = (await createProgram(fakeIo(), ['simulator'])).commands.find((one) => one.name() === 'simulator')
  const flags = command?.options.map(({ long }) => long).sort()
  const told = [...section.matchAll(/^- (.*?):/gm)].flatMap(([, names = '']) => names.match(/--[a-z-]+/g) ?? [])
  expect(told.sort()).toEqual(flags)
})
