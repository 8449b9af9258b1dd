import { type AllowedSymbolsLimits, allowedSymbols } from './allowed-symbols.ts'
import { type ApprovedParametersLimits, approvedParameters } from './approved-parameters.ts'
import { type BalanceLimits, balance } from './balance.ts'
import {
  type ConsecutiveLossesLimits,
  type CoolDownLimits,
  consecutiveLosses,
  coolDown,
  type StopLossGuardLimits,
  stopLossGuard,
} from './cool-down.ts'
import { type DailyLossLimits, dailyLoss } from './daily-loss.ts'
import { type DataFreshnessLimits, dataFreshness } from './data-freshness.ts'
import { type DuplicateOrderLimits, duplicateOrder } from './duplicate-order.ts'
import { type MarketMinimumLimits, marketMinimum } from './market-minimum.ts'
import { type MaxDrawdownLimits, maxDrawdown } from './max-drawdown.ts'
import { type MaxExposureLimits, maxSymbolExposure, maxTotalExposure } from './max-exposure.ts'
import { type MaxGrossExposureLimits, maxGrossExposure } from './max-gross-exposure.ts'
import { type MaxLeverageLimits, maxLeverage } from './max-leverage.ts'
import { type MaxNotionalLimits, maxNotional } from './max-notional.ts'
import { type MaxOpenOrdersLimits, maxOpenOrders } from './max-open-orders.ts'
import { type MaxQuantityLimits, maxQuantity } from './max-quantity.ts'
import { type OrderRateLimits, orderRate } from './order-rate.ts'
import { type OrderToTradeRatioLimits, orderToTradeRatio } from './order-to-trade-ratio.ts'
import type { OrderPolicyKind, StartPolicyKind } from './policy.ts'
import { type PositionLimitLimits, positionLimit } from './position-limit.ts'
import { type PriceCollarLimits, priceCollar } from './price-collar.ts'
import { type RollingLossLimits, rollingLoss } from './rolling-loss.ts'
import { type RunLimitCeilingLimits, runLimitCeiling } from './run-limit-ceiling.ts'
import { type SpreadLimitLimits, spreadLimit } from './spread-limit.ts'
import { type TradingHoursLimits, tradingHours } from './trading-hours.ts'
import { type VolatilityLimitLimits, volatilityLimit } from './volatility-limit.ts'

/** The limits of each kind of policy on orders, by the name of the kind. */
export type OrderLimitsOf = {
  readonly maxQuantity: MaxQuantityLimits
  readonly maxNotional: MaxNotionalLimits
  readonly maxSymbolExposure: MaxExposureLimits
  readonly maxTotalExposure: MaxExposureLimits
  readonly maxOpenOrders: MaxOpenOrdersLimits
  readonly positionLimit: PositionLimitLimits
  readonly priceCollar: PriceCollarLimits
  readonly marketMinimum: MarketMinimumLimits
  readonly balance: BalanceLimits
  readonly orderRate: OrderRateLimits
  readonly orderToTradeRatio: OrderToTradeRatioLimits
  readonly duplicateOrder: DuplicateOrderLimits
  readonly dailyLoss: DailyLossLimits
  readonly rollingLoss: RollingLossLimits
  readonly maxDrawdown: MaxDrawdownLimits
  readonly consecutiveLosses: ConsecutiveLossesLimits
  readonly stopLossGuard: StopLossGuardLimits
  readonly coolDown: CoolDownLimits
  readonly dataFreshness: DataFreshnessLimits
  readonly spreadLimit: SpreadLimitLimits
  readonly volatilityLimit: VolatilityLimitLimits
  readonly allowedSymbols: AllowedSymbolsLimits
  readonly tradingHours: TradingHoursLimits
  readonly maxLeverage: MaxLeverageLimits
  readonly maxGrossExposure: MaxGrossExposureLimits
}

/** The limits of each kind of policy on starts of runs, by the name of the kind. */
export type StartLimitsOf = {
  readonly approvedParameters: ApprovedParametersLimits
  readonly runLimitCeiling: RunLimitCeilingLimits
}

/** The limits of each kind of policy, by the name of the kind. */
export type LimitsOf = OrderLimitsOf & StartLimitsOf

export const orderPolicyKinds: { readonly [Kind in keyof OrderLimitsOf]: OrderPolicyKind<OrderLimitsOf[Kind]> } = {
  maxQuantity,
  maxNotional,
  maxSymbolExposure,
  maxTotalExposure,
  maxOpenOrders,
  positionLimit,
  priceCollar,
  marketMinimum,
  balance,
  orderRate,
  orderToTradeRatio,
  duplicateOrder,
  dailyLoss,
  rollingLoss,
  maxDrawdown,
  consecutiveLosses,
  stopLossGuard,
  coolDown,
  dataFreshness,
  spreadLimit,
  volatilityLimit,
  allowedSymbols,
  tradingHours,
  maxLeverage,
  maxGrossExposure,
}

export const startPolicyKinds: { readonly [Kind in keyof StartLimitsOf]: StartPolicyKind<StartLimitsOf[Kind]> } = {
  approvedParameters,
  runLimitCeiling,
}

/** Every kind of policy that a set may hold. */
export const policyKinds: typeof orderPolicyKinds & typeof startPolicyKinds = {
  ...orderPolicyKinds,
  ...startPolicyKinds,
}
