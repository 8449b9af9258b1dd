import type { Verdict } from '../../../api/documents.ts'

/** Empty text: no matter which. */
export type VerdictFilter = { readonly verdict: string; readonly policy: string; readonly strategy: string }

export const EVERYTHING: VerdictFilter = { verdict: '', policy: '', strategy: '' }

export function filterVerdicts(verdicts: readonly Verdict[], filter: VerdictFilter): readonly Verdict[] {
  return verdicts.filter(
    ({ verdict, policies, strategy }) =>
      (filter.verdict === '' || verdict === filter.verdict) &&
      (filter.policy === '' || policies.some((name) => name === filter.policy)) &&
      (filter.strategy === '' || strategy === filter.strategy),
  )
}

/** What can be filtered by: what is there, and what is chosen although it has left the list. */
export function choicesOf(names: readonly string[], chosen: string): readonly string[] {
  return [...new Set(chosen === '' ? names : [...names, chosen])].sort()
}

export const keyOf = ({ at, job, verdict }: Verdict): string => `${at} ${job} ${verdict}`

/** How many of them came after a list was frozen. */
export function newerThan(verdicts: readonly Verdict[], frozen: readonly Verdict[]): number {
  const seen = new Set(frozen.map(keyOf))
  return verdicts.filter((verdict) => !seen.has(keyOf(verdict))).length
}
