import { hashJson, START_POLICIES, type StartPolicyName } from '@tezgah/guardrails'

/** The policies on starts, as the HTTP API shows them. An override names the policies that it waives. */
export const POLICIES: readonly {
  readonly name: StartPolicyName
  readonly description: string
  readonly canBeWaived: boolean
}[] = START_POLICIES.map(({ name, description, canBeWaived }) => ({ name, description, canBeWaived }))

export const POLICY_NAMES: readonly StartPolicyName[] = POLICIES.map(({ name }) => name)

/**
 * Names this state of the rules: a proposal that was made under others is not applied. Over the member names of version 1, since the
 * hash stands in proposals that are open.
 */
export const POLICIES_HASH: string = hashJson(
  'tezgah/executor/policies/v1',
  POLICIES.map(({ name, description, canBeWaived }) => ({ name, says: description, canBeWaived })),
)

/** The names that an override may hold. */
export const WAIVABLE: readonly StartPolicyName[] = POLICIES.filter(({ canBeWaived }) => canBeWaived).map(
  ({ name }) => name,
)
