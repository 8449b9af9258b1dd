import type { OrderIntent, PolicyData, PolicySet, State } from '@tezgah/guardrails'
import { kinds, type Measure, type OrderKind } from './kinds.ts'
import { compare } from './rational.ts'
import { UnknownMeasure, World } from './world.ts'

/** A verdict and its reasons, each as `policy CODE`, sorted. */
export type Opinion = {
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly shadow: readonly string[]
}

/** What a policy measures; throws where it cannot tell. */
export function measuresOf(policy: PolicyData, world: World): Measure[] {
  return (kinds[policy.kind as OrderKind] as (limits: PolicyData, world: World) => Measure[])(policy, world)
}

/** Kinds that let orders pass which only shrink a position, where the set does not say. */
const exempt = [
  'dailyLoss',
  'rollingLoss',
  'maxDrawdown',
  'consecutiveLosses',
  'stopLossGuard',
  'coolDown',
  'tradingHours',
]

/** A second opinion on an order, by the guide and in fractions. */
export function opinionOn(order: OrderIntent, state: State, set: PolicySet): Opinion {
  const world = new World(order, state, set)
  const judges = set.policies.filter(({ symbols = 'all' }) => symbols === 'all' || symbols.includes(order.symbol))
  const [refuse, ask, shadow]: [string[], string[], string[]] = [[], [], []]
  if (state.mode === 'halted') refuse.push('guardrails TRADING_HALTED')
  else if ((state.mode === 'reducing' || order.reduceOnly) && !world.shrinks) refuse.push('guardrails NOT_REDUCING')
  if (judges.every(({ mode }) => mode === 'shadow')) refuse.push('guardrails NO_POLICIES')
  for (const policy of judges) {
    const { codes, isKnown } = breachesOf(policy, world)
    const list = policy.mode === 'shadow' ? shadow : isKnown && policy.onBreach === 'needsApproval' ? ask : refuse
    list.push(...codes.map((code) => `${policy.name} ${code}`))
  }
  const verdict = refuse.length > 0 ? 'refused' : ask.length > 0 ? 'needsApproval' : 'approved'
  return { verdict, reasons: (verdict === 'refused' ? refuse : ask).sort(), shadow: shadow.sort() }
}

function breachesOf(
  policy: PolicyData,
  world: World,
): { readonly codes: readonly string[]; readonly isKnown: boolean } {
  if ((policy.exemptReducing ?? exempt.includes(policy.kind)) && world.shrinks) return { codes: [], isKnown: true }
  try {
    const measures = measuresOf(policy, world).filter(({ observed, limit }) => compare(observed, limit) > 0)
    return { codes: measures.map(({ code }) => code), isKnown: true }
  } catch (error) {
    if (error instanceof UnknownMeasure) return { codes: [error.code], isKnown: false }
    throw error
  }
}
