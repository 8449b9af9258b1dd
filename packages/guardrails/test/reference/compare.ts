import { compilePolicies, review } from '@tezgah/guardrails'
import { type Case, generate } from './generate.ts'
import { type Opinion, opinionOn } from './reference.ts'

export type Difference = Case & { readonly seed: number; readonly ours: Opinion; readonly theirs: Opinion }
export type Tally = { readonly verdicts: Record<string, number>; readonly codes: Record<string, number> }

/** Judges the cases of these seeds twice, counts what was found, and returns the first that differs. */
export function compareAll(first: number, count: number, tally: Tally): Difference | null {
  for (let seed = first; seed < first + count; seed++) {
    const { order, state, set } = generate(seed)
    const { verdict, reasons, shadow } = review(order, state, compilePolicies(set))
    const names = (list: typeof shadow) => list.map(({ policy, code }) => `${policy} ${code}`).sort()
    const ours: Opinion = { verdict, reasons: names(reasons), shadow: names(shadow) }
    const theirs = opinionOn(order, state, set)
    tally.verdicts[verdict] = (tally.verdicts[verdict] ?? 0) + 1
    for (const { code } of reasons) tally.codes[code] = (tally.codes[code] ?? 0) + 1
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) return { seed, order, state, set, ours, theirs }
  }
  return null
}
