import { describe, expect, it } from 'vitest'
import { type ClockProbe, ServerClock, type ServerClockOptions } from '../../src/clock/server-clock.ts'
import { errorOf } from '../kit/error-of.ts'
import { seeded } from '../kit/seeded.ts'

/** Time that a probe itself moves, so that no timer is needed. */
class World {
  monotonic = 5000
  /** Server time is `monotonic × (1 + drift) + offset`. */
  readonly offset: number
  readonly drift: number
  wallOffset = 1_790_000_000_000
  probes = 0

  constructor(offset = 1_790_000_012_345.678, drift = 0) {
    this.offset = offset
    this.drift = drift
  }

  get server(): number {
    return this.monotonic * (1 + this.drift) + this.offset
  }

  clock(probe: (world: World) => ClockProbe | Promise<ClockProbe>, options?: ServerClockOptions): ServerClock {
    const clock = { now: () => Math.floor(this.monotonic + this.wallOffset), monotonic: () => this.monotonic }
    return new ServerClock(
      clock,
      async () => {
        this.probes++
        return await probe(this)
      },
      options,
    )
  }

  /** One question that takes `up` milliseconds to the server and `down` back. */
  probe(up: number, down: number): ClockProbe {
    const sentAt = this.monotonic
    this.monotonic += up
    const reported = Math.round(this.server)
    this.monotonic += down
    return { sentAt, receivedAt: this.monotonic, server: { low: reported - 1, high: reported + 1 } }
  }
}

/** 20 to 30 ms each way, and in 30 % of the probes a spike of 800 ms in the mean, mostly on the way back. */
function delays(random: () => number): [up: number, down: number] {
  const spike = random() < 0.3 ? -800 * Math.log(1 - random()) : 0
  const isDown = random() < 0.8
  const base = () => 20 - 4 * Math.log(1 - random())
  return [base() + (isDown ? 0 : spike), base() + (isDown ? spike : 0)]
}

