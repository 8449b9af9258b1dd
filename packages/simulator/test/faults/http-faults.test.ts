import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HTTP_FAULTS, type Simulator } from '../../src/index.ts'
import { KEY, RestClient, standingSimulator } from '../rest-client.ts'
import { simulated } from '../simulated.ts'
import { SocketClient } from '../socket/socket-client.ts'

let simulator: Simulator
let client: RestClient

beforeEach(async () => {
  simulator = await standingSimulator()
  client = new RestClient(simulator)
})
afterEach(() => simulator.close())

const order = { pairSymbol: 'BTCTRY', orderMethod: 'limit', orderType: 'buy', quantity: '0.001', price: '3600000' }
const onOrder = { method: 'POST', path: '/api/v1/order' }
const orders = () => simulator.exchange.orders(KEY).length

describe('before an order is taken', () => {
  it('the connection is reset', async () => {
    simulator.faults.nextRequest('reset', onOrder)
    await expect(client.order(order)).rejects.toThrow('fetch failed')
    expect(orders()).toBe(0)
  })

  it('no answer ever comes', async () => {
    simulator.faults.nextRequest('hang', onOrder)
    const outcome = await silence(client.order(order), () => simulator.faults.log.length === 1)
    expect(outcome).toBe('silent')
    expect(orders()).toBe(0)
  })

  it.each([
    ['tooManyRequests', 429, 'TOO_MANY_REQUESTS'],
    ['serverError', 500, 'INTERNAL_ERROR'],
    ['forbidden', 403, '<!DOCTYPE html>'],
  ] as const)('%s: %i with %s', async (fault, status, content) => {
    simulator.faults.nextRequest(fault, onOrder)
    const answer = await client.order(order)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(content)
    expect(orders()).toBe(0)
    if (fault === 'tooManyRequests') expect(answer.headers.get('retry-after')).toBe('1')
  })
})

describe('after an order was taken', () => {
  it('the connection is reset', async () => {
    simulator.faults.nextRequest('resetAfter', onOrder)
    await expect(client.order(order)).rejects.toThrow('fetch failed')
    expect(orders()).toBe(1)
  })

  it('no answer ever comes', async () => {
    simulator.faults.nextRequest('hangAfter', onOrder)
    expect(await silence(client.order(order), () => orders() === 1)).toBe('silent')
  })

  it.each([
    ['serverErrorAfter', 500, 'INTERNAL_ERROR'],
    ['pageAfter', 524, 'api.btcturk.com | 524'],
    ['emptyBody', 200, ''],
  ] as const)('%s: %i with %s', async (fault, status, content) => {
    simulator.faults.nextRequest(fault, onOrder)
    const answer = await client.order(order)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(content)
    expect(orders()).toBe(1)
    if (fault === 'emptyBody') expect(answer.text).toBe('')
  })
})

it('answers with an order book of some time ago', async () => {
  const follower = await SocketClient.open(simulator.wsUrl)
  follower.join('obdiff', 'BTCTRY')
  await follower.next(100)
  simulator.time.advance(380)
  await follower.next(431)
  const before = (await client.get('/api/v2/orderbook?pairSymbol=BTCTRY')).body.data.bids[0]
  simulator.exchange.offer('BTCTRY', 'buy', '3716999', '0.5')
  simulator.time.advance(764)
  simulator.faults.nextRequest('staleSnapshot', { path: '/api/v2/orderbook' })
  const stale = await client.get('/api/v2/orderbook?pairSymbol=BTCTRY')
  expect(stale.body.data.bids[0]).toEqual(before)
  const fresh = await client.get('/api/v2/orderbook?pairSymbol=BTCTRY')
  expect(fresh.body.data.bids[0]).toEqual(['3716999', '0.50000000'])
})

it('answers late, by latency and jitter', async () => {
  simulator.faults.set({ latencyMs: 40, jitterMs: 20 })
  let answeredAt: number | null = null
  const answer = client.get('/api/v2/server/time').then((reply) => {
    answeredAt = simulator.time.now()
    return reply
  })
  while (answeredAt === null) {
    simulator.time.advance(1)
    await new Promise(setImmediate)
  }
  // The request is answered in the moment in which it comes, and the answer waits.
  expect(answeredAt - (await answer).body.serverTime).toBeGreaterThanOrEqual(40)
})

it('spoils each request the same way again, from the same seed', async () => {
  const run = async () => {
    const rate = 0.5 / HTTP_FAULTS.length
    const http = Object.fromEntries(
      HTTP_FAULTS.filter((name) => !/^(hang|late)/.test(name)).map((name) => [name, rate]),
    )
    const spoilt = await standingSimulator({ seed: 7, faults: { http }, enforcesLimits: false })
    const statuses: (number | 'reset')[] = []
    const theirs = new RestClient(spoilt)
    for (let index = 0; index < 60; index += 1) {
      statuses.push(
        await theirs.get('/api/v2/server/ping').then(
          ({ status }) => status,
          () => 'reset' as const,
        ),
      )
    }
    const log = spoilt.faults.log.map(({ fault }) => fault)
    await spoilt.close()
    return { statuses, log }
  }
  const first = await run()
  expect(first.log.length).toBeGreaterThan(15)
  expect(await run()).toEqual(first)
})

it('reads a late request only when it arrives, by the clock of then', async () => {
  const { time, simulator, connect, close } = await simulated()
  const client = connect({ timeoutMs: 500 })
  await time.until(client.syncClock())
  simulator.faults.set({ lateMs: 20_000 })
  const terms = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '0.001', price: '3600000' } as const
  const heard: unknown[] = []
  simulator.requests.listen(({ method, end }) => method === 'POST' && heard.push(end))
  for (let count = 0; count < 12; count += 1) {
    simulator.faults.nextRequest('late', { method: 'POST' })
    await time.until(client.submit(terms).catch(() => undefined))
  }
  const taken = () => simulator.exchange.orders(KEY).length
  const before = taken()
  await time.advance(30_000)
  // A stamp is good for five seconds.
  expect(new Set(heard)).toEqual(new Set([200, 401]))
  expect(taken()).toBeGreaterThan(before)
  expect(taken()).toBe(heard.filter((end) => end === 200).length)
  await close()
})

/** `silent` once `condition` holds and, some turns of the event loop later, no answer has come. */
async function silence(answer: Promise<unknown>, condition: () => boolean): Promise<string> {
  let outcome = 'silent'
  answer.then(
    () => {
      outcome = 'answered'
    },
    () => {
      outcome = 'failed'
    },
  )
  while (!condition()) await new Promise(setImmediate)
  await client.get('/api/v2/server/ping')
  return outcome
}
