import { type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import { describeValue, requireWhole } from '@tezgah/core/describe'
import { uncheckedSeries } from './candles/series.ts'
import { clampToLimit, type FillPrice, fillAtLevel, fillOnArrival, hasSlippage } from './execution/fills.ts'
import { Market } from './execution/market.ts'
import { type LimitFillSettings, reachesLimit, touchesStop } from './execution/triggers.ts'
import { affordableQuantity, type FeeSchedule, type Liquidity } from './market/fees.ts'
import type { DatedRules } from './market/market-rules.ts'
import type { SlippageModel } from './market/slippage.ts'
import type { ExecutionSettings } from './options/execution.ts'
import { invalidOption } from './options/option-error.ts'
import { resolveOptions } from './options/presets.ts'
import type { RunSettings } from './options/run.ts'
import { Order } from './orders/order.ts'
import { RequestReader } from './orders/read-request.ts'
import type { Side } from './orders/terms.ts'
import { readFees } from './settings/read-account.ts'
import { readExecution, readSlippage } from './settings/read-execution.ts'
import { readMarketRules } from './settings/read-market-rules.ts'
import { parseSettings } from './settings/read-settings.ts'

/** What the engine does with one order at one price, for a venue that trades by the rules of a backtest. */
export interface FillRules {
  /**
   * Where the order trades now; `null` where it does not. A market order always does.
   *
   * @throws RangeError for a price or quantity that is no decimal above 0, or a stop with a limit
   */
  fill(question: FillQuestion): FillAnswer | null
  /** True where `price` reaches the stop: at or above it for a buy, at or below it for a sell. */
  reachesStop(side: Side, stop: DecimalInput, price: DecimalInput): boolean
  /**
   * Fraction of the traded value that a fill pays.
   *
   * @param level - from 1, which is the first tier; beyond the last tier the last
   * @throws RangeError if it is no whole number from 1
   */
  feeRate(liquidity: Liquidity, level: number): string
  /** The most base units, in whole lots, that `budget` (quote currency, 0 or more) pays at `price` in the first tier, fee included. */
  affordable(budget: DecimalInput, price: DecimalInput, liquidity: Liquidity): string
}

/**
 * The rules by which a run with these settings fills market, limit and stop orders of `symbol`.
 *
 * @param settings - as `backtest` takes them
 * @throws BacktestError `invalid_options` for a setting that is wrong, or one by which a fill depends on more than the order
 * and the price: see `docs/simulator.md`, "Trade a strategy in the simulator"
 */
export function fillRules(symbol: string, settings: RunSettings = {}): FillRules {
  return new EngineFillRules(symbol, readFillSettings(symbol, settings))
}

class EngineFillRules implements FillRules {
  readonly #symbol: string
  readonly #settings: FillSettings
  readonly #limits: LimitFillSettings
  readonly #reader: RequestReader

  constructor(symbol: string, settings: FillSettings) {
    this.#symbol = symbol
    this.#settings = settings
    const { limitFill, limitGap } = settings.execution
    this.#limits = { limitFill, limitGap, touchProbability: 0, seed: 0 }
    this.#reader = new RequestReader([symbol], 'spot')
  }

  fill(question: FillQuestion): FillAnswer | null {
    if (question.limit !== undefined && question.stop !== undefined) {
      throw new RangeError(`stop must be left out where limit is given, received ${describeValue(question.stop)}`)
    }
    const order = this.#orderOf(question)
    const market = this.#marketAt(question.price)
    const fillPrice = this.#fillPrice(order, market, question)
    if (fillPrice === null) return null
    const { slippage, execution } = this.#settings
    const { price, liquidity } = fillPrice
    if (slippage === null || !hasSlippage(order, liquidity, execution.slippageOn, 0)) {
      return { price: price.toString(), liquidity }
    }
    const { size, side } = order.terms
    const slipped = slippage.priceOf(side, price, size.value, market.candle, market.rules.tick)
    return { price: clampToLimit(order, slipped).toString(), liquidity }
  }

  reachesStop(side: Side, stop: DecimalInput, price: DecimalInput): boolean {
    const order = this.#orderOf({ side, stop, quantity: 1, isResting: true, price, arrival: 'walk' })
    return touchesStop(order, positive('price', price).toNumber())
  }

  feeRate(liquidity: Liquidity, level: number): string {
    requireWhole('level', level, 1)
    const { tiers } = this.#settings.fees
    return tiers[Math.min(level, tiers.length) - 1]![liquidity].rate.toString()
  }

  affordable(budget: DecimalInput, price: DecimalInput, liquidity: Liquidity): string {
    const { fees, rules } = this.#settings
    const money = toDecimal(budget)
    if (money === null || money.units < 0n) {
      throw new RangeError(`budget must be a decimal from 0, received ${describeValue(budget)}`)
    }
    const tier = fees.tiers[0]![liquidity]
    return affordableQuantity(money, positive('price', price), tier, fees, rules.entries[0]!.rules.lot).toString()
  }

  #fillPrice(order: Order, market: Market, { arrival }: FillQuestion): FillPrice | null {
    const price = market.candle.open
    const { execution } = this.#settings
    const limits = this.#limits
    // A market order and a new order are matched at the price itself, after a jump and after a walk.
    const isMet = order.terms.stop !== null || !order.isNew
    if (arrival === 'jump' || !isMet) return fillOnArrival(order, { market, execution, limits, price, isOpen: true })
    const isReached = order.terms.stop === null ? reachesLimit(order, price, 0, limits) : touchesStop(order, price)
    return isReached ? fillAtLevel(order, market.candle, execution) : null
  }

  #orderOf({ side, quantity, limit, stop, isResting }: FillQuestion): Order {
    const prices = { ...(limit === undefined ? {} : { limit }), ...(stop === undefined ? {} : { stop }) }
    const plan = this.#reader.read(side, { quantity, ...prices })
    if ('refusal' in plan) {
      const { observed, limit: allowed } = plan.refusal
      throw new RangeError(`the order must have decimals ${allowed}, received ${observed}`)
    }
    const order = new Order(1, plan.terms, 0)
    order.isNew = !isResting
    return order
  }

  /** A market whose only candle is this one price. */
  #marketAt(input: DecimalInput): Market {
    const price = Float64Array.of(positive('price', input).toNumber())
    const nothing = Float64Array.of(0)
    const columns = { time: nothing, open: price, high: price, low: price, close: price, volume: nothing }
    const series = uncheckedSeries(this.#symbol, '1m', 60_000, columns)
    return new Market(0, series, { index: 0 }, this.#settings.rules, false, null)
  }
}

