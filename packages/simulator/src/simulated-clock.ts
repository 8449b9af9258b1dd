import type { Cancel, Clock, Timers } from '@tezgah/btcturk'

export type TimeMode =
  /** The wall clock. */
  | { readonly mode: 'real' }
  /** `speed` simulated milliseconds pass in one real millisecond, beginning at `start`. */
  | { readonly mode: 'scaled'; readonly speed: number; readonly start?: number }
  /** Stands at `start` and goes on only when told. */
  | { readonly mode: 'stepped'; readonly start: number }

/** The one time of a simulator: everything that waits, waits here. */
export interface SimulatedTime extends Clock, Timers {
  /**
   * Lets `ms` pass at once, calling back in order of time. Only where time is stepped.
   * @throws RangeError in the other modes, or for a negative `ms`
   */
  advance(ms: number): void
}

export function createTime(mode: TimeMode, ports: { readonly clock: Clock; readonly timers: Timers }): SimulatedTime {
  return mode.mode === 'stepped' ? new SteppedTime(mode.start) : new RunningTime(mode, ports)
}

class RunningTime implements SimulatedTime {
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

type Waiting = { readonly at: number; readonly callback: () => void }

class SteppedTime implements SimulatedTime {
  #now: number
  #waiting: Waiting[] = []
  readonly #start: number

  constructor(start: number) {
    this.#now = start
    this.#start = start
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now - this.#start
  }

  after(delayMs: number, callback: () => void): Cancel {
    const entry = { at: this.#now + Math.max(0, delayMs), callback }
    let index = this.#waiting.length
    while (index > 0 && this.#waiting[index - 1]!.at > entry.at) index -= 1
    this.#waiting.splice(index, 0, entry)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry)
    }
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`ms must be 0 or more, received ${ms}`)
    const end = this.#now + ms
    for (let next = this.#waiting[0]; next !== undefined && next.at <= end; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#now = Math.max(this.#now, next.at)
      next.callback()
    }
    this.#now = end
  }
}
