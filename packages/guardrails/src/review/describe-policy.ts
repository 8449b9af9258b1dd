import { policyKinds } from '../policies/kinds.ts'
import type { PolicyData } from '../policies/policy-set.ts'

const EFFECTS = { refuse: 'refuses', needsApproval: 'asks a person about', halt: 'halts trading on' } as const

/** One plain sentence on what a policy does. For people: its wording may change. */
export function describePolicy(policy: PolicyData): string {
  const { name, mode, onBreach = 'refuse', symbols, exemptReducing } = policy
  const verb = mode === 'shadow' ? `only reports, and else ${EFFECTS[onBreach]}` : EFFECTS[onBreach]
  const whose = symbols === undefined || symbols === 'all' ? '' : `, for ${symbols.join(', ')} alone`
  const what = (policyKinds[policy.kind].description as (limits: PolicyData) => string)(policy)
  return `${name} ${verb} ${what}${whose}${exemptReducing === true ? '; orders that only shrink a position pass' : ''}.`
}
