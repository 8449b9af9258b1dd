import type { Timers } from '@tezgah/btcturk'
import { type Cancel, type Clock, createManualClock } from '@tezgah/core/clock'

export type TimeMode =
  /** The wall clock. */
  | { readonly mode: 'real' }
  /** `speed` simulated milliseconds pass in one real millisecond, beginning at `start`. */
  | { readonly mode: 'scaled'; readonly speed: number; readonly start?: number }
  /** Stands at `start` and moves only by `advance`. */
  | { readonly mode: 'stepped'; readonly start: number }

/** The one time of a simulator: everything that waits, waits here. */
export interface SimulatedTime extends Clock, Timers {
  /**
   * Lets `ms` pass at once, calling back in order of time. Only where time is stepped.
   * @throws RangeError in the other modes, or for a negative `ms`
   */
  advance(ms: number): void
}

export function createSimulatedClock(
  mode: TimeMode,
  ports: { readonly clock: Clock; readonly timers: Timers },
): SimulatedTime {
  return mode.mode === 'stepped' ? createManualClock(mode.start) : new ScaledClock(mode, ports)
}

class ScaledClock implements SimulatedTime {
  readonly #ports: { readonly clock: Clock; readonly timers: Timers }
  readonly #speed: number
  readonly #origin: number
  readonly #start: number | null

  constructor(mode: TimeMode, ports: { readonly clock: Clock; readonly timers: Timers }) {
    this.#ports = ports
    this.#speed = mode.mode === 'scaled' ? mode.speed : 1
    this.#origin = ports.clock.monotonic()
    this.#start = mode.mode === 'scaled' ? (mode.start ?? ports.clock.now()) : null
  }

  now(): number {
    if (this.#start === null) return Math.floor(this.#ports.clock.now())
    return Math.floor(this.#start + this.#passed())
  }

  monotonic(): number {
    return this.#passed()
  }

  after(delayMs: number, callback: () => void): Cancel {
    return this.#ports.timers.after(delayMs / this.#speed, callback)
  }

  advance(): void {
    throw new RangeError('only a stepped time can be advanced')
  }

  #passed(): number {
    return (this.#ports.clock.monotonic() - this.#origin) * this.#speed
  }
}
