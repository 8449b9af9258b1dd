import type { PolicyName } from './policies.ts'

/** What was said of one start. */
export type StartVerdict = {
  /** Epoch milliseconds, UTC. */
  readonly at: number
  /** The job that was, or would have been. */
  readonly job: string
  readonly strategy: string
  readonly operator: string
  readonly verdict: 'approved' | 'refused'
  /** The policies that it went against, also where an override let it pass. */
  readonly policies: readonly PolicyName[]
  /** Ids of the overrides that let it pass. */
  readonly overrides: readonly string[]
}

const KEPT = 100

/** The last verdicts, newest first. */
export class Verdicts {
  #latest: readonly StartVerdict[] = []

  add(verdict: StartVerdict): void {
    this.#latest = [verdict, ...this.#latest].slice(0, KEPT)
  }

  get latest(): readonly StartVerdict[] {
    return this.#latest
  }
}
