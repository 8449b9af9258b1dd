import { afterEach, expect, it } from 'vitest'
import { type Simulated, simulated } from '../../../simulator/test/simulated.ts'
import { createStream, type Stream } from '../../src/stream/stream.ts'
import { settle } from '../kit/fake-time.ts'

const WITHIN_MS = 10_000

let world: Simulated
let stream: Stream

afterEach(async () => {
  stream.close()
  await world.close()
})

/** When the connection was last given up by simulated time, and why. */
function watchLosses(): { at: number; reason: string | null } {
  const loss: { at: number; reason: string | null } = { at: 0, reason: null }
  stream.on('connection', ({ state, reason }) => {
    if (state === 'waiting') Object.assign(loss, { at: world.time.monotonic(), reason })
  })
  return loss
}

/** Goes silent at this many milliseconds after the first data, with what silences it. */
async function halfOpen(afterMs: number, silence: () => void): Promise<void> {
  world = await simulated()
  const { time, simulator } = world
  const ports = { clock: time, timers: time, random: () => 0 }
  stream = createStream({ url: simulator.wsUrl, webSocket: simulator.WebSocket, ports })
  let frames = 0
  stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, () => frames++)
  stream.open()
  await time.advance(3000 + afterMs)
  expect(frames).toBeGreaterThan(2)
  const loss = watchLosses()
  silence()
  const silentAt = time.monotonic()
  const before = frames
  await time.advance(6000)
  expect([stream.state, stream.isFresh], 'open still, and not believed').toEqual(['open', false])
  await time.advance(WITHIN_MS - 6000)
  expect(loss.reason).toBe('no sign of life')
  expect(loss.at - silentAt).toBeLessThanOrEqual(WITHIN_MS)
  await time.advance(3000)
  expect(frames, 'the next connection brings data again').toBeGreaterThan(before)
}

const MOMENTS = [0, 1, 250, 499, 500, 501, 750, 999, 1000, 1750, 2400]

it.each(MOMENTS)('finds a socket of the simulator that is frozen %i ms on, within 10 s', (afterMs) =>
  halfOpen(afterMs, () => world.simulator.sockets.freezeAll()),
)

it('finds a socket that goes half open with a frame, within 10 s', async () => {
  // The frame itself is lost, and comes up to a ticker's rhythm later.
  await halfOpen(740, () => world.simulator.faults.nextFrame('halfOpen', { frame: 402 }))
})

it('finds a real socket that answers no ping any more, within 10 s of a time that only the test moves', async () => {
  world = await simulated()
  const { time, simulator } = world
  stream = createStream({ url: simulator.wsUrl, ports: { clock: time, timers: time, random: () => 0 } })
  const opened = new Promise<void>((resolve) => stream.on('connection', ({ state }) => state === 'open' && resolve()))
  const first = new Promise((resolve) => stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, resolve))
  stream.open()
  await opened
  // The first frame is under way in real time and waits for nothing else.
  const frame = first.then(() => true)
  while (!(await Promise.race([frame, settle().then(() => false)]))) await time.advance(1)
  const loss = watchLosses()
  simulator.sockets.freezeAll()
  const silentAt = time.monotonic()
  await time.advance(WITHIN_MS)
  expect(loss.reason).toBe('no sign of life')
  expect(loss.at - silentAt).toBeLessThanOrEqual(WITHIN_MS)
})
