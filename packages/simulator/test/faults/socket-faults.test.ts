import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chaosPlan, type Simulator, type SocketFault } from '../../src/index.ts'
import { standingSimulator } from '../rest-client.ts'
import { SocketClient } from '../socket/socket-client.ts'

let simulator: Simulator
let client: SocketClient

beforeEach(async () => {
  simulator = await standingSimulator()
  client = await SocketClient.open(simulator.wsUrl)
  client.join('trade', 'BTCTRY')
  await client.next(421)
})
afterEach(() => simulator.close())

function trade(price: number): void {
  simulator.exchange.trade('BTCTRY', `${price}`, '0.001')
}

async function pricesAfter(fault: SocketFault): Promise<string[]> {
  simulator.faults.nextFrame(fault, { frame: 422 })
  for (const price of [1, 2, 3]) trade(3_700_000 + price)
  await client.applyFill()
  return client.frames(422).map(({ P }) => P.slice(6, 7))
}

describe('a frame', () => {
  it('is lost', async () => expect(await pricesAfter('drop')).toEqual(['2', '3']))
  it('comes twice', async () => expect(await pricesAfter('duplicate')).toEqual(['1', '1', '2', '3']))
  it('comes after the next one', async () => expect(await pricesAfter('reorder')).toEqual(['2', '1', '3']))

  it('cannot be read', async () => {
    simulator.faults.nextFrame('malformed', { frame: 422, count: 30 })
    for (let index = 0; index < 30; index += 1) trade(3_700_001)
    await client.applyFill()
    const spoilt = client.texts.slice(3).filter((text) => !text.includes('"type":100'))
    const kinds = spoilt.map((text) => (text.endsWith('}]') ? (text.startsWith('[') ? 'member' : 'bytes') : 'cut'))
    expect(new Set(kinds)).toEqual(new Set(['member', 'bytes', 'cut']))
    expect(spoilt).toHaveLength(30)
  })

  it('waits with all that follow it, as for a consumer that is too slow', async () => {
    const settled = simulator.time.now()
    simulator.faults.nextFrame('stall', { frame: 422 })
    for (const price of [1, 2, 3]) trade(3_700_000 + price)
    expect(client.frames(422)).toEqual([])
    simulator.time.advance(1999)
    expect(client.frames(422)).toEqual([])
    simulator.time.advance(1)
    await client.next(422, 3)
    expect(simulator.time.now() - settled).toBe(2000)
  })

  it('never overtakes an earlier one, however late that one is', async () => {
    simulator.faults.set({ latencyMs: 10, jitterMs: 100 })
    for (let price = 1; price <= 9; price += 1) trade(3_700_000 + price)
    simulator.time.advance(110)
    await client.next(422, 9)
    expect(client.frames(422).map(({ P }) => Number(P.slice(6, 7)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('a connection', () => {
  it('is cut without a close frame', async () => {
    simulator.faults.nextFrame('reset', { frame: 422 })
    trade(3_700_001)
    await client.until(() => client.closed !== null)
    expect(client.closed?.code).toBe(1006)
  })

  it('stays, and says and hears nothing any more', async () => {
    simulator.faults.nextFrame('halfOpen', { frame: 422 })
    for (const price of [1, 2, 3]) trade(3_700_000 + price)
    client.join('ticker', 'all')
    client.socket.ping()
    let pongs = 0
    client.socket.on('pong', () => {
      pongs += 1
    })
    const other = await SocketClient.open(simulator.wsUrl)
    await other.applyFill()
    simulator.time.advance(120_000)
    await other.applyFill()
    expect([client.texts.length, client.closed, client.pings, pongs]).toEqual([3, null, 0, 0])
    expect(simulator.sockets.size).toBe(2)
  })

  it('is cut where too much waits for a consumer that reads nothing', async () => {
    const small = await standingSimulator({ maxBufferedBytes: 100_000 })
    const slow = await SocketClient.open(small.wsUrl)
    slow.join('ticker', 'all')
    await slow.next(401)
    slow.socket.pause()
    for (let turn = 0; small.sockets.size === 1 && turn < 2000; turn += 1) {
      small.time.advance(7500)
      await new Promise(setImmediate)
    }
    expect(small.sockets.size).toBe(0)
    await small.close()
  })

  it('is cut where too much waits because of a stall', async () => {
    const small = await standingSimulator({ maxBufferedBytes: 10_000 })
    const slow = await SocketClient.open(small.wsUrl)
    slow.join('ticker', 'all')
    await slow.next(401)
    small.faults.set({ stallMs: 3_600_000 })
    small.faults.nextFrame('stall')
    small.time.advance(60_000)
    await slow.until(() => slow.closed !== null)
    expect(slow.closed?.code).toBe(1006)
    await small.close()
  })

  it('is cut, or frozen, with all others', async () => {
    simulator.sockets.freezeAll()
    simulator.sockets.dropAll()
    await client.until(() => client.closed !== null)
    expect(client.closed?.code).toBe(1006)
  })
})

describe('a stale snapshot', () => {
  it('carries an old number, so that the next change does not follow it', async () => {
    const join = async () => {
      const follower = await SocketClient.open(simulator.wsUrl)
      follower.join('obdiff', 'BTCTRY')
      await follower.next(100)
      simulator.time.advance(380)
      return { follower, snapshot: await follower.next(431) }
    }
    const { snapshot: first } = await join()
    simulator.exchange.offer('BTCTRY', 'buy', '3716999', '0.5')
    simulator.time.advance(764)
    simulator.faults.nextFrame('staleSnapshot', { frame: 431 })
    const { follower, snapshot: stale } = await join()
    expect([stale.CS, stale.BO]).toEqual([first.CS, first.BO])
    simulator.exchange.offer('BTCTRY', 'buy', '3716999', '0.6')
    simulator.time.advance(764)
    expect((await follower.next(432)).CS).toBe(stale.CS + 2)
  })
})

it('spoils the frames of each connection the same way again, from the same seed', async () => {
  const run = async (seed: number) => {
    const { halfOpen: _silent, reset: _cut, ...socket } = chaosPlan(0.5).socket
    const spoilt = await standingSimulator({ seed })
    const follower = await SocketClient.open(spoilt.wsUrl)
    follower.join('trade', 'BTCTRY')
    await follower.next(421)
    spoilt.faults.set({ socket })
    for (let index = 0; index < 100; index += 1) spoilt.exchange.trade('BTCTRY', `${3_700_000 + index}`, '0.001')
    spoilt.time.advance(100_000)
    const log = spoilt.faults.log.map(({ fault, target }) => `${fault} ${target}`)
    await spoilt.close()
    return log
  }
  const first = await run(3)
  expect(first.length).toBeGreaterThan(10)
  expect(await run(3)).toEqual(first)
  expect(await run(4)).not.toEqual(first)
})
