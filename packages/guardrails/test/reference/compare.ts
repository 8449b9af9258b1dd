import { compilePolicies, review } from '@tezgah/guardrails'
import { type Case, generate } from './generate.ts'
import { type Opinion, opinionOn } from './reference.ts'

export type Difference = Case & { readonly seed: number; readonly ours: Opinion; readonly theirs: Opinion }
export type Tally = { readonly verdicts: Record<string, number>; readonly codes: Record<string, number> }

/** Kinds that read several markets. Where more than one is unusable, the guide does not say which of them is named. */
const MANY_MARKETS = ['maxTotalExposure', 'maxGrossExposure', 'maxLeverage']

function oneOfMany({ verdict, reasons, shadow }: Opinion, policies: ReadonlySet<string>): Opinion {
  const plain = (text: string) =>
    policies.has(text.split(' ')[0] ?? '') ? text.replace(/(?:MISSING|STALE|INVALID)_INPUT$/, 'UNUSABLE') : text
  return { verdict, reasons: reasons.map(plain), shadow: shadow.map(plain) }
}

/** Judges the cases of these seeds twice, counts what was found, and returns the first that differs. */
export function compareAll(first: number, count: number, tally: Tally): Difference | null {
  for (let seed = first; seed < first + count; seed++) {
    const { order, state, set } = generate(seed)
    const { verdict, reasons, shadow } = review(order, state, compilePolicies(set))
    const names = (list: typeof shadow) => list.map(({ policy, code }) => `${policy} ${code}`).sort()
    const manyMarkets = new Set(set.policies.filter(({ kind }) => MANY_MARKETS.includes(kind)).map(({ name }) => name))
    const ours = oneOfMany({ verdict, reasons: names(reasons), shadow: names(shadow) }, manyMarkets)
    const theirs = oneOfMany(opinionOn(order, state, set), manyMarkets)
    tally.verdicts[verdict] = (tally.verdicts[verdict] ?? 0) + 1
    for (const { code } of reasons) tally.codes[code] = (tally.codes[code] ?? 0) + 1
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) return { seed, order, state, set, ours, theirs }
  }
  return null
}
