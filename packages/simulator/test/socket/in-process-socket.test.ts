import { createStream } from '@tezgah/btcturk/stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chaosPlan, createSimulator, type InProcessWebSocket, type Simulator } from '../../src/index.ts'
import { START, standingSimulator } from '../rest-client.ts'

let simulator: Simulator
let heard: string[]

beforeEach(async () => {
  simulator = await standingSimulator({ enforcesPongs: true })
  heard = []
})
afterEach(() => simulator.close())

function open(of: Simulator = simulator, path = '', log: string[] = heard): InProcessWebSocket {
  const socket = new of.WebSocket(`${of.wsUrl}${path}`)
  socket.onopen = () => log.push('opened')
  socket.onmessage = ({ data }: { data: unknown }) => log.push(`${data}`)
  socket.onclose = ({ code }: { code: number }) => log.push(`closed ${code}`)
  return socket
}

const join = (channel: string, event: string) => JSON.stringify([151, { type: 151, channel, event, join: true }])

describe('a socket without a network', () => {
  it('opens in the next turn, and talks as one with a network', () => {
    const socket = open()
    expect(heard).toEqual([])
    simulator.time.advance(0)
    socket.send(join('ticker', 'BTCTRY'))
    simulator.time.advance(0)
    expect(heard.map((line) => line.slice(0, 6))).toEqual(['opened', '[991,{', '[100,{', '[402,{'])
    simulator.time.advance(1500)
    expect(heard).toHaveLength(6)
  })

  it('answers pings', () => {
    open()
    simulator.time.advance(200_000)
    expect(simulator.sockets.size).toBe(1)
  })

  it('is refused above fifteen in a minute, and where there is nothing', () => {
    open(simulator, '/other')
    for (let count = 0; count < 15; count += 1) open()
    simulator.time.advance(0)
    expect(heard.filter((line) => line.startsWith('closed'))).toEqual(['closed 1006', 'closed 1006'])
    expect(simulator.sockets.size).toBe(14)
  })

  it('can be closed, cut and frozen, and a frozen one never answers a close', () => {
    const log: string[][] = [[], [], []]
    const [closing, , frozen] = log.map((lines) => open(simulator, '', lines))
    simulator.time.advance(0)
    closing!.close()
    simulator.time.advance(0)
    expect([closing!.readyState, simulator.sockets.size]).toEqual([3, 2])
    simulator.sockets.freezeAll()
    frozen!.close()
    simulator.time.advance(100_000)
    expect(frozen!.readyState).toBe(2)
    simulator.sockets.dropAll()
    simulator.time.advance(0)
    expect(log.map((lines) => lines.slice(2))).toEqual([['closed 1000'], ['closed 1006'], ['closed 1006']])
  })
})

it('hears the very same again from the same seed, faults and all', async () => {
  const { socket: all, ...delays } = chaosPlan(0.05)
  const { halfOpen: _silent, reset: _cut, ...socket } = all
  const run = async (seed: number) => {
    const chaos = await createSimulator({
      seed,
      time: { mode: 'stepped', start: START },
      faults: { ...delays, socket },
      feed: { type: 'synthetic', historyMinutes: 0 },
    })
    const lines: string[] = []
    const follower = open(chaos, '', lines)
    chaos.time.advance(100)
    for (const symbol of chaos.exchange.symbols) follower.send(join('obdiff', symbol))
    for (let step = 0; step < 100; step += 1) chaos.time.advance(1000)
    const { log } = chaos.faults
    await chaos.close()
    return { lines, log }
  }
  const first = await run(21)
  expect(first.lines.length).toBeGreaterThan(50)
  expect(first.log.length).toBeGreaterThan(3)
  expect(await run(21)).toEqual(first)
  expect((await run(22)).lines).not.toEqual(first.lines)
})

it('carries the stream of this package', async () => {
  const { time, wsUrl, WebSocket } = simulator
  const stream = createStream({ url: wsUrl, webSocket: WebSocket, ports: { clock: time, timers: time } })
  const states: string[] = []
  stream.on('connection', ({ state }) => states.push(state))
  stream.open()
  for (let turn = 0; turn < 10; turn += 1) {
    time.advance(100)
    await Promise.resolve()
  }
  expect([simulator.sockets.size, states.at(-1)]).toEqual([1, 'open'])
  stream.close()
})
