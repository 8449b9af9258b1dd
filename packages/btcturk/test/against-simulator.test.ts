import { createSimulator, type Simulator } from '@tezgah/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEY } from '../../simulator/test/rest-client.ts'
import { simulated } from '../../simulator/test/simulated.ts'
import { isBtcturkError } from '../src/errors.ts'
import { allMarketRules, type Client, createClient, prepareOrder } from '../src/index.ts'
import { errorOf } from './kit/error-of.ts'
import { CREDENTIALS } from './kit/fake-exchange.ts'

const PATIENT = { timeout: 10_000, interval: 100 }

let simulator: Simulator
let client: Client

beforeAll(async () => {
  simulator = await createSimulator({
    seed: 7,
    accounts: [{ ...CREDENTIALS, balances: { TRY: '100000000', BTC: '100', USDT: '1000' } }],
  })
  client = connect()
})
afterAll(async () => {
  client.close()
  await simulator.close()
})

function connect(options: Partial<Parameters<typeof createClient>[0]> = {}): Client {
  return createClient({ apiUrl: simulator.restUrl, graphUrl: simulator.graphUrl, credentials: CREDENTIALS, ...options })
}

describe('against the simulator', () => {
  it('reads everything public', async () => {
    expect(await client.serverPing()).toBe(true)
    const info = await client.exchangeInfo()
    expect(info.unreadable).toEqual([])
    expect((await client.ticker()).length).toBe(info.symbols.length)
    expect(await client.ticker({ symbol: 'NOPETRY' })).toEqual([])
    expect((await client.tickerByCurrency({ currency: 'USDT' })).length).toBeGreaterThan(1)
    const { bids, asks } = await client.orderBook({ symbol: 'BTCTRY', limit: 10 })
    expect(Number(bids[0]?.price)).toBeLessThan(Number(asks[0]?.price))
    await client.trades({ symbol: 'BTCTRY' })
    const now = Date.now()
    await client.klines({ symbol: 'BTCTRY', resolution: 1, from: now - 3_600_000, to: now })
    await client.dailyCandles({ symbol: 'BTCTRY', from: now - 86_400_000, to: now })
    expect(await client.serverVersion()).toEqual({ version: '2.0' })
    expect(await client.legacyOhlc({ symbol: 'BTCTRY', last: 1 })).toMatchObject([{ symbol: 'BTCTRY' }])
    expect((await errorOf(client.orderBook({ symbol: 'NOPETRY' }))).exchange?.reason).toBe('unknown_symbol')
  })

  it('sends, finds, cancels and reads orders', async () => {
    const rules = allMarketRules(await client.exchangeInfo()).get('BTCTRY')!
    const [ticker] = await client.ticker({ symbol: 'BTCTRY' })
    const price = (Number(ticker!.bid) * 0.9).toFixed(3)
    const prepared = prepareOrder(rules, { side: 'buy', method: 'limit', quantity: '0.0100000001', price })
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.refusals))
    const receipt = await client.submit(prepared.order)
    expect(await client.order({ id: receipt.id })).toMatchObject({
      status: 'untouched',
      quantity: '0.01',
      clientOrderId: receipt.clientOrderId,
    })
    const { bids } = await client.openOrders({ symbol: 'BTCTRY' })
    expect(bids.map(({ id }) => id)).toEqual([receipt.id])
    await client.cancel({ id: receipt.id })
    await client.cancel({ id: receipt.id })
    await expect.poll(async () => (await client.order({ id: receipt.id })).status, PATIENT).toBe('canceled')

    const market = await client.submit({ symbol: 'BTCTRY', side: 'buy', method: 'market', spend: '50000' })
    // The fills of a fresh market order show after a while.
    const fees = async () => (await client.userTrades({ orderId: market.id })).map(({ fee }) => Number(fee))
    await expect.poll(async () => Math.max(0, ...(await fees())), PATIENT).toBeGreaterThan(0)
    expect((await client.balances()).find(({ currency }) => currency === 'TRY')).toBeDefined()
    expect((await client.allOrders({ symbol: 'BTCTRY', from: Date.now() - 60_000 })).length).toBe(2)
    expect((await errorOf(client.order({ id: '999999' }))).exchange?.reason).toBe('order_not_found')
    const poor = errorOf(
      client.submit({ ...prepared.order, side: 'sell', quantity: '5000', price: '9000000' } as typeof prepared.order),
    )
    expect(await poor).toMatchObject({ outcome: 'rejected', exchange: { reason: 'insufficient_balance' } })
  })

  it('recovers from a clock of the exchange that is an hour ahead', async () => {
    const skewed = await createSimulator({
      accounts: [{ ...CREDENTIALS, balances: {} }],
      faults: { clockSkewMs: 3_600_000 },
      unauthorizedBody: 'empty',
    })
    const other = createClient({ apiUrl: skewed.restUrl, graphUrl: skewed.graphUrl, credentials: CREDENTIALS })
    try {
      await other.balances()
      const { time, errorMs } = other.serverClock()!
      // The clock of the test shows whole milliseconds.
      expect(Math.abs(time - Date.now() - 3_600_000)).toBeLessThanOrEqual(errorMs + 2)
    } finally {
      other.close()
      await skewed.close()
    }
  })

  it('doubles no order and leaves none unknown while answers are lost', async () => {
    // In time that a test moves, so that no lost answer is waited for.
    const {
      time,
      simulator: chaotic,
      connect,
      close,
    } = await simulated({
      seed: 3,
      faults: {
        http: {
          resetAfter: 0.1,
          hangAfter: 0.05,
          serverErrorAfter: 0.1,
          pageAfter: 0.1,
          reset: 0.02,
          hang: 0.02,
          emptyBody: 0.05,
        },
      },
    })
    const careful = connect({ timeoutMs: 400, maxWaitMs: 60_000, circuitBreaker: { failures: 1000 } })
    const place = async (clientOrderId: string) => {
      for (;;) {
        try {
          await careful.submit({
            symbol: 'BTCTRY',
            side: 'buy',
            method: 'limit',
            quantity: '0.0001',
            price: '3000000',
            clientOrderId,
          })
          return
        } catch (error) {
          if (!isBtcturkError(error) || error.outcome === 'rejected') throw error
          if (error.outcome === 'not_sent') continue
          for (;;) {
            const found = await careful.reconcile(clientOrderId).catch(() => null)
            if (found?.status === 'accepted') return
            if (found?.status === 'absent') break
          }
        }
      }
    }
    try {
      await time.until(Promise.all(Array.from({ length: 40 }, (_, index) => place(`order-${index}`))))
      const ids = chaotic.exchange.orders(KEY).map((order) => order.clientOrderId)
      expect([ids.length, new Set(ids).size, careful.unresolvedOrders.length]).toEqual([40, 40, 0])
    } finally {
      await close()
    }
  })
})
