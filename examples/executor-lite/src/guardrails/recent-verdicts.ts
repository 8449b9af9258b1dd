import type { StartPolicyName } from '@tezgah/guardrails'
import type { ExecutorMetrics } from '../metrics/port.ts'
import { POLICY_NAMES } from './policies.ts'

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
  readonly policies: readonly StartPolicyName[]
  /** Ids of the overrides that let it pass. */
  readonly overrides: readonly string[]
}

const KEPT = 100

/** The last verdicts, newest first. */
export class RecentVerdicts {
  #latest: readonly StartVerdict[] = []
  readonly #listeners = new Set<(verdict: StartVerdict) => void>()

  add(verdict: StartVerdict): void {
    this.#latest = [verdict, ...this.#latest].slice(0, KEPT)
    for (const listener of this.#listeners) listener(verdict)
  }

  /** Calls back with each verdict. Returns what stops it. */
  onAdd(listener: (verdict: StartVerdict) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  get latest(): readonly StartVerdict[] {
    return this.#latest
  }
}

/** What a start counts under that no policy objected to, so that each approved start is one. */
const ALL = 'all'

/** The policies that verdicts are counted by. */
export const COUNTED_POLICIES: readonly string[] = [...POLICY_NAMES, ALL]

/** Counts what a policy said of a start; one that it objected to and that passed was overridden. */
export function countVerdicts({
  recordVerdict,
}: Pick<ExecutorMetrics, 'recordVerdict'>): (verdict: StartVerdict['verdict'], policy: StartPolicyName | null) => void {
  return (verdict, policy) => {
    if (policy === null) recordVerdict(ALL, verdict)
    else recordVerdict(policy, verdict === 'refused' ? 'refused' : 'overridden')
  }
}
