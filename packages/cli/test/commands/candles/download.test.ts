import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProgram } from '../../../src/program.ts'
import { runCli } from '../../../src/run-cli.ts'
import { type FakeIo, fakeIo } from '../../fake-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { CANDLES, startExchange, type TestExchange } from './exchange.ts'

let exchange: TestExchange
const inFolder = temporaryFolder()

beforeEach(async () => {
  exchange = await startExchange()
})
afterEach(() => exchange.close())

const asked = {
  '--symbol': 'BTCTRY',
  '--interval': '1m',
  '--from': '2024-06-01',
  '--to': '2024-06-06',
  '--out': 'x.csv',
}

/** The command with these flags, where `null` leaves one out, and with nothing else for a name without a value. */
async function run(flags: Readonly<Record<string, string | null>> = {}, io: FakeIo = fakeIo({ cwd: inFolder() })) {
  const [, apiUrl = '', , graphUrl = ''] = exchange.flags
  const all = { ...asked, '--cache': 'pages', '--api-url': apiUrl, '--graph-url': graphUrl, ...flags }
  const args = Object.entries(all).flatMap(([flag, value]) =>
    value === null ? [] : value === '' ? [flag] : [flag, value],
  )
  const code = await runCli(['candles', 'download', ...args], io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

const pageFiles = () =>
  readdirSync(inFolder('pages'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.page'))
    .sort()
    .map((name) => inFolder('pages', name))
const charts = () => exchange.seen.filter((page) => typeof page === 'number')

describe('tezgah candles download', () => {
  it('says what there is, what there is not, and how it came', async () => {
    const done = await run()
    const bytes = statSync(inFolder('x.csv')).size.toLocaleString('en')
    expect(done).toEqual({
      code: 0,
      stderr: '',
      stdout: `BTCTRY 1m (synthetic), 2024-06-01 00:00 to 2024-06-06 00:00 UTC

  Candles     7,095
  Gaps        6 of 105 candles in all, the longest 90 candles
              2024-06-01 11:40 to 2024-06-01 11:43  3 candles
              2024-06-02 11:40 to 2024-06-02 11:43  3 candles
              2024-06-03 05:20 to 2024-06-03 06:50  90 candles, the longest
              2024-06-03 11:40 to 2024-06-03 11:43  3 candles
              2024-06-04 11:40 to 2024-06-04 11:43  3 candles
              and 1 more; all of them with --json
  Requests    5

  ✓ x.csv, ${bytes} bytes
  ✓ x.json
`,
    })
  })

  it('asks for nothing twice, unless told to', async () => {
    await run()
    exchange.seen.length = 0
    const again = await run({ '--out': 'y.csv' })
    expect(again.stdout).toContain('Requests    none, and 5 of 5 pages from the cache\n')
    expect(charts()).toEqual([])
    expect(readFileSync(inFolder('y.csv')).equals(readFileSync(inFolder('x.csv')))).toBe(true)
    expect((await run({ '--out': 'z.csv', '--refresh': '' })).stdout).toContain('Requests    5\n')
    expect((await run({ '--out': 'w.csv', '--cache': null, '--no-cache': '' })).stdout).toContain('Requests    5\n')
  })

  it('keeps the pages of each exchange apart', async () => {
    await run()
    expect(readdirSync(inFolder('pages'))).toEqual([exchange.flags[3]?.replace('http://', '').replace(':', '_')])
  })

  it('downloads a damaged page anew and says so', async () => {
    await run()
    const [, second = ''] = pageFiles()
    truncateSync(second, 1000)
    exchange.seen.length = 0
    const { stdout } = await run({ '--overwrite': '' })
    expect(charts()).toEqual([1])
    expect(stdout).toContain(
      'Damaged     BTCTRY-1m/2024-06-02T0000Z-1440.page, downloaded anew: its SHA-256 does not fit',
    )
    expect(stdout).toContain(`Candles     ${CANDLES.length.toLocaleString('en')}\n`)
  })

  it('writes Parquet, whose manifest leaves room for that of a CSV file', async () => {
    await run()
    const { code, stdout } = await run({ '--out': 'x.PARQUET' })
    expect(code).toBe(0)
    expect(stdout).toContain('✓ x.PARQUET.json')
    expect(readFileSync(inFolder('x.PARQUET')).subarray(0, 4).toString()).toBe('PAR1')
    expect(JSON.parse(readFileSync(inFolder('x.json'), 'utf8')).sha256).not.toBe(
      JSON.parse(readFileSync(inFolder('x.PARQUET.json'), 'utf8')).sha256,
    )
  })

  it('tells of the gaps in the manifest', async () => {
    await run()
    const { gaps } = JSON.parse(readFileSync(inFolder('x.json'), 'utf8'))
    expect(gaps).toMatchObject({ count: 6, missing: 105, longest: { from: '2024-06-03T05:20:00.000Z', missing: 90 } })
    expect(gaps.first).toHaveLength(6)
  })

  it('draws a bar on a terminal and removes it', async () => {
    const io = fakeIo({ cwd: inFolder(), terminal: true, columns: 80, tickMs: 600 })
    const { stderr } = await run({}, io)
    expect(stderr).toContain('% of 5 pages')
    expect(stderr.endsWith('\r\u001B[K')).toBe(true)
  })
})

describe('it stops', { timeout: 30_000 }, () => {
  const stop = async (nth: number, flags: Readonly<Record<string, string | null>> = {}) => {
    const io = fakeIo({ cwd: inFolder() })
    const held = exchange.hold(nth)
    const running = run(flags, io)
    await held
    io.interrupt()
    return await running
  }

  it('when asked to, before a page is there', async () => {
    expect(await stop(1)).toEqual({ code: 1, stdout: '', stderr: 'tezgah: stopped: nothing was downloaded yet\n' })
  })

  it('and keeps nothing without a cache', async () => {
    const { stderr } = await stop(2, { '--cache': null, '--no-cache': '' })
    expect(stderr).toBe('tezgah: stopped: 1 of 5 pages were downloaded, and none is kept without a cache\n')
  })

  it('and says that --refresh would begin anew', async () => {
    expect((await stop(3, { '--refresh': '' })).stderr).toContain('run the command again without --refresh to go on')
  })

  it('with the host and the way on where the exchange fails half-way', async () => {
    const host = exchange.flags[1]?.replace('http://', '')
    const held = exchange.hold(2)
    const running = run()
    await held
    await exchange.close()
    const { code, stderr } = await running
    exchange = await startExchange()
    expect(code).toBe(1)
    expect(stderr).toMatch(
      new RegExp(`^tezgah: ${host} cannot be reached: the connection failed .*\n1 of 5 pages are kept in`),
    )
  })
})

describe('what is wrong is said before a candle is asked for', () => {
  it.each<[flags: Record<string, string | null>, message: string]>([
    [{ '--symbol': null }, "required option '--symbol <text>' not specified"],
    [{ '--interval': null }, "required option '--interval <text>' not specified"],
    [{ '--from': null }, "required option '--from <time>' not specified"],
    [{ '--out': null }, "required option '--out <file>' not specified"],
    [{ '--interval': '2h' }, "option '--interval <text>' argument '2h' is invalid. Allowed choices are 1m, 5m, 15m"],
    [{ '--from': 'monday' }, "option '--from <time>' argument 'monday' is invalid. Give an ISO date or time"],
    [{ '--to': '2024-02-30' }, "option '--to <time>' argument '2024-02-30' is invalid. No such time."],
    [{ '--to': '2024-06-01' }, '--to must be after --from (2024-06-01T00:00:00.000Z), was 2024-06-01T00:00:00.000Z'],
    [{ '--out': 'x.xlsx' }, '--out must end in .csv or .parquet, was "x.xlsx"'],
    [{ '--out': 'csv' }, '--out must end in .csv or .parquet, was "csv"'],
    [{ '--out': 'nowhere/x.csv' }, '--out: no such folder: '],
    [{ '--out': 'folder.csv' }, '--out: folder.csv is a folder; give a file name'],
    [{ '--out': 'there.csv' }, '--out: there.csv already exists; give another name, or add --overwrite to replace it'],
    [{ '--out': 'manifest.csv' }, '--out: manifest.json already exists; give another name, or add --overwrite'],
    [{ '--cache': 'there.csv' }, '--cache: '],
    [{ '--api-url': 'api' }, '--api-url: apiUrl must be an https address, or http on this machine, without a query'],
    [
      { '--graph-url': 'http://example.com' },
      '--graph-url: graphUrl must be an https address, or http on this machine',
    ],
    [{ '--graph': 'x' }, "unknown option '--graph'"],
  ])('%j', async (flags, message) => {
    mkdirSync(inFolder('folder.csv'))
    for (const name of ['there.csv', 'manifest.json']) writeFileSync(inFolder(name), 'kept')
    const { code, stdout, stderr } = await run(flags)
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(exchange.seen).toEqual([])
    expect(readFileSync(inFolder('there.csv'), 'utf8')).toBe('kept')
  })

  it.each([
    ['btctry', 'no market "btctry"; did you mean BTCTRY?'],
    ['BTC_TRY', 'no market "BTC_TRY"; did you mean BTCTRY?'],
    ['TRY-BTC', 'no market "TRY-BTC"; did you mean BTCTRY?'],
    ['BTCTRX', 'no market "BTCTRX"; did you mean BTCTRY'],
    ['NONSENSE', 'no market "NONSENSE"; it has 4, such as BTCTRY'],
    [' ', 'no market " "; it has 4, such as BTCTRY'],
  ])('a symbol of "%s"', async (symbol, message) => {
    const { code, stderr } = await run({ '--symbol': symbol })
    expect(stderr).toContain(`tezgah: --symbol: the exchange has ${message}`)
    expect(code).toBe(2)
    expect(exchange.seen).toEqual(['exchangeinfo'])
  })

  it.each([
    [
      { '--from': '2024-06-07', '--to': null },
      '--from: no 1m candle has opened at or after 2024-06-07T00:00:00.000Z and',
    ],
    [{ '--from': '1969' }, '--from: from must be milliseconds since the epoch, not negative, received -31536000000'],
  ])('%j, by the clock of the exchange', async (flags, message) => {
    const { code, stderr } = await run(flags)
    expect(stderr).toContain(`tezgah: ${message}`)
    expect(code).toBe(2)
    expect(charts()).toEqual([])
  })
})

describe('a failure outside ends with 1', { timeout: 30_000 }, () => {
  it('where no network is, with the host', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    await new Promise((resolve) => server.close(resolve))
    const { code, stderr } = await run({ '--api-url': `http://127.0.0.1:${port}` })
    expect(stderr).toBe(`tezgah: 127.0.0.1:${port} cannot be reached: the connection failed (ECONNREFUSED)\n`)
    expect(code).toBe(1)
  })

  it.each([
    ['forbidden', 'does not let this machine in'],
    ['emptyBody', 'sent an unreadable answer'],
  ] as const)('where the exchange answers with %s', async (fault, deed) => {
    exchange.simulator.faults.nextRequest(fault, { path: '/v1/klines', count: 5 })
    const { code, stdout, stderr } = await run()
    expect(stderr).toContain(` ${deed}: `)
    expect(stderr).not.toContain('unexpected')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })

  it('where the exchange has no candle, without a file', async () => {
    const { code, stderr } = await run({ '--symbol': 'ETHUSDT' })
    expect(stderr).toBe(
      'tezgah: the exchange has no 1m candle of ETHUSDT from 2024-06-01T00:00:00.000Z to 2024-06-06T00:00:00.000Z; nothing was written\n',
    )
    expect(code).toBe(1)
    expect(existsSync(inFolder('x.csv'))).toBe(false)
  })

  it('where the cache cannot be written', async () => {
    mkdirSync(inFolder('pages'))
    writeFileSync(path.join(inFolder('pages'), exchange.flags[3]?.replace('http://', '').replace(':', '_') ?? ''), '')
    const { code, stderr } = await run()
    expect(stderr).toMatch(/^tezgah: the cache .* cannot be used: .*; --no-cache downloads without it\n/)
    expect(code).toBe(1)
  })

  it('where a file appears meanwhile, which stays', async () => {
    exchange.when(5, () => writeFileSync(inFolder('x.csv'), 'mine'))
    const { code, stderr } = await run()
    expect(stderr).toContain('--out: x.csv already exists')
    expect(code).toBe(2)
    expect(readFileSync(inFolder('x.csv'), 'utf8')).toBe('mine')
  })
})

it('the README tells of every flag, and of no other', async () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../../README.md'), 'utf8')
  const [, section = ''] = /^## tezgah candles download\n(.*?)^## /ms.exec(readme) ?? []
  const told = [...section.matchAll(/^- (.*?):/gm)].flatMap(([, names]) => names?.match(/--[a-z-]+/g) ?? [])
  const candles = (await createProgram(fakeIo(), ['candles'])).commands.find((command) => command.name() === 'candles')
  const download = candles?.commands.find((command) => command.name() === 'download')
  expect(told.sort()).toEqual(download?.options.map(({ long }) => long).sort())
})
