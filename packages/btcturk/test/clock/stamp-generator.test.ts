import { describe, expect, it } from 'vitest'
import { ServerClock } from '../../src/clock/server-clock.ts'
import { StampGenerator } from '../../src/clock/stamp-generator.ts'
import { FakeTime } from '../kit/fake-time.ts'

function world(serverAhead = 0) {
  const time = new FakeTime()
  const state = { ahead: serverAhead, probes: 0 }
  const server = () => time.monotonic() + 1_800_000_000_000 + state.ahead
  const clock = new ServerClock(time, async () => {
    state.probes++
    const sentAt = time.monotonic()
    await time.sleep(10)
    const reported = server()
    await time.sleep(10)
    return { sentAt, receivedAt: time.monotonic(), server: { low: reported, high: reported } }
  })
  return { time, clock, server, state, stamps: new StampGenerator(clock, time) }
}

describe('StampGenerator', () => {
  it('are distinct, rising and within a second of the truth for 10000 calls at once', async () => {
    const { time, stamps, server } = world(250_000)
    const seen: number[] = []
    const ask = async () => {
      const stamp = await stamps.next()
      expect(Math.abs(stamp - server())).toBeLessThanOrEqual(1000)
      seen.push(stamp)
    }
    await time.until(Promise.all(Array.from({ length: 10_000 }, ask)))
    expect(new Set(seen).size).toBe(10_000)
    expect(seen.every((stamp, index) => index === 0 || stamp > seen[index - 1]!)).toBe(true)
  })

  it('hold across a jump of the wall clock by an hour, in the very next call', async () => {
    const { time, stamps, server, state } = world()
    await time.until(stamps.next())
    for (const jump of [3_600_000, -7_200_000]) {
      time.wallOffset += jump
      const { probes } = state
      const stamp = await time.until(stamps.next())
      expect(Math.abs(stamp - server())).toBeLessThan(50)
      expect(state.probes).toBeGreaterThan(probes)
    }
  })

  it('start over where the earlier ones were too far ahead to have been accepted', async () => {
    const { time, stamps, server, state } = world(3_600_000)
    await time.until(stamps.next())
    state.ahead = 0
    time.wallOffset += 1000
    const stamp = await time.until(stamps.next(), 60_000)
    expect(Math.abs(stamp - server())).toBeLessThan(50)
  })

  it('wait rather than repeat or overtake where the clock was corrected back a little', async () => {
    const { time, stamps, server, state, clock } = world(2000)
    const before = await time.until(stamps.next())
    state.ahead = 0
    await time.until(clock.sync())
    const after = await time.until(stamps.next())
    expect(after).toBeGreaterThan(before)
    expect(after - server()).toBeLessThanOrEqual(520)
  })
})
