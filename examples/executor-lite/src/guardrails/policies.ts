import { hashJson } from '@tezgah/guardrails'

/** What every start is judged by. A name is what an override names. */
export const POLICIES = [
  {
    name: 'trading-mode',
    says: 'halted: nothing is started. reducing: only strategies with approved parameters, and no override helps.',
    canBeWaived: false,
  },
  {
    name: 'approved-parameters',
    says: 'A strategy that has approved parameters is run with exactly these; any other with all that its schema allows.',
    canBeWaived: true,
  },
  {
    name: 'max-drawdown',
    says: 'No run may ask for a wider limits.maxDrawdownPct than is approved.',
    canBeWaived: true,
  },
  { name: 'max-notional', says: 'No run may ask for a wider limits.maxNotional than is approved.', canBeWaived: true },
] as const

export type PolicyName = (typeof POLICIES)[number]['name']

/** Names this state of the rules: a proposal that was made under others is not applied. */
export const POLICIES_HASH: string = hashJson('tezgah/executor/policies/v1', POLICIES)

/** The names that an override may hold. */
export const WAIVABLE: readonly PolicyName[] = POLICIES.filter(({ canBeWaived }) => canBeWaived).map(({ name }) => name)
