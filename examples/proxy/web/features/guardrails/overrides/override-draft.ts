import type { operations } from '../../../api/contract.d.ts'
import type { Immutable } from '../../../api/documents.ts'

type OverrideRequest = Immutable<
  NonNullable<operations['requestOverride']['requestBody']>['content']['application/json']
>

/** What stands in the form. Times as a `datetime-local` input has them; empty: as soon as it is approved. */
export type OverrideDraft = {
  readonly policies: readonly string[]
  readonly datasets: 'all' | readonly string[]
  readonly from: string
  readonly until: string
  readonly maxUses: string
  readonly reason: string
}

export type OverrideField = 'policies' | 'datasets' | 'until' | 'maxUses'

export type OverrideReading =
  | { readonly ok: true; readonly body: OverrideRequest }
  | { readonly ok: false; readonly wrong: readonly OverrideField[] }

export const LONGEST_MS: number = 7 * 86_400_000
const MOST_USES = 1_000

/** Epoch ms as the input wants it, in the time zone of the browser, to the minute. */
export function localTime(time: number): string {
  const offsetMs = new Date(time).getTimezoneOffset() * 60_000
  return new Date(time - offsetMs).toISOString().slice(0, 16)
}

/** @param now - epoch ms */
export function readOverrideDraft(draft: OverrideDraft, now: number): OverrideReading {
  const { policies, datasets, reason } = draft
  const from = draft.from === '' ? now : new Date(draft.from).getTime()
  const until = new Date(draft.until).getTime()
  const maxUses = Number(draft.maxUses)
  const isWindow = until > now && until > from && until - from <= LONGEST_MS
  const isUses = /^\d{1,4}$/.test(draft.maxUses.trim()) && maxUses >= 1 && maxUses <= MOST_USES
  const wrong: readonly OverrideField[] = [
    ...(policies.length === 0 ? ['policies' as const] : []),
    ...(datasets.length === 0 ? ['datasets' as const] : []),
    ...(isWindow ? [] : ['until' as const]),
    ...(isUses ? [] : ['maxUses' as const]),
  ]
  if (wrong.length > 0) return { ok: false, wrong }
  const body = {
    policies: policies as OverrideRequest['policies'],
    symbols: datasets,
    until,
    maxUses,
    reason,
    ...(draft.from !== '' && { from }),
  }
  return { ok: true, body }
}
