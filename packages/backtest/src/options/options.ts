import type { CandleSeries } from '../candles/series.ts'
import type { SlippageFunction } from '../market/slippage.ts'
import type { DecimalInput } from '../money/parse-decimal.ts'
import type { OrderGuard } from '../strategy/order-guard.ts'
import type { Strategy } from '../strategy/strategy.ts'
import type {
  AccountModel,
  BracketFrom,
  FeeCurrency,
  FillAt,
  FillsPerCandle,
  LimitFill,
  LimitGap,
  LotsRule,
  OpenTradesAtEnd,
  PathRule,
  Positions,
  Preset,
  SlippageOn,
  StartFrom,
  StatisticsConvention,
  StopGap,
  StopLimitFrom,
  StopLimitGap,
  TrailingPath,
} from './choices.ts'

/** Fee rates from one traded value upwards. */
export type FeeTierOptions = {
  /** Quote currency traded in the trailing 30 days from which these rates hold; 0 in the first tier, rising from tier to tier. */
  readonly fromVolume: DecimalInput
  /** Fraction of the traded value; 0 up to, not including, 1. */
  readonly makerFeeRate: DecimalInput
  /** Fraction of the traded value; 0 up to, not including, 1. */
  readonly takerFeeRate: DecimalInput
}

/** Fees beyond one rate. A fill pays the dearer of `value × rate + fixed` and `minimum`, exactly and never rounded. */
export type FeeOptions = {
  /** Rates by traded value of the trailing 30 days, 1 to 100 tiers. Default: the account's rates at any value. */
  readonly tiers?: readonly FeeTierOptions[] | undefined
  /** Quote currency per fill on top of the rate, 0 or more. Default 0. */
  readonly fixed?: DecimalInput | undefined
  /** Quote currency that a fill pays at least, 0 or more. Default 0. */
  readonly minimum?: DecimalInput | undefined
  /** Whether a buy's rate is paid on top in quote currency or out of the base bought. Default `quote`. */
  readonly currency?: FeeCurrency | undefined
}

export type AccountOptions = {
  /** Quote currency at the start, above 0. Default 100000. */
  readonly initialCash?: DecimalInput | undefined
  /** Fee as a fraction of the traded value (0.001 is 0.1 %), for makers and takers alike; 0 up to, not including, 1. Default 0.001. */
  readonly feeRate?: DecimalInput | undefined
  /** Fee of orders that rested in the book. Default `feeRate`. */
  readonly makerFeeRate?: DecimalInput | undefined
  /** Fee of orders that took from the book. Default `feeRate`. */
  readonly takerFeeRate?: DecimalInput | undefined
  /** Tiers, a fixed part, a minimum; see {@link FeeOptions}. */
  readonly fees?: FeeOptions | undefined
  /** `spot` holds what it paid for; `margin` can sell short and borrow. Default `spot`. */
  readonly model?: AccountModel | undefined
  /** One position for each symbol, or a long and a short one beside each other (margin only). Default `netting`. */
  readonly positions?: Positions | undefined
  /** Which lots a fill that reduces closes first. Default `fifo`. */
  readonly lots?: LotsRule | undefined
  /** Exposure that one unit of equity carries, 1 to 1000; margin only. Default 1. */
  readonly leverage?: DecimalInput | undefined
  /** Equity, as a fraction of the exposure, below which positions are liquidated; 0 up to, not including, 1 / leverage; margin only. Default half of 1 / leverage. */
  readonly maintenanceMarginRate?: DecimalInput | undefined
  /** Interest on borrowed cash and on the value of shorts, a year of 365.25 days, as a fraction, 0 to 10; margin only. Default 0. */
  readonly borrowRate?: DecimalInput | undefined
}

/** How much worse than the quoted price a fill is, as data; exact, then rounded to the tick against the order. */
export type SlippageOptions =
  | { readonly model: 'none' }
  /** Quote currency for each base unit, 0 or more. */
  | { readonly model: 'fixed'; readonly amount: DecimalInput }
  /** Hundredths of a percent of the price; 0 up to, not including, 10000. */
  | { readonly model: 'basisPoints'; readonly bps: DecimalInput }
  /** Whole steps of the symbol's tick, which its rules must give; 0 to 1000000. */
  | { readonly model: 'ticks'; readonly ticks: number }
  /** Half of the spread between bid and ask, which is given by exactly one of these. */
  | {
      readonly model: 'halfSpread'
      /** Quote currency, 0 or more. */
      readonly spread?: DecimalInput | undefined
      /** Hundredths of a percent of the price; 0 up to, not including, 10000. */
      readonly spreadBps?: DecimalInput | undefined
    }
  /** `price × (1 ± coefficient × √(quantity / candle volume))`, at most `maximum` away, which is also what a candle without volume costs. */
  | {
      readonly model: 'volumeShare'
      /** 0 to 100. Default 0.1. */
      readonly coefficient?: DecimalInput | undefined
      /** Fraction of the price, 0 up to, not including, 1. Default 0.1. */
      readonly maximum?: DecimalInput | undefined
    }

/** Exactly one of the two. */
export type LatencyOptions = {
  /** Whole candles, 0 to 1000000. */
  readonly candles?: number | undefined
  /** Whole milliseconds, 0 to 31536000000 (a year of 365 days). */
  readonly milliseconds?: number | undefined
}

