export { type BacktestMarket, type OrderGuardOptions, orderGuard } from './backtest/order-guard.ts'
export type { BacktestGuard, BacktestJudge, BacktestRefusal, BacktestStop } from './backtest/ports.ts'
export {
  type CostReport,
  type CostReportOptions,
  costReport,
  type Effect,
  type PolicyEffect,
  type RunOutcome,
} from './cost/cost-report.ts'
export type { Actor, Person } from './four-eyes/actor.ts'
export type { ChangeEvent, Outcome, Refused } from './four-eyes/outcome.ts'
export { applyGateCommand } from './gate/apply-command.ts'
export type { GateCommand } from './gate/command.ts'
export type { GateOutcome, GateRefusal } from './gate/outcome.ts'
export { createGate, type GateRules, type GateState, type Proposal, type ProposalStatus } from './gate/proposal.ts'
export type { Threshold } from './gate/thresholds.ts'
export { applyEvent } from './ledger/apply.ts'
export type { LedgerEvent } from './ledger/event.ts'
export { createLedger, type Ledger, type LedgerSettings, type LedgerStart } from './ledger/ledger.ts'
export { stateOf } from './ledger/state-of.ts'
export type { ActiveOverride, WaivedReason } from './model/active-override.ts'
export { type Amount, formatAmount, parseAmount } from './model/amount.ts'
export { type Approved, isApproved } from './model/approved.ts'
export type { BacktestAccount, BacktestOrder } from './model/backtest-account.ts'
export { GuardrailsError, type GuardrailsErrorCode, isGuardrailsError } from './model/errors.ts'
export { hashJson } from './model/hash.ts'
export type { CancelIntent, Intent, OrderIntent, RunLimits, Side, StartIntent } from './model/intent.ts'
export type { Breach, Reason } from './model/reason.ts'
export { REASON_CODES, type ReasonCode } from './model/reason.ts'
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
} from './model/state.ts'
export { applyOverrideCommand, type OverrideRefusal } from './overrides/apply.ts'
export type { OverrideCommand } from './overrides/command.ts'
export { activeOverrides, createOverrides, type Override, type OverridesState } from './overrides/overrides-state.ts'
export { type Change, diffParameters } from './parameters/diff.ts'
export { type JsonValue, type Parameters, parametersHash } from './parameters/parameters.ts'
export type { LimitsOf } from './policies/kinds.ts'
export type { Policy } from './policies/policy.ts'
export {
  compilePolicies,
  type Policies,
  type PolicyCommon,
  type PolicyData,
  type PolicyProblem,
  type PolicySet,
  policyProblems,
} from './policies/policy-set.ts'
export { type Decision, type DecisionRecord, decide, replay } from './review/decision-record.ts'
export { describePolicy } from './review/describe-policy.ts'
export { haltReasons, type Review, review } from './review/review.ts'
export { type ApprovedStarts, START_POLICIES, type StartPolicyName, startPolicies } from './starts/start-policies.ts'
export { applyTradingCommand, createTradingState, type TradingRefusal } from './trading-state/apply.ts'
export type { RearmCommand, TradingCommand, TripCommand } from './trading-state/command.ts'
export type { RearmRequest, TradingState } from './trading-state/trading-state.ts'
