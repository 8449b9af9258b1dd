export {
  type CandleSeries,
  type CandleSeriesInput,
  type CandlesCsvOptions,
  createSeries,
  formatInterval,
  MAX_CANDLES,
  type NumberColumn,
  parseCandlesCsv,
  parseInterval,
  sliceSeries,
  type TimeSpan,
  type TimeUnit,
} from './candles/index.ts'
export { type Backtest, backtest, createBacktest } from './engine/backtest.ts'
export type { AccountOptions, BacktestOptions, ExecutionOptions, StatisticsOptions } from './engine/options.ts'
export { BacktestError, type BacktestErrorCode, isBacktestError } from './errors.ts'
export type { LimitFillRule, Liquidity } from './execution/market.ts'
export type { DecimalInput } from './money/parse-decimal.ts'
export type { OrderStatus, OrderType, Side, SizeKind } from './orders/order.ts'
export type { CancelReason, FillReason, RefusalReason } from './orders/reasons.ts'
export type { BuyOrder, BuySize, SellOrder, SellSize } from './orders/request.ts'
export { backtestResultSchema } from './result/result-schema.ts'
export {
  type AccountReport,
  type Assumptions,
  type BacktestReport,
  type BacktestResult,
  type EquityCurve,
  type FillReport,
  type Manifest,
  type OrderReport,
  RESULT_SCHEMA,
  type TradeReport,
} from './result/result-types.ts'
export type { Statistics } from './statistics/index.ts'
export type { OrderState, Position, StrategyContext } from './strategy/context.ts'
export { crossedAbove, crossedBelow } from './strategy/cross.ts'
export type { BollingerViews, Indicators } from './strategy/indicators.ts'
export {
  type CandleViews,
  defineStrategy,
  parseParams,
  type Strategy,
  type StrategyDefinition,
  type StrategyHandlers,
  type StrategySetup,
} from './strategy/strategy.ts'
export type { View } from './strategy/view.ts'
export { ENGINE_VERSION } from './version.ts'
