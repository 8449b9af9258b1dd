import { DAY_MS } from '@tezgah/core/clock'
import { Decimal } from '@tezgah/core/decimal'
import type { CandleSeries } from '../candles/series.ts'
import type { FeeSchedule } from '../market/fees.ts'
import type { DatedRules } from '../market/market-rules.ts'
import type { AccountModel, FeeCurrency, LotMethod, Positions } from '../options/account.ts'
import type { ExecutionSettings } from '../options/execution.ts'
import type { Preset } from '../options/run.ts'
import type { ConventionName } from '../options/statistics.ts'
import { MS_PER_YEAR, observedPeriodsPerYear } from '../statistics/calendar.ts'
import type { Settings, SlippageAssumption } from './settings.ts'

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
  /** Smallest fee of a fill. */
  readonly minimum: string
  /** What a buy's rate is paid in. */
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

/** Settings as JSON: decimals are text. */
type ManifestOf<Values> = {
  readonly [Name in keyof Values]: Values[Name] extends Decimal
    ? string
    : Values[Name] extends Decimal | null
      ? string | null
      : Values[Name]
}

/** What a run assumed of the world: every assumption by name, chosen or not. Money and quantities are exact decimals as text. */
export type Assumptions = Omit<ManifestOf<ExecutionSettings>, 'participation' | 'lot'> & {
  /** Source of the values that the user did not give. */
  readonly preset: Preset
  readonly account: AccountModel
  /** One position for each symbol, or a long and a short one. */
  readonly positions: Positions
  /** Which lots a fill that reduces closes first. */
  readonly lots: LotMethod
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
  /** Series that decide the path inside a candle; empty unless `path` is `detail`. */
  readonly detail: readonly SeriesAssumption[]
  /** Market rules of each symbol of the run, every change of them. */
  readonly rules: Readonly<Record<string, readonly RuleAssumption[]>>
  /** Whether the best and the worst path ran as well. */
  readonly bounds: boolean
  readonly convention: ConventionName
  /** A year, as a fraction. */
  readonly riskFreeRate: number
  readonly benchmark: SeriesAssumption | null
  /** Name of the guard that judged the orders; left out without one. */
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
  const { slippageAssumption } = settings
  const { model, positions, lots, initialCash, leverage, maintenanceMarginRate, borrowRate, ...account } = manifestOf(
    settings.account,
  )
  const { participation, lot, ...execution } = manifestOf(settings.execution)
  const { periodsPerYear, benchmark, ...statistics } = settings.statistics
  // The digest of a result covers this object, so its keys keep their order; new options follow their group.
  return {
    preset: settings.preset,
    account: model,
    positions,
    lots,
    initialCash,
    leverage,
    maintenanceMarginRate,
    borrowRate,
    ...account,
    ...feeAssumptions(settings.fees),
    lot,
    quantityRounding: 'floor',
    slippageBps: basisPointsOf(slippageAssumption),
    slippage: slippageAssumption,
    ...execution,
    participation,
    detail: settings.detail.map(nameOf),
    rules: rulesOf(settings),
    bounds: settings.bounds,
    ...statistics,
    benchmark: benchmark === null ? null : nameOf(benchmark),
    ...(settings.guard === null ? {} : { guard: settings.guard.name }),
    daysPerYear: MS_PER_YEAR / DAY_MS,
    periodsPerYear: periodsPerYear ?? observedPeriodsPerYear(time),
  }
}

function manifestOf<Values extends object>(values: Values): ManifestOf<Values> {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    value instanceof Decimal ? value.toString() : value,
  ])
  return Object.fromEntries(entries) as ManifestOf<Values>
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
  // Not by assignment: a symbol named __proto__ would set the prototype.
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
