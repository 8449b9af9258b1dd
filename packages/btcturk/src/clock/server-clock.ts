import { BtcturkError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import { agreement, type Interval } from './marzullo.ts'

/** One question to the exchange for its time. */
export type ClockProbe = {
  /** Monotonic time just before the request left and just after the answer came. */
  readonly sentAt: number
  readonly receivedAt: number
  /** The server's time at some moment between the two, milliseconds since the epoch: not before, not after. */
  readonly server: Interval
}

export type ServerTime = {
  /** Best guess of the exchange's clock now, milliseconds since the epoch, with a fraction. */
  readonly time: number
  /** The true server time lies in `time ± errorMs`. */
  readonly errorMs: number
  /** Milliseconds since the last probe that this rests on. */
  readonly ageMs: number
}

export type ServerClockOptions = {
  /** Probes of one measurement, 1 to 32. Default 8. */
  readonly probes?: number
  /** A measurement ends early once three probes agree to within this many milliseconds. Default 3. */
  readonly targetErrorMs?: number
  /** After this many milliseconds a measurement is content with a bound of `maxErrorMs`. Default 5000. */
  readonly maxSyncMs?: number
  /** Age at which a new measurement is made in the background, milliseconds. Default 300000. */
  readonly maxAgeMs?: number
  /** Bound above which a request waits for a new measurement, milliseconds. Default 1000; the exchange allows 5000. */
  readonly maxErrorMs?: number
  /** How much the local and the server's clock may drift apart, millionths. Default 100. */
  readonly driftPpm?: number
}

/** What the wall clock may move against the monotonic one unnoticed: time services slew by up to 500 millionths. */
const WALL_TOLERANCE_MS = 250
const WALL_SLEW = 500e-6

type Offset = { readonly offset: Interval; readonly at: number }

type Estimate = { readonly offset: Interval; readonly takenAt: number; readonly wallOffset: number }

/**
 * The exchange's clock as seen from here: an offset to the local monotonic clock, from several probes, with a bound.
 *
 * A probe proves that the offset lies between `server − receivedAt` and `server − sentAt`, however long the delays were and
 * however they were split; the intersection of several such intervals is as narrow as the luckiest pair of directions.
 * The bound grows with age. A jump of the wall clock against the monotonic one, which is also what a machine that slept
 * looks like, voids the estimate: `now()` is `null` until the next measurement.
 */
export class ServerClock {
  readonly #clock: Clock
  readonly #probe: () => Promise<ClockProbe>
  readonly #options: Required<ServerClockOptions>
  #estimate: Estimate | null = null
  #syncing: Promise<void> | null = null
  #syncs = 0

  /** @param probe - asks the server once; may reject */
  constructor(clock: Clock, probe: () => Promise<ClockProbe>, options: ServerClockOptions = {}) {
    this.#clock = clock
    this.#probe = probe
    this.#options = {
      probes: 8,
      targetErrorMs: 3,
      maxSyncMs: 5000,
      maxAgeMs: 300_000,
      maxErrorMs: 1000,
      driftPpm: 100,
      ...options,
    }
  }

  /** Measurements that succeeded so far. */
  get syncs(): number {
    return this.#syncs
  }

  /** Server time now, or `null` where it was never measured or a jump of the wall clock voided the measurement. */
  now(): ServerTime | null {
    const monotonic = this.#clock.monotonic()
    return this.at(monotonic)
  }

  /** Server time at a moment of the monotonic clock; `null` as for `now()`. */
  at(monotonic: number): ServerTime | null {
    const estimate = this.#estimate
    if (estimate === null || this.#hasJumped(estimate)) return null
    const ageMs = Math.abs(monotonic - estimate.takenAt)
    const { low, high } = widen(estimate.offset, ageMs * this.#options.driftPpm * 1e-6)
    return { time: monotonic + (low + high) / 2, errorMs: (high - low) / 2, ageMs }
  }

  /**
   * Resolves as soon as server time is known to within `maxErrorMs`. Where it is known but old, a measurement starts in
   * the background.
   *
   * @throws BtcturkError `clock_unknown` where a measurement was needed and failed
   */
  async ready(): Promise<void> {
    const time = this.now()
    if (time === null || time.errorMs > this.#options.maxErrorMs) return await this.#syncClosely()
    // A failure in the background is no news for this caller, whose estimate still holds; it grows until `ready` waits.
    if (time.ageMs > this.#options.maxAgeMs) this.sync().catch(() => undefined)
  }

  /** Measures anew; callers while a measurement runs share it. @throws BtcturkError `clock_unknown` if it fails */
  sync(): Promise<void> {
    this.#syncing ??= this.#measure().finally(() => {
      this.#syncing = null
    })
    return this.#syncing
  }

  async #syncClosely(): Promise<void> {
    await this.sync()
    const { maxErrorMs } = this.#options
    const time = this.now()
    if (time !== null && time.errorMs <= maxErrorMs) return
    const what =
      time === null
        ? 'the local clock was changed during the measurement'
        : `server time is known to ${Math.ceil(time.errorMs)} ms only`
    throw new BtcturkError('clock_unknown', `${what}, ${maxErrorMs} ms are needed`, { outcome: 'not_sent' })
  }

  async #measure(): Promise<void> {
    const { probes, targetErrorMs, maxSyncMs } = this.#options
    const startedAt = this.#clock.monotonic()
    const offsets: Offset[] = []
    let cause: unknown
    for (let asked = 0; asked < probes; asked++) {
      if (this.#clock.monotonic() - startedAt > maxSyncMs && this.#isCloseEnough(offsets)) break
      const wallOffset = this.#wallOffset()
      try {
        const probe = await this.#probe()
        const hasSlept = Math.abs(this.#wallOffset() - wallOffset) > WALL_TOLERANCE_MS
        if (!hasSlept && probe.receivedAt >= probe.sentAt) offsets.push({ offset: offsetOf(probe), at: probe.sentAt })
      } catch (error) {
        cause = error
      }
      const found = this.#agree(offsets)
      if (found !== null && found.count >= 3 && found.high - found.low <= 2 * targetErrorMs) break
    }
    this.#adopt(this.#agree(offsets), offsets.length, cause)
  }

  #isCloseEnough(offsets: readonly Offset[]): boolean {
    const found = this.#agree(offsets)
    return found !== null && found.high - found.low <= 2 * this.#options.maxErrorMs
  }

  #agree(offsets: readonly Offset[]) {
    const now = this.#clock.monotonic()
    const drift = this.#options.driftPpm * 1e-6
    return agreement(offsets.map(({ offset, at }) => widen(offset, (now - at) * drift)))
  }

  #adopt(found: ReturnType<typeof agreement>, probes: number, cause: unknown): void {
    if (found === null || found.count * 2 <= probes) {
      const what = probes === 0 ? 'no probe of the server time succeeded' : 'the probes of the server time disagree'
      throw new BtcturkError('clock_unknown', what, { outcome: 'not_sent', cause })
    }
    const { low, high } = found
    this.#estimate = { offset: { low, high }, takenAt: this.#clock.monotonic(), wallOffset: this.#wallOffset() }
    this.#syncs++
  }

  #wallOffset(): number {
    return this.#clock.now() - this.#clock.monotonic()
  }

  #hasJumped(estimate: Estimate): boolean {
    const age = this.#clock.monotonic() - estimate.takenAt
    const moved = Math.abs(this.#wallOffset() - estimate.wallOffset)
    return age < 0 || moved > WALL_TOLERANCE_MS + age * WALL_SLEW
  }
}

function offsetOf({ sentAt, receivedAt, server }: ClockProbe): Interval {
  return { low: server.low - receivedAt, high: server.high - sentAt }
}

function widen({ low, high }: Interval, by: number): Interval {
  return { low: low - by, high: high + by }
}
