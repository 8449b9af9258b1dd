import type { JsonObject } from '@tezgah/core/canonical-json'
import type { RunLimits } from '../model/intent.ts'
import type { PolicySet } from '../policies/policy-set.ts'

/** What people have approved together: how strategies may be started, and how wide the limits of a run may be. */
export type ApprovedStarts = {
  /** By strategy, its approved parameters; a strategy that is not named may be started with any. */
  readonly strategies: Readonly<Record<string, JsonObject>>
  /** The widest limits of a run; a limit that is not named does not exist. */
  readonly limits: RunLimits
}

/** Every policy on starts, in words for people. An override names the policies that it waives. */
export const START_POLICIES = [
  {
    name: 'trading-mode',
    description:
      'halted: nothing is started. reducing: only strategies with approved parameters, and no override helps.',
    canBeWaived: false,
  },
  {
    name: 'approved-parameters',
    description:
      'A strategy that has approved parameters is run with exactly these; any other with all that its schema allows.',
    canBeWaived: true,
  },
  {
    name: 'max-drawdown',
    description: 'No run may ask for a wider limits.maxDrawdownPct than is approved.',
    canBeWaived: true,
  },
  {
    name: 'max-notional',
    description: 'No run may ask for a wider limits.maxNotional than is approved.',
    canBeWaived: true,
  },
] as const

/** `trading-mode` holds without any policy; the others are the policies of {@link startPolicies}. */
export type StartPolicyName = (typeof START_POLICIES)[number]['name']

/** The policies on starts under what is approved. */
export function startPolicies({ strategies, limits }: ApprovedStarts): PolicySet {
  const { maxDrawdownPct, maxNotional } = limits
  return {
    version: 1,
    policies: [
      // A copy, because a set of policies is frozen.
      { name: 'approved-parameters', kind: 'approvedParameters', strategies: JSON.parse(JSON.stringify(strategies)) },
      { name: 'max-drawdown', kind: 'runLimitCeiling', limit: 'maxDrawdownPct', ceiling: maxDrawdownPct },
      { name: 'max-notional', kind: 'runLimitCeiling', limit: 'maxNotional', ceiling: maxNotional },
    ],
  }
}
