import { createClient, type FetchInit } from '@tezgah/btcturk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorOf } from '../../../btcturk/test/kit/error-of.ts'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { KEY, SECRET, START, standingSimulator } from '../rest-client.ts'

let simulator: Simulator

beforeEach(async () => {
  simulator = await standingSimulator()
})
afterEach(() => simulator.close())

const get = (signal: AbortSignal = new AbortController().signal): FetchInit => {
  return { method: 'GET', headers: {}, redirect: 'error', signal }
}

describe('fetch without a socket', () => {
  it('answers as the socket does', async () => {
    const { status, headers, body } = await simulator.fetch(`${simulator.restUrl}/api/v2/server/time`, get())
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8')
    expect(await new Response(body).json()).toMatchObject({ serverTime: START })
    expect((await simulator.fetch(`${simulator.graphUrl}/v1/klines`, get())).status).toBe(400)
  })

  it('fails where the connection is reset or nothing listens, and a missing answer ends with the signal', async () => {
    const url = `${simulator.restUrl}/api/v2/server/ping`
    simulator.faults.nextRequest('reset')
    await expect(simulator.fetch(url, get())).rejects.toThrow('fetch failed: the connection was reset')
    await expect(simulator.fetch('http://127.0.0.1:1/', get())).rejects.toThrow('no server listens')
    simulator.faults.nextRequest('hang')
    const abort = new AbortController()
    const answer = simulator.fetch(url, get(abort.signal))
    abort.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
    await expect(simulator.fetch(url, get(abort.signal))).rejects.toThrow('enough')
  })
})

it('lets the client of this package lose answers in simulated time, and no order', { timeout: 60_000 }, async () => {
  const chaos = await createSimulator({
    seed: 11,
    time: { mode: 'stepped', start: START },
    feed: { type: 'none', depth: 5 },
    enforcesLimits: false,
    accounts: [{ publicKey: KEY, secret: SECRET, balances: { TRY: '100000000' } }],
  })
  const ports = { clock: chaos.time, timers: chaos.time, fetch: chaos.fetch, random: () => 0.5 }
  const credentials = { publicKey: KEY, secret: SECRET }
  const client = createClient({ apiUrl: chaos.restUrl, graphUrl: chaos.graphUrl, credentials, ports })
  await through(chaos, client.syncClock())
  chaos.faults.set({ http: { hangAfter: 0.1, resetAfter: 0.1, serverErrorAfter: 0.1, serverError: 0.1, reset: 0.1 } })
  const counts = { sent: 0, unknown: 0 }
  for (let index = 0; index < 100; index += 1) {
    const order = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '0.001', price: '3600000' } as const
    const clientOrderId = `order-${index}`
    try {
      await through(chaos, client.submit({ ...order, clientOrderId }))
      counts.sent += 1
    } catch (error) {
      const { outcome } = await errorOf(Promise.reject(error))
      if (outcome !== 'unknown') continue
      counts.unknown += 1
      chaos.faults.set({ http: {} })
      await through(chaos, client.reconcile(clientOrderId))
      chaos.faults.set({
        http: { hangAfter: 0.1, resetAfter: 0.1, serverErrorAfter: 0.1, serverError: 0.1, reset: 0.1 },
      })
    }
  }
  const ids = chaos.exchange.orders(KEY).map(({ clientOrderId }) => clientOrderId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(client.unresolvedOrders).toEqual([])
  expect(counts.sent).toBeGreaterThan(20)
  expect(counts.unknown).toBeGreaterThan(20)
  client.close()
  await chaos.close()
})

/** Lets simulated time pass until `action` has ended. */
async function through<Result>(chaos: Simulator, action: Promise<Result>): Promise<Result> {
  let isOver = false
  const end = () => {
    isOver = true
  }
  action.then(end, end)
  for (let turn = 0; !isOver; turn += 1) {
    // Only where nothing goes on of itself does time have to pass.
    await new Promise(setImmediate)
    if (!isOver && turn % 4 === 3) chaos.time.advance(100)
  }
  return await action
}
