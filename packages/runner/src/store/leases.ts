import type { HeldAttempt } from '../job.ts'

/**
 * Until when each attempt may stay silent, on a monotonic clock. In memory: a process that dies takes its workers with it, so
 * there is nothing to remember. A lease may outlast its attempt; whoever acts on one looks at the job first.
 */
export class Leases {
  readonly #lengthMs: number
  readonly #monotonicNow: () => number
  readonly #leases = new Map<string, { readonly attempt: number; readonly until: number }>()

  constructor(lengthMs: number, monotonicNow: () => number) {
    this.#lengthMs = lengthMs
    this.#monotonicNow = monotonicNow
  }

  extend({ id, attempt }: HeldAttempt): void {
    this.#leases.set(id, { attempt, until: this.#monotonicNow() + this.#lengthMs })
  }

  end(id: string): void {
    this.#leases.delete(id)
  }

  /** Attempts that have been silent for too long. */
  runOut(): readonly HeldAttempt[] {
    const now = this.#monotonicNow()
    return [...this.#leases].flatMap(([id, { attempt, until }]) => (until < now ? [{ id, attempt }] : []))
  }
}
