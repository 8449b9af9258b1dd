export type { DecimalInput } from '@tezgah/core/decimal'
export { type Backtest, backtest, createBacktest, restoreBacktest } from './backtest.ts'
export type { TimeUnit } from './candles/csv/cells.ts'
export { type CandlesCsvOptions, parseCandlesCsv } from './candles/csv/parse.ts'
export { formatInterval, parseInterval } from './candles/interval.ts'
export { type CandleGap, type CandleQuality, candleQuality } from './candles/quality.ts'
export { resampleSeries } from './candles/resample.ts'
export { type CandleSeries, type CandleSeriesInput, createSeries, type NumberColumn } from './candles/series.ts'
export { sliceSeries, type TimeSpan } from './candles/slice.ts'
export { MAX_CANDLES } from './candles/validate.ts'
export type { Progress, RunOptions, StopSignal } from './engine/run-in-parts.ts'
export { BacktestError, type BacktestErrorCode, isBacktestError } from './errors.ts'
export type { FillAnswer, FillQuestion } from './fill-rules.ts'
export { type FillRules, fillRules } from './fill-rules.ts'
export { btcturkFees } from './market/btcturk-fees.ts'
export type { Liquidity } from './market/fees.ts'
export { roundPrice, roundQuantity } from './market/rounding.ts'
export type { SlippageFunction } from './market/slippage.ts'
export type { AccountOptions, FeeOptions } from './options/account.ts'
export { checkSettings, type SettingProblem } from './options/check-settings.ts'
export type { LatencyOptions, SlippageOptions } from './options/execution.ts'
export { presetSettings } from './options/presets.ts'
export type { RunSettings } from './options/run.ts'
export { PRESETS, type Preset } from './options/run.ts'
export { runSettingsSchema } from './options/schema.ts'
export { type SettingPath, settingPaths } from './options/setting-paths.ts'
export type { ConventionName } from './options/statistics.ts'
export type { EndReason } from './orders/order-table.ts'
export type { CancelReason, ExpiryReason, FillReason, RefusalReason } from './orders/reasons.ts'
export type {
  BuyOrder,
  OrderChange,
  OrderConditions,
  OrderRequest,
  OrderSize,
  SellOrder,
  StopLossRequest,
  TakeProfitRequest,
  TrailRequest,
} from './orders/request.ts'
export type { OrderStatus, OrderType, PositionSide, Side, SizeKind, TimeInForce } from './orders/terms.ts'
export { backtestResultSchema } from './result/result-schema.ts'
export {
  type AccountReport,
  type BacktestReport,
  type BacktestResult,
  type Bounds,
  type EquityCurve,
  type FillReport,
  type Manifest,
  type OrderReport,
  type PositionReport,
  RESULT_SCHEMA,
  type SampledBounds,
  type SampledRange,
  type TradeReport,
  type TrailReport,
} from './result/result-types.ts'
export { tradesCsv } from './result/trades-csv.ts'
export type { Assumptions } from './settings/assumptions.ts'
export type { BacktestOptions, ExecutionOptions } from './settings/settings.ts'
export type { Snapshot } from './snapshot.ts'
export { computeStatistics } from './statistics/evaluate.ts'
export type { ClosedTradeColumns, EquitySource, FullStatisticsOptions, StatisticsInput } from './statistics/input.ts'
export { type FullStatistics, METRICS, type MetricPath, type Statistics } from './statistics/metrics.ts'
export { crossedAbove, crossedBelow } from './strategy/cross.ts'
export type { BollingerViews, Indicators } from './strategy/indicators.ts'
export type {
  GuardedAccount,
  GuardedFill,
  GuardedOrder,
  GuardedPosition,
  GuardedTrade,
  GuardedWorkingOrder,
  GuardRefusal,
  GuardStop,
  OrderGuard,
  OrderJudge,
} from './strategy/order-guard.ts'
export {
  type ChangeOutcome,
  type CloseOptions,
  defineStrategy,
  type OrderState,
  type ParamsInput,
  type Position,
  parseParams,
  type Strategy,
  type StrategyContext,
  type StrategyDefinition,
  type StrategyHandlers,
  type StrategySetup,
  type TargetWeights,
} from './strategy/strategy.ts'
export type { CandleViews, View } from './strategy/view.ts'
export { ENGINE_VERSION } from './version.ts'
