import type { CandleSeries } from '../candles/series.ts'
import type { FeeSchedule } from '../market/fees.ts'
import type { DatedRules } from '../market/market-rules.ts'
import { MS_PER_YEAR, observedPeriodsPerYear } from '../statistics/index.ts'
import type { AccountModel, FeeCurrency, LotsRule, Positions, Preset, StatisticsConvention } from './choices.ts'
import type { ExecutionSettings, Latency, Settings } from './settings.ts'
import type { SlippageAssumption } from './slippage-settings.ts'

const MS_PER_DAY = 86_400_000

/** A series that an assumption rests on. */
export type SeriesAssumption = { readonly symbol: string; readonly interval: string }

/** Fees as the manifest names them; rates are fractions of the traded value, money is in quote currency. */
export type FeesAssumption = {
  /** Rates by the value traded in the trailing 30 days; one entry where they are flat. */
  readonly tiers: readonly {
    readonly fromVolume: string
    readonly makerFeeRate: string
    readonly takerFeeRate: string
  }[]
  /** Per fill, on top of the rate. */
  readonly fixed: string
  /** What a fill pays at least. */
  readonly minimum: string
  /** Where a buy's rate is taken from. */
  readonly currency: FeeCurrency
}

/** The rules of a market from a moment on. */
export type RuleAssumption = {
  /** Epoch milliseconds, UTC; `null`: since always. */
  readonly from: number | null
  /** Step of a price in quote currency; `null`: any price. */
  readonly tick: string | null
  /** Step of a quantity in base units. */
  readonly lot: string
  /** Smallest price × quantity in quote currency; `null`: none. */
  readonly minimumValue: string | null
  /** Largest quantity in base units; `null`: none. */
  readonly maximumQuantity: string | null
}

type SameExecution = Omit<ExecutionSettings, 'detail' | 'participation' | 'lot'>

/** What a run assumed of the world: every assumption by name, chosen or not. Money and quantities are exact decimals as text. */
export type Assumptions = SameExecution & {
  /** Where the values come from that the user did not give. */
  readonly preset: Preset
  readonly account: AccountModel
  /** One position for each symbol, or a long and a short one. */
  readonly positions: Positions
  /** Which lots a fill that reduces closes first. */
  readonly lots: LotsRule
  readonly initialCash: string
  /** Exposure that one unit of equity carries. */
  readonly leverage: string
  /** Equity, as a fraction of the exposure, below which positions are liquidated; 0 in a spot account. */
  readonly maintenanceMarginRate: string
  /** Interest a year, as a fraction, on borrowed cash and the value of shorts. */
  readonly borrowRate: string
  /** Rate of the first tier. */
  readonly makerFeeRate: string
  /** Rate of the first tier. */
  readonly takerFeeRate: string
  readonly fees: FeesAssumption
  /** Fees are exact products of value and rate. */
  readonly feeRounding: 'none'
  /** Lot of a symbol whose rules give none. */
  readonly lot: string
  /** Quantities are rounded down to the lot. */
  readonly quantityRounding: 'floor'
  /** Price move against a fill in hundredths of a percent; `null` under another model. */
  readonly slippageBps: string | null
  readonly slippage: SlippageAssumption
  /** Largest part of a candle's volume that an order takes; `null`: any. */
  readonly participation: string | null
  readonly latency: Latency
  /** Series that decide the path inside a candle; empty unless `path` is `detail`. */
  readonly detail: readonly SeriesAssumption[]
  /** Market rules of each symbol of the run, every change of them. */
  readonly rules: Readonly<Record<string, readonly RuleAssumption[]>>
  /** Whether the best and the worst path ran as well. */
  readonly bounds: boolean
  readonly convention: StatisticsConvention
  /** A year, as a fraction. */
  readonly riskFreeRate: number
  readonly benchmark: SeriesAssumption | null
  /** Name of what judged the orders; left out where nothing did. */
  readonly guard?: string
  readonly daysPerYear: number
  /** Used to annualise; `null` where one candle leaves nothing to observe. */
  readonly periodsPerYear: number | null
}

/**
 * Every assumption of a run by name, chosen or not, as JSON.
 *
 * @param time - open times of the run's candles, of all symbols together: what `periodsPerYear` is observed in
 */
export function assumptionsOf(settings: Settings, time: Float64Array): Assumptions {
  const { account, statistics, slippageAssumption } = settings
  const { detail, participation, lot, ...execution } = settings.execution
  return {
    preset: settings.preset,
    account: account.model,
    positions: account.positions,
    lots: account.lots,
    initialCash: account.initialCash.toString(),
    leverage: account.leverage.toString(),
    maintenanceMarginRate: account.maintenanceMarginRate.toString(),
    borrowRate: account.borrowRate.toString(),
    ...feeAssumptions(settings.fees),
    lot: lot.toString(),
    quantityRounding: 'floor',
    slippageBps: basisPointsOf(slippageAssumption),
    slippage: slippageAssumption,
    ...execution,
    participation: participation === null ? null : participation.toString(),
    detail: detail.map(nameOf),
    rules: rulesOf(settings),
    bounds: settings.bounds,
    convention: statistics.convention,
    riskFreeRate: statistics.riskFreeRate,
    benchmark: statistics.benchmark === null ? null : nameOf(statistics.benchmark),
    ...(settings.guard === null ? {} : { guard: settings.guard.name }),
    daysPerYear: MS_PER_YEAR / MS_PER_DAY,
    periodsPerYear: statistics.periodsPerYear ?? observedPeriodsPerYear(time),
  }
}

function feeAssumptions({ fixed, minimum, currency, ...schedule }: FeeSchedule) {
  const tiers = schedule.tiers.map(({ fromVolume, maker, taker }) => ({
    fromVolume: fromVolume.toString(),
    makerFeeRate: maker.rate.toString(),
    takerFeeRate: taker.rate.toString(),
  }))
  const { makerFeeRate, takerFeeRate } = tiers[0]!
  const fees: FeesAssumption = { tiers, fixed: fixed.toString(), minimum: minimum.toString(), currency }
  return { makerFeeRate, takerFeeRate, fees, feeRounding: 'none' as const }
}

function basisPointsOf(slippage: SlippageAssumption): string | null {
  if (slippage.model === 'none') return '0'
  return slippage.model === 'basisPoints' ? slippage.bps : null
}

function nameOf({ symbol, interval }: CandleSeries): SeriesAssumption {
  return { symbol, interval }
}

function rulesOf({ candles, rules }: Settings): Record<string, readonly RuleAssumption[]> {
  // Not by assignment, which a symbol named __proto__ would turn into something else.
  return Object.fromEntries(candles.map(({ symbol }) => [symbol, ruleAssumptions(rules(symbol))]))
}

function ruleAssumptions({ entries }: DatedRules): readonly RuleAssumption[] {
  return entries.map(({ from, rules: { tick, lot, minValue, maxQuantity } }) => ({
    from: from === Number.NEGATIVE_INFINITY ? null : from,
    tick: tick === null ? null : tick.toString(),
    lot: lot.toString(),
    minimumValue: minValue === null ? null : minValue.toString(),
    maximumQuantity: maxQuantity === null ? null : maxQuantity.toString(),
  }))
}