/** The part of {@link ExecutionOptions} that can be written as JSON. */
export type ExecutionRunSettings = {
  /** When a market order that was decided at a close trades. Default `nextOpen`. */
  readonly fillAt?: FillAt | undefined
  /** Whether a touched limit fills. Default `cross`. */
  readonly limitFill?: LimitFill | undefined
  /** Chance that a touched limit fills, 0 to 1; needed by, and only for, `limitFill: touchWithProbability`. */
  readonly touchProbability?: number | undefined
  /** Where a stop trades that the open is beyond. Default `open`. */
  readonly stopGap?: StopGap | undefined
  /** Where a limit trades that the open is beyond. Default `open`. */
  readonly limitGap?: LimitGap | undefined
  /** Where a stop-limit trades whose stop the open is beyond. Default `open`. */
  readonly stopLimitGap?: StopLimitGap | undefined
  /** The order of prices inside a candle. Default `worst`. */
  readonly path?: PathRule | undefined
  /** Price move against a fill, in hundredths of a percent; 0 up to, not including, 10000. Short for `slippage: { model: 'basisPoints' }`. Default 0. */
  readonly slippageBps?: DecimalInput | undefined
  /** Price move against a fill by one of several models. Default none. */
  readonly slippage?: SlippageOptions | undefined
  /** Which fills slip. Default `takers`. */
  readonly slippageOn?: SlippageOn | undefined
  /** Largest part of a candle's volume that an order takes, above 0 up to 1; the rest keeps working. Default: no bound. */
  readonly participation?: DecimalInput | undefined
  /** How long an order travels before the market sees it. Default: not at all. */
  readonly latency?: LatencyOptions | undefined
  /** When attached exits begin to work. Default `fill`. */
  readonly bracketFrom?: BracketFrom | undefined
  /** When the limit of a triggered stop-limit begins to work. Default `nextCandle`. */
  readonly stopLimitFrom?: StopLimitFrom | undefined
  /** How a trailing stop moves inside a candle. Default `path`. */
  readonly trailingPath?: TrailingPath | undefined
  /** How many fills a symbol has in one candle. Default `any`. */
  readonly fillsPerCandle?: FillsPerCandle | undefined
  /** First candle that a strategy sees. Default `firstCandle`. */
  readonly startFrom?: StartFrom | undefined
  /** What becomes of positions that are open after the last candle. Default `keep`. */
  readonly openTradesAtEnd?: OpenTradesAtEnd | undefined
  /** Smallest step of a quantity, in base units, above 0, of symbols whose `rules` give none. Default 0.00000001. */
  readonly lot?: DecimalInput | undefined
}

export type ExecutionOptions = Omit<ExecutionRunSettings, 'slippage'> & {
  /** Price move against a fill by one of several models, or by a function of your own. Default none. */
  readonly slippage?: SlippageOptions | SlippageFunction | undefined
  /** A finer series of the same symbol, or one for each of several symbols; needed by, and only for, `path: detail`. */
  readonly detail?: CandleSeries | readonly CandleSeries[] | undefined
}

/** What a market accepts. What is left out is not restricted. */
export type RuleOptions = {
  /** Step of a price in quote currency, above 0. */
  readonly tick?: DecimalInput | undefined
  /** Step of a quantity in base units, above 0. Default `execution.lot`. */
  readonly lot?: DecimalInput | undefined
  /** Smallest price × quantity of an order in quote currency, above 0. */
  readonly minimumValue?: DecimalInput | undefined
  /** Largest quantity of an order in base units, above 0. */
  readonly maximumQuantity?: DecimalInput | undefined
}

/** Rules from a moment on. Each entry stands for itself: what it leaves out is not taken from the one before. */
export type DatedRuleOptions = RuleOptions & {
  /** Epoch milliseconds or an ISO 8601 time such as `2024-03-01`, UTC. Only the first entry may leave it out: it then has always held. */
  readonly from?: number | string | undefined
}

/** By symbol; `'*'` stands for every symbol that is not named. */
export type RulesOptions = { readonly [symbol: string]: RuleOptions | readonly DatedRuleOptions[] }

/** The part of {@link StatisticsOptions} that can be written as JSON. */
export type StatisticsRunSettings = {
  /** Candles in a year, for annualised figures; above 0. Default: as observed in the series. */
  readonly periodsPerYear?: number | undefined
  /** Whose definitions the statistics follow. Default `tezgah`. */
  readonly convention?: StatisticsConvention | undefined
  /** A year, as a fraction, above −1. Default 0. */
  readonly riskFreeRate?: number | undefined
}

export type StatisticsOptions = StatisticsRunSettings & {
  /** The market to compare with, for alpha, beta and the information ratio. */
  readonly benchmark?: CandleSeries | undefined
}

/** Every setting of a run that can be written as JSON: what the command line and HTTP take. */
export type RunSettings = {
  /** Rules of another system as the defaults of the other options. Default `conservative`. */
  readonly preset?: Preset | undefined
  readonly account?: AccountOptions | undefined
  readonly execution?: ExecutionRunSettings | undefined
  readonly rules?: RulesOptions | undefined
  readonly statistics?: StatisticsRunSettings | undefined
  /** True: run the best and the worst path as well and report the interval between them. Default false. */
  readonly bounds?: boolean | undefined
  /** A whole number from 0 that every random draw of the run follows from. Default 0. */
  readonly seed?: number | undefined
}

export type BacktestOptions = Omit<RunSettings, 'execution' | 'statistics'> & {
  readonly strategy: Strategy
  /** One series, or one of each of several symbols, all of one interval. */
  readonly candles: CandleSeries | readonly CandleSeries[]
  /** The strategy's parameters; what is left out takes the strategy's default. */
  readonly params?: unknown
  readonly execution?: ExecutionOptions | undefined
  readonly statistics?: StatisticsOptions | undefined
  /** Judges every order before the market sees it. Default none. */
  readonly guard?: OrderGuard | undefined
}
