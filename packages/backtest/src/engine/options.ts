import type { CandleSeries } from '../candles/series.ts'
import { describeValue, shorten } from '../describe-value.ts'
import { BacktestError } from '../errors.ts'
import type { FeeTier, LimitFillRule, Liquidity, Market } from '../execution/market.ts'
import { Decimal, ONE } from '../money/decimal.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import type { Strategy } from '../strategy/strategy.ts'

export type AccountOptions = {
  /** Quote currency at the start, above 0. Default 100000. */
  readonly initialCash?: DecimalInput
  /** Fee as a fraction of the traded value (0.001 is 0.1 %), for makers and takers alike; 0 up to, not including, 1. */
  readonly feeRate?: DecimalInput
  /** Fee of orders that rested in the book. Default `feeRate`, or 0.001. */
  readonly makerFeeRate?: DecimalInput
  /** Fee of orders that took from the book. Default `feeRate`, or 0.001. */
  readonly takerFeeRate?: DecimalInput
}

export type ExecutionOptions = {
  /** Price move against every taker fill, in hundredths of a percent; 0 up to, not including, 10000. Default 0. */
  readonly slippageBps?: DecimalInput
  /** Smallest step of a quantity, in base units, above 0. Default 0.00000001. */
  readonly lot?: DecimalInput
  /** Default `cross`. */
  readonly limitFill?: LimitFillRule
}

export type StatisticsOptions = {
  /** Candles in a year, for annualised figures; above 0. Default: as observed in the series. */
  readonly periodsPerYear?: number
}

export type BacktestOptions = {
  readonly strategy: Strategy
  readonly candles: CandleSeries
  /** The strategy's parameters; what is left out takes the strategy's default. */
  readonly params?: unknown
  readonly account?: AccountOptions
  readonly execution?: ExecutionOptions
  readonly statistics?: StatisticsOptions
  /** A whole number from 0. It stands in the manifest; no model of this version draws random numbers. Default 0. */
  readonly seed?: number
}

/** {@link BacktestOptions} checked, exact, with defaults filled in. */
export type Settings = {
  readonly initialCash: Decimal
  readonly market: Market
  readonly slippageBps: Decimal
  readonly periodsPerYear: number | null
  readonly seed: number
}

const DEFAULTS = { initialCash: '100000', feeRate: '0.001', slippageBps: '0', lot: '0.00000001' } as const

const KNOWN_KEYS = {
  options: ['strategy', 'candles', 'params', 'account', 'execution', 'statistics', 'seed'],
  account: ['initialCash', 'feeRate', 'makerFeeRate', 'takerFeeRate'],
  execution: ['slippageBps', 'lot', 'limitFill'],
  statistics: ['periodsPerYear'],
} as const

/**
 * Reads the options of a run.
 *
 * @throws BacktestError `invalid_options`, naming the field, what is allowed and what was received
 */
export function readSettings(options: BacktestOptions): Settings {
  if (!isPlainGroup(options)) throw invalid('options', 'an object', options)
  refuseUnknownKeys('options', options)
  checkStrategy(options.strategy)
  checkCandles(options.candles)
  const account = group('account', options.account)
  const execution = group('execution', options.execution)
  const statistics = group('statistics', options.statistics)
  const slippageBps = slippageOf(execution)
  return {
    initialCash: initialCashOf(account),
    slippageBps,
    market: {
      costs: { ...feeTiers(account), ...slippageFactors(slippageBps), lot: lotOf(execution) },
      limitFill: limitFillOf(execution),
    },
    periodsPerYear: periodsPerYearOf(statistics),
    seed: seedOf(options.seed),
  }
}

type Range = { readonly text: string; readonly contains: (value: Decimal) => boolean }

const BPS_OF_PRICE = new Decimal(10_000n, 0)
const ONE_BASIS_POINT = new Decimal(1n, 4)
const POSITIVE: Range = { text: 'a decimal above 0', contains: (value) => value.isPositive }
const FRACTION: Range = {
  text: 'a decimal from 0 up to, not including, 1',
  contains: (value) => value.units >= 0n && value.compare(ONE) < 0,
}
const BELOW_ALL_OF_PRICE: Range = {
  text: 'a decimal from 0 up to, not including, 10000',
  contains: (value) => value.units >= 0n && value.compare(BPS_OF_PRICE) < 0,
}

