import { EventEmitter } from 'eventemitter3'
import type { Cancel, Timers } from '../ports.ts'

/**
 * Typed events on eventemitter3. What one listener throws reaches neither the others nor the one who emits: it is given to the
 * listeners of `listenerError`, and where there is none, thrown where nobody catches it.
 */
export class Emitter<Events extends { listenerError: unknown }> {
  readonly #inner = new EventEmitter<string>()
  readonly #timers: Timers
  #isReporting = false

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** @returns takes the listener away again; calling it twice is harmless */
  on<Name extends keyof Events & string>(name: Name, listener: (event: Events[Name]) => void): Cancel {
    const guarded = (event: Events[Name]): void => {
      try {
        listener(event)
      } catch (error) {
        this.failed(error)
      }
    }
    this.#inner.on(name, guarded)
    return () => {
      this.#inner.off(name, guarded)
    }
  }

  emit<Name extends keyof Events & string>(name: Name, event: Events[Name]): void {
    this.#inner.emit(name, event)
  }

  /** Reports what a listener threw. */
  failed(error: unknown): void {
    if (this.#inner.listenerCount('listenerError') > 0 && !this.#isReporting) {
      this.#isReporting = true
      this.#inner.emit('listenerError', error)
      this.#isReporting = false
      return
    }
    this.#timers.after(0, () => {
      throw error
    })
  }
}