describe('ServerClock', () => {
  it('knows nothing before it was asked to measure', () => {
    const world = new World()
    expect(world.clock((w) => w.probe(10, 10)).now()).toBeNull()
    expect(world.probes).toBe(0)
  })

  it('keeps its bound in every one of 20000 measurements, with an error of at most 10 ms in 99 of 100', async () => {
    const random = seeded(20261124)
    const errors: number[] = []
    for (let trial = 0; trial < 20_000; trial++) {
      // Up to the drift that it allows for.
      const world = new World(1_790_000_000_000 + random() * 1e6, (random() * 2 - 1) * 100e-6)
      const clock = world.clock((w) => w.probe(...delays(random)))
      await clock.sync()
      world.monotonic += random() * 20_000
      const { time, errorMs } = clock.now()!
      const error = Math.abs(time - world.server)
      if (error > errorMs) throw new Error(`trial ${trial}: off by ${error} ms, said ${errorMs} ms`)
      errors.push(error)
    }
    errors.sort((a, b) => a - b)
    const at = (share: number) => errors[Math.floor(errors.length * share)]!
    console.log(
      `clock error: median ${at(0.5).toFixed(2)} ms, p99 ${at(0.99).toFixed(2)} ms, largest ${errors.at(-1)!.toFixed(2)} ms`,
    )
    expect(at(0.99)).toBeLessThanOrEqual(10)
  })

  it('publishes a bound that grows with age', async () => {
    const world = new World()
    const clock = world.clock((w) => w.probe(10, 10))
    await clock.sync()
    const fresh = clock.now()!
    world.monotonic += 100_000
    const aged = clock.now()!
    expect(aged.errorMs - fresh.errorMs).toBeCloseTo(10, 6)
    expect(aged.time - fresh.time).toBeCloseTo(100_000, 6)
  })

  it('allows for drift between the probes of one measurement', async () => {
    const world = new World(1_790_000_000_000, 0.02)
    const clock = world.clock((w) => w.probe(100, 100), { driftPpm: 20_000 })
    await clock.sync()
    const { time, errorMs } = clock.now()!
    expect(Math.abs(time - world.server)).toBeLessThanOrEqual(errorMs)
    // The first interval is 1.6 s old at the end: 32 ms to either side; without that the bound would be far below 100 ms.
    expect(errorMs).toBeGreaterThan(100)
  })

  it('ends a measurement early where the probes agree closely', async () => {
    const world = new World()
    await world.clock((w) => w.probe(1, 1)).sync()
    expect(world.probes).toBe(3)
  })

  it('survives probes that fail, and servers whose clock is off, while most agree', async () => {
    const world = new World()
    const clock = world.clock((w) => {
      if (w.probes % 4 === 0) throw new Error('reset')
      const probe = w.probe(20, 20)
      return w.probes % 4 === 1
        ? { ...probe, server: { low: probe.server.low - 9000, high: probe.server.high - 9000 } }
        : probe
    })
    await clock.sync()
    const { time, errorMs } = clock.now()!
    expect(Math.abs(time - world.server)).toBeLessThanOrEqual(errorMs)
    expect(errorMs).toBeLessThan(25)
  })

  it('says so where no probe succeeds or none agree, and keeps what it knew', async () => {
    const world = new World()
    let mode: 'fine' | 'dead' | 'torn' = 'fine'
    const clock = world.clock((w) => {
      if (mode === 'dead') throw new Error('refused')
      const probe = w.probe(5, 5)
      const shift = mode === 'torn' ? w.probes * 60_000 : 0
      return { ...probe, server: { low: probe.server.low + shift, high: probe.server.high + shift } }
    })
    await clock.sync()
    for (const next of ['dead', 'torn'] as const) {
      mode = next
      expect(await errorOf(clock.sync())).toMatchObject({ code: 'clock_unknown', outcome: 'not_sent' })
      expect(Math.abs(clock.now()!.time - world.server)).toBeLessThan(10)
    }
  })

  it.each([3_600_000, -3_600_000])(
    'a wall clock that jumps by %d ms voids it until the next measurement',
    async (jump) => {
      const world = new World()
      const clock = world.clock((w) => w.probe(10, 10))
      await clock.ready()
      const { probes } = world
      world.wallOffset += jump
      expect(clock.now()).toBeNull()
      await clock.ready()
      expect(world.probes).toBeGreaterThan(probes)
      expect(Math.abs(clock.now()!.time - world.server)).toBeLessThanOrEqual(clock.now()!.errorMs)
    },
  )

  it('ignores a probe during which the machine slept', async () => {
    const world = new World()
    const clock = world.clock(
      (w) => {
        const probe = w.probe(10, 10)
        if (w.probes !== 1) return probe
        // An hour passed that the monotonic clock did not see.
        w.wallOffset += 3_600_000
        return { ...probe, server: { low: probe.server.low + 3_600_000, high: probe.server.high + 3_600_000 } }
      },
      { probes: 2 },
    )
    await clock.sync()
    expect(Math.abs(clock.now()!.time - world.server)).toBeLessThan(20)
  })

  it('a wall clock that is slewed is no jump', async () => {
    const world = new World()
    const clock = world.clock((w) => w.probe(10, 10))
    await clock.sync()
    world.monotonic += 1_000_000
    world.wallOffset += 500
    expect(clock.now()).not.toBeNull()
  })

  it('measures in the background when it is old, and lets callers wait only when its bound is too wide', async () => {
    const world = new World()
    let answer: ((probe: ClockProbe) => void) | null = null
    let isHeld = false
    const clock = world.clock((w) => {
      const probe = w.probe(10, 10)
      return isHeld
        ? new Promise<ClockProbe>((resolve) => {
            answer = resolve
          })
        : probe
    })
    await clock.ready()
    isHeld = true
    world.monotonic += 300_001
    await clock.ready()
    expect(answer).not.toBeNull()
    world.monotonic += 20_000_000
    let isReady = false
    const ready = clock.ready().then(() => {
      isReady = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isReady).toBe(false)
    isHeld = false
    answer!(world.probe(10, 10))
    await ready
    expect(clock.now()!.errorMs).toBeLessThan(1000)
  })

  it('shares one measurement among all who wait', async () => {
    const world = new World()
    const clock = world.clock((w) => w.probe(1, 1))
    await Promise.all([clock.ready(), clock.ready(), clock.sync()])
    expect([clock.syncs, world.probes]).toEqual([1, 3])
  })

  it('is content with a wide bound once its time is up, but not with one that is too wide to sign', async () => {
    const slow = new World()
    await slow.clock((w) => w.probe(900, 900)).sync()
    expect(slow.probes).toBe(3)
    const slower = new World()
    expect(await errorOf(slower.clock((w) => w.probe(1500, 1500)).ready())).toMatchObject({ code: 'clock_unknown' })
    expect(slower.probes).toBe(8)
  })
})