function decimalIn(field: string, input: DecimalInput, range: Range): Decimal {
  const value = toDecimal(input)
  if (value === null || !range.contains(value)) throw invalid(field, range.text, input)
  return value
}

function initialCashOf({ initialCash = DEFAULTS.initialCash }: AccountOptions): Decimal {
  return decimalIn('account.initialCash', initialCash, POSITIVE)
}

function slippageOf({ slippageBps = DEFAULTS.slippageBps }: ExecutionOptions): Decimal {
  return decimalIn('execution.slippageBps', slippageBps, BELOW_ALL_OF_PRICE)
}

function feeTiers({ feeRate = DEFAULTS.feeRate, makerFeeRate, takerFeeRate }: AccountOptions) {
  const both = decimalIn('account.feeRate', feeRate, FRACTION)
  return {
    maker: feeTier(
      'maker',
      makerFeeRate === undefined ? both : decimalIn('account.makerFeeRate', makerFeeRate, FRACTION),
    ),
    taker: feeTier(
      'taker',
      takerFeeRate === undefined ? both : decimalIn('account.takerFeeRate', takerFeeRate, FRACTION),
    ),
  }
}

function feeTier(liquidity: Liquidity, rate: Decimal): FeeTier {
  return { liquidity, rate, buyFactor: ONE.plus(rate), sellFactor: ONE.minus(rate) }
}

function slippageFactors(slippageBps: Decimal) {
  const fraction = slippageBps.times(ONE_BASIS_POINT)
  if (fraction.isZero) return { buySlippage: null, sellSlippage: null }
  return { buySlippage: ONE.plus(fraction), sellSlippage: ONE.minus(fraction) }
}

function lotOf({ lot = DEFAULTS.lot }: ExecutionOptions): Decimal {
  return decimalIn('execution.lot', lot, POSITIVE)
}

function limitFillOf({ limitFill = 'cross' }: ExecutionOptions): LimitFillRule {
  if (limitFill !== 'cross' && limitFill !== 'touch')
    throw invalid('execution.limitFill', '"cross" or "touch"', limitFill)
  return limitFill
}

function periodsPerYearOf({ periodsPerYear }: StatisticsOptions): number | null {
  if (periodsPerYear === undefined) return null
  if (!Number.isFinite(periodsPerYear) || periodsPerYear <= 0) {
    throw invalid('statistics.periodsPerYear', 'a number above 0', periodsPerYear)
  }
  return periodsPerYear
}

function seedOf(seed = 0): number {
  if (!Number.isSafeInteger(seed) || seed < 0) throw invalid('seed', 'a whole number from 0', seed)
  return seed
}

function group<Name extends 'account' | 'execution' | 'statistics'>(
  name: Name,
  value: BacktestOptions[Name],
): NonNullable<BacktestOptions[Name]> {
  if (value === undefined) return {}
  if (!isPlainGroup(value)) throw invalid(name, 'an object', value)
  refuseUnknownKeys(name, value)
  return value
}

function isPlainGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Programs without types reach this too. That both are sound is for `defineStrategy` and `createSeries` to check.
function checkStrategy(strategy: Partial<Strategy> | null | undefined): void {
  const isStrategy = typeof strategy?.setup === 'function' && typeof strategy.params?.safeParse === 'function'
  if (!isStrategy) throw invalid('strategy', 'made with defineStrategy', strategy)
}

function checkCandles(candles: Partial<CandleSeries> | null | undefined): void {
  const columns = [candles?.time, candles?.open, candles?.high, candles?.low, candles?.close, candles?.volume]
  const isSeries = columns.every((column) => column instanceof Float64Array && column.length === candles?.length)
  if (!isSeries || candles?.length === 0) {
    throw invalid('candles', 'a series made with createSeries or parseCandlesCsv', candles)
  }
}

function refuseUnknownKeys(name: keyof typeof KNOWN_KEYS, value: object): void {
  const known: readonly string[] = KNOWN_KEYS[name]
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown === undefined) return
  const field = name === 'options' ? unknown : `${name}.${unknown}`
  throw new BacktestError('invalid_options', `${shorten(field)}: no such option, expected one of ${known.join(', ')}`, {
    field,
  })
}

function invalid(field: string, allowed: string, received: unknown): BacktestError {
  const message = `${field} must be ${allowed}, received ${describeValue(received)}`
  return new BacktestError('invalid_options', message, { field })
}