function positive(name: string, input: DecimalInput) {
  const value = toDecimal(input)
  if (value?.isPositive) return value
  throw new RangeError(`${name} must be a decimal above 0, received ${describeValue(input)}`)
}

/** One order and one price: a market order, a limit order, or a stop order, which has no limit here. */
export type FillQuestion = {
  readonly side: Side
  /** Base units, above 0. */
  readonly quantity: DecimalInput
  /** Worst acceptable price, quote currency; not with `stop`. */
  readonly limit?: DecimalInput | undefined
  /** Trigger price, quote currency. */
  readonly stop?: DecimalInput | undefined
  /** True where the order stood in the book before the price came; it has been matched already. */
  readonly isResting: boolean
  /** Where the market trades now, quote currency. */
  readonly price: DecimalInput
  /** `jump`: at once, as at a candle's open. `walk`: over every price between, as inside a candle. */
  readonly arrival: 'jump' | 'walk'
}

/** Quote currency per base unit, slippage included, as exact decimal text. */
export type FillAnswer = { readonly price: string; readonly liquidity: Liquidity }

/** What one order and one price are judged by. */
export type FillSettings = {
  readonly execution: ExecutionSettings
  readonly fees: FeeSchedule
  readonly slippage: SlippageModel | null
  readonly rules: DatedRules
}

/** @throws BacktestError `invalid_options` where a setting is wrong, or asks for more than an order and a price */
export function readFillSettings(symbol: string, input: RunSettings): FillSettings {
  const settings = parseSettings(input)
  const chosen = resolveOptions(settings)
  const execution = readExecution(chosen.execution, [])
  const { slippage, slippageAssumption } = readSlippage(chosen.execution, null)
  const rules = readMarketRules(settings.rules ?? {}, execution.lot)(symbol)
  const fees = readFees(chosen.account, settings.account)
  checkExecution(chosen.execution)
  if (slippage?.dependsOnQuantity) throw invalidOption('execution.slippage.model', NO_CANDLE, slippageAssumption.model)
  if (rules.entries.length > 1)
    throw invalidOption(`rules.${symbol}`, 'one set of rules', `${rules.entries.length} of them`)
  if (slippageAssumption.model === 'ticks' && rules.entries[0]!.rules.tick === null) {
    throw invalidOption('execution.slippage.model', `other than "ticks" while rules give ${symbol} no tick`, 'ticks')
  }
  if (fees.currency !== 'quote') throw invalidOption('account.fees.currency', '"quote"', fees.currency)
  for (const part of ['fixed', 'minimum'] as const) {
    if (!fees[part].isZero)
      throw invalidOption(`account.fees.${part}`, '0: there are rates alone', fees[part].toString())
  }
  return { execution, fees, slippage, rules }
}

const NO_CANDLE = 'one that needs neither the quantity nor the candle'

/** Choices that need more than an order and a price, and those of their values that do not. */
const ANSWERABLE = {
  fillAt: ['nextOpen'],
  limitFill: ['touch', 'cross'],
  stopGap: ['open'],
  limitGap: ['open'],
  slippageOn: ['takers', 'everyFill', 'marketOrders'],
  fillsPerCandle: ['any'],
} as const

function checkExecution(execution: ReturnType<typeof resolveOptions>['execution']): void {
  for (const field of Object.keys(ANSWERABLE) as (keyof typeof ANSWERABLE)[]) {
    const allowed: readonly string[] = ANSWERABLE[field]
    if (!allowed.includes(execution[field])) {
      throw invalidOption(`execution.${field}`, allowed.map((each) => `"${each}"`).join(' or '), execution[field])
    }
  }
  const { participation, latency } = execution
  if (participation !== undefined) throw invalidOption('execution.participation', 'left out', participation)
  if (latency !== undefined) throw invalidOption('execution.latency', 'left out', latency)
}
