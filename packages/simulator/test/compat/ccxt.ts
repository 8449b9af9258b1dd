/**
 * Points ccxt, a client library that knows nothing of this project, at the simulator: nothing in it is changed but the
 * addresses. Fetches ccxt from the package registry into a temporary folder, trades over real sockets on loopback, and
 * ends with 1 where ccxt and the simulator do not agree.
 *
 *     node --conditions=@tezgah/source packages/simulator/test/compat/ccxt.ts
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createSimulator, type Simulator } from '@tezgah/simulator'

const CCXT = 'ccxt@4.5.84'
const KEY = { publicKey: '11111111-2222-4333-8444-555555555555', secret: 'OkSHEK00zHMogRIKDqq3AZp6oWv9e1o6' }

/** What of ccxt is used here. */
type Order = { readonly id: string; readonly status: string; readonly side: string; readonly amount: number }
interface Ccxt {
  urls: { api: Record<string, string> }
  loadMarkets(): Promise<Record<string, { readonly id: string; readonly precision: { readonly price: number } }>>
  fetchTicker(symbol: string): Promise<{ readonly last: number; readonly bid: number; readonly ask: number }>
  fetchOrderBook(symbol: string): Promise<{ readonly bids: number[][]; readonly asks: number[][] }>
  fetchTrades(symbol: string): Promise<readonly { readonly price: number }[]>
  fetchOHLCV(symbol: string, timeframe: string): Promise<readonly number[][]>
  fetchBalance(): Promise<{ readonly free: Record<string, number>; readonly total: Record<string, number> }>
  createOrder(symbol: string, type: string, side: string, amount: number, price?: number): Promise<Order>
  cancelOrder(id: string): Promise<unknown>
  fetchOpenOrders(symbol: string): Promise<readonly Order[]>
  fetchOrders(symbol: string): Promise<readonly Order[]>
  fetchMyTrades(
    symbol: string,
  ): Promise<readonly { readonly side: string; readonly price: number; readonly fee: { readonly cost: number } }[]>
}
type Library = {
  readonly version: string
  readonly btcturk: new (config: object) => Ccxt
  readonly InsufficientFunds: new () => Error
  readonly AuthenticationError: new () => Error
}

const SYMBOL = 'BTC/TRY'

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-ccxt-'))
  const simulator = await createSimulator({
    seed: 7,
    feed: { type: 'none' },
    // ccxt does not read the decimal comma that the exchange writes today.
    balanceSeparator: '.',
    accounts: [{ ...KEY, balances: { TRY: '100000', BTC: '0.5' } }],
  })
  try {
    const { ccxt, exchange } = await clientOf(folder, simulator)
    await marketData(exchange, simulator)
    await trading(exchange, simulator)
    await refusals(ccxt, exchange)
    console.log(
      `ccxt ${ccxt.version}: market data, orders, cancels, fills, balances and refusals agree with the simulator`,
    )
  } finally {
    await simulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function clientOf(folder: string, { restUrl, graphUrl }: Simulator): Promise<{ ccxt: Library; exchange: Ccxt }> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, CCXT]
  await promisify(execFile)(npm, install, { shell: process.platform === 'win32' })
  const entry = path.join(folder, 'node_modules', 'ccxt', 'js', 'ccxt.js')
  const ccxt: Library = (await import(pathToFileURL(entry).href)).default
  const exchange = new ccxt.btcturk({ apiKey: KEY.publicKey, secret: KEY.secret, enableRateLimit: false })
  exchange.urls.api = { public: `${restUrl}/api/v2`, private: `${restUrl}/api/v1`, graph: `${graphUrl}/v1` }
  return { ccxt, exchange }
}

async function marketData(exchange: Ccxt, { exchange: venue }: Simulator): Promise<void> {
  const markets = await exchange.loadMarkets()
  assert.equal(markets[SYMBOL]!.id, 'BTCTRY')
  venue.trade('BTCTRY', '3695000', '0.1')
  const { bids, asks } = venue.book('BTCTRY')
  const book = await exchange.fetchOrderBook(SYMBOL)
  assert.deepEqual([book.bids[0], book.asks[0]], [numbers(bids[0]!), numbers(asks[0]!)])
  const ticker = await exchange.fetchTicker(SYMBOL)
  assert.deepEqual([ticker.last, ticker.bid, ticker.ask], [3_695_000, book.bids[0]![0], book.asks[0]![0]])
  assert.equal((await exchange.fetchTrades(SYMBOL)).at(-1)!.price, 3_695_000)
  const candles = await exchange.fetchOHLCV(SYMBOL, '1h')
  assert.equal(candles.at(-1)![4], 3_695_000)
}

async function trading(exchange: Ccxt, { exchange: venue }: Simulator): Promise<void> {
  const resting = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, 3_600_000)
  assert.deepEqual(
    (await exchange.fetchOpenOrders(SYMBOL)).map(({ id }) => id),
    [resting.id],
  )
  assert.equal((await exchange.fetchBalance()).free['TRY'], 96_395.68)
  await exchange.cancelOrder(resting.id)
  await eventually(async () => assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []))
  assert.equal((await exchange.fetchBalance()).free['TRY'], 100_000)

  const filled = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, 3_600_000)
  venue.trade('BTCTRY', '3600000', '0.01')
  venue.offer('BTCTRY', 'buy', '3599000', '1')
  await exchange.createOrder(SYMBOL, 'market', 'sell', 0.001)
  const statuses = (await exchange.fetchOrders(SYMBOL)).map(({ id, status }) => [id, status])
  assert.deepEqual(new Map(statuses as [string, string][]).get(filled.id), 'closed')
  await eventually(async () => {
    const trades = await exchange.fetchMyTrades(SYMBOL)
    assert.deepEqual(trades.map(({ side }) => side).sort(), ['buy', 'sell'])
  })
}

async function refusals(ccxt: Library, exchange: Ccxt): Promise<void> {
  await assert.rejects(exchange.createOrder(SYMBOL, 'limit', 'buy', 10, 3_600_000), ccxt.InsufficientFunds)
}

function numbers(level: { readonly price: string; readonly amount: string }): number[] {
  return [Number(level.price), Number(level.amount)]
}

/** Cancels and what a fill brings come a moment later, as on the exchange. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      await check()
      return
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await check()
}

await main()
