import type { AccountSettings } from '../account/account.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { FeeSchedule } from '../market/fees.ts'
import type { DatedRules } from '../market/market-rules.ts'
import type { SlippageModel } from '../market/slippage.ts'
import type { Decimal } from '../money/decimal.ts'
import type { OrderGuard } from '../strategy/order-guard.ts'
import type {
  BracketFrom,
  FillAt,
  FillsPerCandle,
  LimitFill,
  LimitGap,
  OpenTradesAtEnd,
  PathRule,
  Preset,
  SlippageOn,
  StartFrom,
  StatisticsConvention,
  StopGap,
  StopLimitFrom,
  StopLimitGap,
  TrailingPath,
} from './choices.ts'
import type { SlippageAssumption } from './slippage-settings.ts'

/** How long an order travels before the market sees it; at most one of the two is above 0. */
export type Latency = {
  /** Whole candles. */
  readonly candles: number
  readonly milliseconds: number
}

/** How orders meet the market, every choice made. */
export type ExecutionSettings = {
  readonly fillAt: FillAt
  readonly limitFill: LimitFill
  /** Chance, 0 to 1, that a touched limit fills under `touchWithProbability`; `null` under the other rules. */
  readonly touchProbability: number | null
  readonly stopGap: StopGap
  readonly limitGap: LimitGap
  readonly stopLimitGap: StopLimitGap
  readonly path: PathRule
  /** Finer series for the path `detail`, at most one of each symbol; empty under the other paths. */
  readonly detail: readonly CandleSeries[]
  /** Largest part of a candle's volume that an order takes, above 0 up to 1; `null` for any. */
  readonly participation: Decimal | null
  readonly latency: Latency
  readonly bracketFrom: BracketFrom
  readonly stopLimitFrom: StopLimitFrom
  readonly trailingPath: TrailingPath
  readonly slippageOn: SlippageOn
  readonly fillsPerCandle: FillsPerCandle
  readonly startFrom: StartFrom
  readonly openTradesAtEnd: OpenTradesAtEnd
  /** Lot of a symbol whose rules give none. */
  readonly lot: Decimal
}

export type StatisticsSettings = {
  /** `null`: as observed in the candles. */
  readonly periodsPerYear: number | null
  readonly convention: StatisticsConvention
  /** A year, as a fraction. */
  readonly riskFreeRate: number
  readonly benchmark: CandleSeries | null
}

/** The options of a run, checked, exact, with every default filled in. */
export type Settings = {
  readonly preset: Preset
  /** One series of each symbol, in the order given. */
  readonly candles: readonly CandleSeries[]
  readonly account: AccountSettings
  readonly fees: FeeSchedule
  /** `null` where prices do not slip. */
  readonly slippage: SlippageModel | null
  /** What the model was made from, for the manifest. */
  readonly slippageAssumption: SlippageAssumption
  /** The rules of a symbol, the same object each time: ask once, before the run. */
  readonly rules: (symbol: string) => DatedRules
  readonly execution: ExecutionSettings
  readonly statistics: StatisticsSettings
  /** `null` where orders pass unjudged. */
  readonly guard: OrderGuard | null
  /** True: run the best and the worst path as well. */
  readonly bounds: boolean
  readonly seed: number
}
