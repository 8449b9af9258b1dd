export { type Amount, formatAmount, parseAmount } from './amount.ts'
export { type Approved, isApproved } from './approved.ts'
export { REASON_CODES, type ReasonCode } from './codes.ts'
export { GuardrailsError, type GuardrailsErrorCode, isGuardrailsError } from './errors.ts'
export { hashJson } from './hash.ts'
export type { CancelIntent, Intent, OrderIntent, Side } from './intent.ts'
export { applyEvent } from './ledger/apply.ts'
export type { LedgerEvent } from './ledger/event.ts'
export { createLedger, type Ledger, type LedgerSettings, type LedgerStart } from './ledger/ledger.ts'
export { stateOf } from './ledger/state-of.ts'
export type { LimitsOf } from './policies/kinds.ts'
export type { Breach, Policy, Reason } from './policy.ts'
export { compilePolicies, type Policies, type PolicyCommon, type PolicyData, type PolicySet } from './policy-set.ts'
export { type Decision, type DecisionRecord, decide, replay } from './record.ts'
export { type Review, review } from './review.ts'
export type {
  AccountState,
  ActivityState,
  ClosedTradeState,
  EquityPoint,
  EquityState,
  MarketState,
  OpenOrderState,
  PositionState,
  PriceState,
  SentOrderState,
  State,
  TradingMode,
} from './state.ts'
export type { ActiveOverride, WaivedReason } from './waiver.ts'
