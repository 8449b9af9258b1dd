import { useClock } from '../../../state/clock.ts'
import { useStore } from '../../../state/use-store.ts'

/** Where each item stands by the clock. The clock is looked at each second; the component is drawn again only at a change. */
export function useStatuses<T>(items: readonly T[], statusOf: (item: T, now: number) => string): readonly string[] {
  const all = (now: number): string => items.map((item) => statusOf(item, now)).join(' ')
  return useStore(useClock(), all).split(' ')
}
