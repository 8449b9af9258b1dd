import { formatAmount, parseAmount } from '../model/amount.ts'
import { compilePolicies, type Policies, type PolicyData, type PolicySet } from '../policies/policy-set.ts'

/** The outcome of a run. */
export type RunOutcome = {
  /** Equity at the end, decimal text. */
  readonly finalEquity: string
  /** Deepest fall of the equity, in percent, zero or above. */
  readonly maxDrawdownPct: number
  /** How many orders were refused. */
  readonly refused: number
}

/** A run compared with another one without the policies in question. */
export type Effect = RunOutcome & {
  /** Final equity that the policies gave away; negative where they gained. */
  readonly cost: string
  /** Drawdown that they spared, in points of percent; negative where they added. */
  readonly savedPct: number
}

export type PolicyEffect = {
  readonly name: string
  readonly kind: string
  /** With this policy and no other, compared with no policy. One in shadow mode is enforced for it. */
  readonly alone: Effect
  /** With all, compared with all but this one: what it adds to the others. `null` in shadow mode, where it adds nothing. */
  readonly added: Effect | null
}

export type CostReport = {
  /** Without any policy. */
  readonly without: RunOutcome
  /** With all of them, compared with none. */
  readonly all: Effect
  /** In the order of the set. */
  readonly policies: readonly PolicyEffect[]
}

export type CostReportOptions = {
  readonly policies: Policies
  /** Runs with these policies and nothing else changed; `null` is no policy. Called 2 + 2 × policies times. */
  readonly run: (policies: Policies | null) => RunOutcome
}

/**
 * What each policy cost and what it saved, from runs with and without it.
 *
 * @throws RangeError if an outcome's `finalEquity` is no decimal text
 */
export function costReport({ policies, run }: CostReportOptions): CostReport {
  const set = policies.data
  const without = run(null)
  const all = run(policies)
  return {
    without,
    all: effect(all, without),
    policies: set.policies.map((policy) => ({
      name: policy.name,
      kind: policy.kind,
      alone: effect(run(subset(set, [{ ...policy, mode: 'enforce' }])), without),
      added: policy.mode === 'shadow' ? null : effect(all, run(subset(set, others(set, policy)))),
    })),
  }
}

function others({ policies }: PolicySet, left: PolicyData): readonly PolicyData[] {
  return policies.filter((policy) => policy !== left)
}

/** An order that no policy judges would be refused, so each subset has one that lets everything pass. */
function subset(set: PolicySet, policies: readonly PolicyData[]): Policies {
  const names = new Set(set.policies.map(({ name }) => name))
  const free = Array.from({ length: names.size + 1 }, (_, index) => `no-limit-${index}`)
  const name = free.find((each) => !names.has(each)) ?? 'no-limit'
  const open: PolicyData = { name, kind: 'maxQuantity', maxQuantity: '9'.repeat(40) }
  return compilePolicies({ ...set, policies: [...policies, open] })
}

function effect(outcome: RunOutcome, compared: RunOutcome): Effect {
  return {
    ...outcome,
    cost: formatAmount(equityOf(compared) - equityOf(outcome)),
    savedPct: compared.maxDrawdownPct - outcome.maxDrawdownPct,
  }
}

function equityOf({ finalEquity }: RunOutcome): bigint {
  const amount = parseAmount(finalEquity)
  if (amount === null) {
    throw new RangeError(`costReport: run must return finalEquity as decimal text, returned ${String(finalEquity)}`)
  }
  return amount
}
