import type { Cancel, Timers } from '@tezgah/core/clock'

/** Timers of one owner, which ends them all when it stops. */
export class PendingTimers {
  readonly #timers: Pick<Timers, 'after'>
  readonly #pending = new Set<Cancel>()

  constructor(timers: Pick<Timers, 'after'>) {
    this.#timers = timers
  }

  after(delayMs: number, run: () => void): void {
    const cancel = this.#timers.after(delayMs, () => {
      this.#pending.delete(cancel)
      run()
    })
    this.#pending.add(cancel)
  }

  cancelAll(): void {
    for (const cancel of this.#pending) cancel()
    this.#pending.clear()
  }
}
