import { EventEmitter } from 'eventemitter3'
import type { Cancel } from '../ports.ts'

/** Typed events on eventemitter3. What one listener throws reaches neither the others nor the one who emits. */
export class Emitter<Events extends object> {
  readonly #inner = new EventEmitter<string>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** @returns takes the listener away again; calling it twice is harmless */
  on<Name extends keyof Events & string>(name: Name, listener: (event: Events[Name]) => void): Cancel {
    const guarded = (event: Events[Name]): void => {
      try {
        listener(event)
      } catch (error) {
        this.#onError(error)
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

  listenerCount(name: keyof Events & string): number {
    return this.#inner.listenerCount(name)
  }
}
