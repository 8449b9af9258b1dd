import { compilePolicies, costReport, type Policies, type PolicyData } from '@tezgah/guardrails'
import { expect, it } from 'vitest'

const policy = (name: string, more: object = {}): PolicyData => ({
  name,
  kind: 'maxQuantity',
  maxQuantity: '1',
  ...more,
})
const namesOf = (policies: Policies | null) => policies?.policies.map(({ name }) => name).join(' ') ?? 'none'

/** Each policy named here moves the equity and the drawdown by as much. */
const worth: Record<string, readonly [equity: number, drawdown: number]> = { a: [-10, 8], b: [5, 1], c: [-2, 0] }

function report(policies: readonly PolicyData[]) {
  const runs: string[] = []
  const result = costReport({
    policies: compilePolicies({ version: 1, policies }),
    run(set) {
      runs.push(namesOf(set))
      const judges =
        set?.policies.filter(({ mode }) => mode === 'enforce').map(({ name }) => worth[name] ?? [0, 0]) ?? []
      const [equity, drawdown] = judges.reduce(([e, d], [de, dd]) => [e + de, d + dd], [100, 0])
      return { finalEquity: `${equity}`, maxDrawdownPct: 20 - drawdown, refused: judges.length }
    },
  })
  return { runs, result }
}

it('sets each policy beside none, and all beside all but one', () => {
  const { runs, result } = report([policy('a'), policy('b'), policy('c', { mode: 'shadow' })])
  expect(runs).toEqual([
    'none',
    'a b c',
    'a no-limit-0',
    'b c no-limit-0',
    'b no-limit-0',
    'a c no-limit-0',
    'c no-limit-0',
  ])
  expect(result.without).toEqual({ finalEquity: '100', maxDrawdownPct: 20, refused: 0 })
  expect(result.all).toMatchObject({ finalEquity: '95', cost: '5', savedPct: 9 })
  expect(result.policies).toMatchObject([
    { name: 'a', alone: { cost: '10', savedPct: 8 }, added: { cost: '10', savedPct: 8 } },
    { name: 'b', alone: { cost: '-5', savedPct: 1 }, added: { cost: '-5', savedPct: 1 } },
    // A policy in shadow mode is tried out.
    { name: 'c', alone: { cost: '2', savedPct: 0 }, added: null },
  ])
})

it('takes a name for its own that no policy has', () => {
  expect(report([policy('no-limit-0')]).runs).toContain('no-limit-0 no-limit-1')
})

it('takes no equity but decimal text', () => {
  const run = () => ({ finalEquity: '1e3', maxDrawdownPct: 0, refused: 0 })
  const policies = compilePolicies({ version: 1, policies: [policy('a')] })
  expect(() => costReport({ policies, run })).toThrow(
    'costReport: run must return finalEquity as decimal text, returned 1e3',
  )
})
