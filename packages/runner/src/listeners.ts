import { EventEmitter } from 'eventemitter3'
import type { RunnerEvents } from './events.ts'

/** Who listens to a runner. A listener that throws is reported, and holds up nobody. */
export class Listeners {
  readonly #events = new EventEmitter<RunnerEvents>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** Returns a function that stops listening. */
  on<Name extends keyof RunnerEvents>(event: Name, listener: RunnerEvents[Name]): () => void {
    const guarded = (...args: unknown[]) => {
      try {
        Reflect.apply(listener, undefined, args)
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#events.on(event, guarded as never)
    return () => void this.#events.off(event, guarded as never)
  }

  emit<Name extends keyof RunnerEvents>(event: Name, ...args: Parameters<RunnerEvents[Name]>): void {
    this.#events.emit(event, ...(args as never))
  }
}
