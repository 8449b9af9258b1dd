import { EventEmitter } from 'eventemitter3'
import type { Cancel } from './clock.ts'

/** Typed events: `Events` maps the name of an event to what its listeners receive. A listener that throws stops no other. */
export class Emitter<Events extends object> {
  readonly #emitter = new EventEmitter<string>()
  readonly #onListenerError: (error: unknown) => void

  /** @param onListenerError - called with every error that a listener throws */
  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError
  }

  /** @returns removes the listener; calling it again is harmless */
  on<Name extends keyof Events & string>(name: Name, listener: (event: Events[Name]) => void): Cancel {
    const guarded = (event: Events[Name]): void => {
      try {
        listener(event)
      } catch (error) {
        this.#onListenerError(error)
      }
    }
    this.#emitter.on(name, guarded)
    return () => {
      this.#emitter.off(name, guarded)
    }
  }

  /** Calls the listeners in the order in which they were added. */
  emit<Name extends keyof Events & string>(name: Name, event: Events[Name]): void {
    this.#emitter.emit(name, event)
  }

  listenerCount(name: keyof Events & string): number {
    return this.#emitter.listenerCount(name)
  }
}
