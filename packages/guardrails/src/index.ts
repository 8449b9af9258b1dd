export { type Amount, formatAmount, parseAmount } from './amount.ts'
export { type Approved, isApproved } from './approved.ts'
export type { BacktestAccount, BacktestGuard, BacktestJudge, BacktestOrder } from './backtest-guard/guarded-run.ts'
export { type BacktestMarket, type OrderGuardOptions, orderGuard } from './backtest-guard/order-guard.ts'
export { REASON_CODES, type ReasonCode } from './codes.ts'
export {
  type CostReport,
  type CostReportOptions,
  costReport,
  type Effect,
  type PolicyEffect,
  type RunOutcome,
} from './cost/cost-report.ts'
export { GuardrailsError, type GuardrailsErrorCode, isGuardrailsError } from './errors.ts'
export { explainPolicy } from './explain/explain-policy.ts'
export type { Actor, Person } from './four-eyes/actor.ts'
export type { ChangeEvent, Outcome, Refused } from './four-eyes/outcome.ts'
export { applyGateCommand } from './gate/apply.ts'
export type { GateCommand } from './gate/command.ts'
export { type Change, diffParameters } from './gate/diff.ts'
export { createGate, type GateRules, type GateState, type Proposal, type ProposalStatus } from './gate/gate-state.ts'
export type { GateOutcome, GateRefusal } from './gate/outcome.ts'
export { type JsonValue, type Parameters, parametersHash } from './gate/parameters.ts'
export type { Threshold } from './gate/thresholds.ts'
export { hashJson } from './hash.ts'
export type { CancelIntent, Intent, OrderIntent, Side } from './intent.ts'
export { applyEvent } from './ledger/apply.ts'
export type { LedgerEvent } from './ledger/event.ts'
export { createLedger, type Ledger, type LedgerSettings, type LedgerStart } from './ledger/ledger.ts'
export { stateOf } from './ledger/state-of.ts'
export { applyOverrideCommand, type OverrideRefusal } from './overrides/apply.ts'
export type { OverrideCommand } from './overrides/command.ts'
export { activeOverrides, createOverrides, type Override, type OverridesState } from './overrides/overrides-state.ts'
export type { LimitsOf } from './policies/kinds.ts'
export type { Breach, Policy, Reason } from './policy.ts'
export {
  compilePolicies,
  type Policies,
  type PolicyCommon,
  type PolicyData,
  type PolicyProblem,
  type PolicySet,
  policyProblems,
} from './policy-set.ts'
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
export { applyTradingCommand, createTradingState, type TradingRefusal } from './trading-state/apply.ts'
export type { RearmCommand, TradingCommand, TripCommand } from './trading-state/command.ts'
export type { RearmRequest, TradingState } from './trading-state/trading-state.ts'
export type { ActiveOverride, WaivedReason } from './waiver.ts'
