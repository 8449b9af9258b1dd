import type { Override, Proposal, Risk } from '../../../api/documents.ts'
import { useLiveService } from '../../../state/live/use-live.ts'

type ApplyLocal = {
  readonly risk: (risk: Risk) => void
  readonly proposal: (proposal: Proposal) => void
  readonly override: (override: Override) => void
}

/** One of them in the place of the one it follows, or at the front. */
function withOne<T extends { readonly id: string }>(list: readonly T[], one: T): readonly T[] {
  const isKnown = list.some(({ id }) => id === one.id)
  return isKnown ? list.map((other) => (other.id === one.id ? one : other)) : [one, ...list]
}

/** Shows the answer to a change at once, also while no live event comes. */
export function useApplyLocal(): ApplyLocal {
  const live = useLiveService()
  const known = () => live.replica.get()
  return {
    risk: (risk) => live.applyLocal({ type: 'risk', data: risk }),
    proposal: (one) =>
      live.applyLocal({ type: 'proposals', data: { proposals: withOne(known().proposals?.value ?? [], one) } }),
    override: (one) =>
      live.applyLocal({ type: 'overrides', data: { overrides: withOne(known().overrides?.value ?? [], one) } }),
  }
}
