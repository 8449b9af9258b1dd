import type { Cancel, Clock, Timers } from '../../src/ports.ts'

type Timer = { readonly at: number; readonly order: number; readonly callback: () => void }

/** Time that stands still until a test moves it. */
export class FakeTime implements Clock, Timers {
  #monotonic = 1000
  /** Wall clock minus monotonic clock; change it to make the wall clock jump. */
  wallOffset: number
  #order = 0
  readonly #timers = new Set<Timer>()

  constructor(start = 1_800_000_000_000) {
    this.wallOffset = start - this.#monotonic
  }

  now(): number {
    return Math.floor(this.#monotonic + this.wallOffset)
  }

  monotonic(): number {
    return this.#monotonic
  }

  get pendingTimers(): number {
    return this.#timers.size
  }

  after(delayMs: number, callback: () => void): Cancel {
    const timer = { at: this.#monotonic + Math.max(delayMs, 0), order: this.#order++, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Resolves after a time that only a test moves. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve))
  }

  /** Moves on by `ms`, firing what is due, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms
    await settle()
    for (let next = this.#next(); next !== null && next.at <= end; next = this.#next()) {
      this.#fire(next)
      await settle()
    }
    this.#monotonic = end
    await settle()
  }

  /** Moves on from timer to timer until `promise` has settled, for at most `limitMs`. */
  async until<Result>(promise: Promise<Result>, limitMs = 3_600_000): Promise<Result> {
    let isSettled = false
    const done = () => {
      isSettled = true
    }
    promise.then(done, done)
    const end = this.#monotonic + limitMs
    for (;;) {
      await settle()
      if (isSettled) return await promise
      const next = this.#next()
      if (next === null || next.at > end) throw new Error(`nothing settles it within ${limitMs} ms`)
      this.#fire(next)
    }
  }

  #next(): Timer | null {
    let first: Timer | null = null
    for (const timer of this.#timers) {
      if (first === null || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer
    }
    return first
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer)
    this.#monotonic = Math.max(this.#monotonic, timer.at)
    timer.callback()
  }
}

/** Lets everything run that waits for no timer. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 2; round++) await new Promise((resolve) => setImmediate(resolve))
}
