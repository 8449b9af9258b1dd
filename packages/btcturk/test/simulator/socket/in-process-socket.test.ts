import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InProcessSocket, Simulator } from '../../../src/simulator/index.ts'
import { chaosPlan, createSimulator } from '../../../src/simulator/index.ts'
import { START, standingSimulator } from '../rest-client.ts'

let simulator: Simulator
let heard: string[]

beforeEach(async () => {
  simulator = await standingSimulator({ enforcesPongs: true })
  heard = []
})
afterEach(() => simulator.close())

const open = (of: Simulator = simulator, path = '', log: string[] = heard): InProcessSocket =>
  of.connect(`${of.wsUrl}${path}`, {
    opened: () => log.push('opened'),
    text: (text) => log.push(text),
    alive: () => log.push('alive'),
    closed: (reason, status) => log.push(`closed: ${reason}, ${status}`),
  })

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

  it('answers pings, and may ping', () => {
    const socket = open()
    simulator.time.advance(200_000)
    expect(heard.filter((line) => line === 'alive')).toHaveLength(13)
    socket.ping()
    simulator.time.advance(0)
    expect(heard.at(-1)).toBe('alive')
    expect(simulator.sockets.size).toBe(1)
  })

  it('is refused above fifteen in a minute, and where there is nothing', () => {
    open(simulator, '/other')
    for (let count = 0; count < 15; count += 1) open()
    simulator.time.advance(0)
    expect(heard.filter((line) => line.startsWith('closed'))).toEqual([
      'closed: handshake refused with 404, 404',
      'closed: handshake refused with 429, 429',
    ])
    expect(simulator.sockets.size).toBe(14)
  })

  it('can be cut, closed and frozen', () => {
    const log: string[][] = [[], [], [], []]
    const [closing, leaving] = log.map((lines) => open(simulator, '', lines))
    simulator.time.advance(0)
    closing!.close()
    leaving!.terminate()
    simulator.time.advance(0)
    simulator.faults.nextFrame('halfOpen')
    simulator.faults.nextFrame('reset')
    simulator.exchange.trade('BTCTRY', '3700000', '1')
    expect(simulator.sockets.size).toBe(2)
    simulator.sockets.freezeAll()
    simulator.time.advance(100_000)
    simulator.sockets.dropAll()
    simulator.time.advance(0)
    expect(log.map((lines) => lines.slice(2))).toEqual([
      ['closed: closed with 1000, null'],
      [],
      ['closed: cut, null'],
      ['closed: cut, null'],
    ])
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
