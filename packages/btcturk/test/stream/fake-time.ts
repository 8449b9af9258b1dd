import type { Clock, Timers } from '../../src/ports.ts'

type Due = { readonly at: number; readonly order: number; readonly callback: () => void }

/** Time that passes only when the test advances it. Callbacks due at one moment run in the order in which they were asked for. */
export class FakeTime implements Clock, Timers {
  #now = 0
  #order = 0
  #wallOffset = 1_700_000_000_000
  #due: Due[] = []

  now(): number {
    return this.#now + this.#wallOffset
  }

  monotonic(): number {
    return this.#now
  }

  after(delayMs: number, callback: () => void): () => void {
    const due = { at: this.#now + Math.max(0, delayMs), order: this.#order++, callback }
    this.#due.push(due)
    return () => {
      this.#due = this.#due.filter((other) => other !== due)
    }
  }

  get pending(): number {
    return this.#due.length
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const next = this.#due.toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
      if (next === undefined || next.at > end) break
      this.#due = this.#due.filter((other) => other !== next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
    }
    this.#now = end
  }

  /** The process stands still: what falls due meanwhile is late. */
  stall(milliseconds: number): void {
    this.#now += milliseconds
  }

  /** The wall clock alone jumps. */
  jump(milliseconds: number): void {
    this.#wallOffset += milliseconds
  }
}
