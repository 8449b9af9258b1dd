import type { AccountSettings } from '../account/account.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { Market } from '../execution/market.ts'
import type { RouteSource } from '../execution/price-path.ts'
import type { FeeSchedule } from '../market/fees.ts'
import type { DatedRules } from '../market/market-rules.ts'
import type { SlippageFunction, SlippageModel } from '../market/slippage.ts'
import type { ExecutionRunSettings, ExecutionSettings, SlippageOptions } from '../options/execution.ts'
import type { Preset, RunSettings } from '../options/run.ts'
import type { ConventionName, StatisticsRunSettings } from '../options/statistics.ts'
import type { OrderGuard } from '../strategy/order-guard.ts'
import type { ParamsInput, Strategy } from '../strategy/strategy.ts'

// The options that a program alone can give stand here; those that JSON can say are in the tables of `options/`.

export interface ExecutionOptions extends Omit<ExecutionRunSettings, 'slippage'> {
  /** Price move against a fill by one of several models, or by a function of your own. Default none. */
  readonly slippage?: SlippageOptions | SlippageFunction | undefined
  /** A finer series of the same symbol, or one for each of several symbols; needed by, and only for, `path: detail`. */
  readonly detail?: CandleSeries | readonly CandleSeries[] | undefined
}

export interface StatisticsOptions extends StatisticsRunSettings {
  /** The market to compare with, for alpha, beta and the information ratio. */
  readonly benchmark?: CandleSeries | undefined
}

export interface BacktestOptions<Used extends Strategy = Strategy>
  extends Omit<RunSettings, 'execution' | 'statistics'> {
  readonly strategy: Used
  /** One series, or one of each of several symbols; their intervals and opening times may differ. */
  readonly candles: CandleSeries | readonly CandleSeries[]
  /** The strategy's parameters; what is left out takes the strategy's default. */
  readonly params?: ParamsInput<Used> | undefined
  readonly execution?: ExecutionOptions | undefined
  readonly statistics?: StatisticsOptions | undefined
  /** Judges every order before the market sees it. Default none. */
  readonly guard?: OrderGuard | undefined
}

/** A slippage model as the manifest names it; decimals as text. */
export type SlippageAssumption =
  | { readonly model: 'none' }
  | { readonly model: 'fixed'; readonly amount: string }
  | { readonly model: 'basisPoints'; readonly bps: string }
  | { readonly model: 'ticks'; readonly ticks: number }
  | { readonly model: 'halfSpread'; readonly spread: string }
  | { readonly model: 'halfSpread'; readonly spreadBps: string }
  | { readonly model: 'volumeShare'; readonly coefficient: string; readonly maximum: string }
  /** A function of the user's own, by its name in the program. */
  | { readonly model: 'function'; readonly name: string }

export type StatisticsSettings = {
  /** `null`: as observed in the candles. */
  readonly periodsPerYear: number | null
  readonly convention: ConventionName
  /** A year, as a fraction. */
  readonly riskFreeRate: number
  readonly benchmark: CandleSeries | null
}

/** The options of a run, checked, exact, with every default filled in. */
export type Settings = {
  readonly preset: Preset
  /** One series of each symbol, in the order given. */
  readonly candles: readonly CandleSeries[]
  /** Finer series for the path `detail`, at most one of each symbol; empty under the other paths. */
  readonly detail: readonly CandleSeries[]
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
  /** `null` where orders pass without a check. */
  readonly guard: OrderGuard | null
  /** True: run the best and the worst path as well. */
  readonly bounds: boolean
  readonly seed: number
  /** Where the paths inside the candles come from in place of `execution.path`; `null` in a run of a user. */
  readonly routes: ((market: Market) => RouteSource) | null
}
