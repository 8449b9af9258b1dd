import { Emitter } from '@tezgah/core/emitter'
import type { Cancel, Timers } from '../ports.ts'

/**
 * Typed events whose listeners may throw: the error reaches neither the other listeners nor the caller of `emit`. It is
 * emitted as `listenerError`; without a listener for that, it is thrown from a timer and so reaches the platform's handler.
 */
export class ReportingEmitter<Events extends { listenerError: unknown }> {
  readonly #emitter = new Emitter<Events>((error) => this.report(error))
  readonly #timers: Timers
  #isReporting = false

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** @returns removes the listener; calling it again is harmless */
  on<Name extends keyof Events & string>(name: Name, listener: (event: Events[Name]) => void): Cancel {
    return this.#emitter.on(name, listener)
  }

  emit<Name extends keyof Events & string>(name: Name, event: Events[Name]): void {
    this.#emitter.emit(name, event)
  }

  /** Reports what a listener threw. */
  report(error: unknown): void {
    if (this.#emitter.listenerCount('listenerError') > 0 && !this.#isReporting) {
      this.#isReporting = true
      this.#emitter.emit('listenerError', error)
      this.#isReporting = false
      return
    }
    this.#timers.after(0, () => {
      throw error
    })
  }
}
