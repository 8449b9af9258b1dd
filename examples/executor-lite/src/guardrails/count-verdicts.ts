import type { StartPolicyName } from '@tezgah/guardrails'
import type { ExecutorMetrics } from '../ports.ts'
import { POLICY_NAMES } from './policies.ts'
import type { StartVerdict } from './verdicts.ts'

/** What a start counts under that no policy objected to, so that each approved start is one. */
const ALL = 'all'

/** The policies that verdicts are counted by. */
export const COUNTED_POLICIES: readonly string[] = [...POLICY_NAMES, ALL]

/** Counts what a policy said of a start; one that it objected to and that passed was overridden. */
export function countVerdicts({
  judged,
}: Pick<ExecutorMetrics, 'judged'>): (verdict: StartVerdict['verdict'], policy: StartPolicyName | null) => void {
  return (verdict, policy) => {
    if (policy === null) judged(ALL, verdict)
    else judged(policy, verdict === 'refused' ? 'refused' : 'overridden')
  }
}
