import { describe, expect, it } from 'vitest'
import { START } from '../../../simulator/test/rest-client.ts'
import { type Simulated, simulated } from '../../../simulator/test/simulated.ts'
import type { Client } from '../../src/client.ts'
import type { Clock } from '../../src/ports.ts'
import { FakeTime } from '../kit/fake-time.ts'

const HOUR = 3_600_000

const ORDER = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '0.001', price: '3600000' } as const

const CALLS: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  '/api/v1/users/balances': (client) => client.balances(),
  '/api/v1/order': (client) => client.submit(ORDER),
}

/** Clocks of a client and an exchange that a test moves apart, on one steady time. */
class TwoClocks {
  readonly time = new FakeTime(START)
  /** How far the client's clocks are ahead of where they were. */
  wall = 0
  steady = 0
  /** How far the exchange's clock is ahead of where it was. */
  server = 0

  readonly client: Clock = {
    now: () => this.time.now() + this.wall,
    monotonic: () => this.time.monotonic() + this.steady,
  }
  readonly exchange: Clock = {
    now: () => this.time.now() + this.server,
    monotonic: () => this.time.monotonic(),
  }
}

async function world(): Promise<Simulated & { readonly clocks: TwoClocks; readonly client: Client }> {
  const clocks = new TwoClocks()
  const { time } = clocks
  const made = await simulated({ system: { clock: clocks.exchange, timers: time } }, time)
  made.simulator.faults.set({ latencyMs: 30 })
  const ports = { clock: clocks.client, timers: time, fetch: made.simulator.fetch, random: () => 0.5 }
  return { ...made, clocks, client: made.connect({ ports }) }
}

type Jump = (clocks: TwoClocks) => void

/** What each does to a signed call: how often its request was sent before it was accepted. */
const JUMPS: readonly (readonly [string, Jump, number])[] = [
  ['the wall clock jumps an hour ahead', (clocks) => (clocks.wall += HOUR), 1],
  ['the wall clock jumps an hour back', (clocks) => (clocks.wall -= HOUR), 1],
  [
    'the machine slept for an hour',
    (clocks) => {
      clocks.wall += HOUR
      clocks.server += HOUR
    },
    1,
  ],
  [
    'both local clocks jump an hour ahead',
    (clocks) => {
      clocks.wall += HOUR
      clocks.steady += HOUR
    },
    2,
  ],
  ["the exchange's clock jumps an hour ahead", (clocks) => (clocks.server += HOUR), 2],
  ["the exchange's clock jumps an hour back", (clocks) => (clocks.server -= HOUR), 2],
]

describe.each(Object.keys(CALLS))('a call of %s recovers by itself', (path) => {
  it.each(JUMPS)('where %s', async (_what, jump, requests) => {
    const { time, simulator, clocks, client, close } = await world()
    const call = CALLS[path]!
    await time.until(call(client))
    const ends: unknown[] = []
    simulator.requests.listen((request) => request.path === path && ends.push(request.end))
    jump(clocks)
    await time.until(call(client))
    expect(ends).toEqual(requests === 1 ? [200] : [401, 200])
    const known = client.serverClock()!
    expect(Math.abs(known.time - simulator.exchange.now())).toBeLessThanOrEqual(known.errorMs + 1)
    await time.until(call(client))
    expect(ends).toHaveLength(requests + 1)
    await close()
  })
})

it('an order whose stamp was refused after a jump is there once', async () => {
  const { time, simulator, clocks, client, close } = await world()
  await time.until(client.balances())
  clocks.server += HOUR
  const { id } = await time.until(client.submit(ORDER))
  expect(simulator.exchange.orders('11111111-2222-4333-8444-555555555555').map((order) => String(order.id))).toEqual([
    id,
  ])
  expect(client.unresolvedOrders).toEqual([])
  await close()
})
