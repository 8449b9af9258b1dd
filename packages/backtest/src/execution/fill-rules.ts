import { makeSeries } from '../candles/series.ts'
import { affordableQuantity, type Liquidity } from '../costs/fee-schedule.ts'
import { describeValue } from '../describe-value.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import type { RunSettings } from '../options/options.ts'
import { Order } from '../orders/order.ts'
import { RequestReader } from '../orders/read-request.ts'
import type { Side } from '../orders/terms.ts'
import type { FillAnswer, FillQuestion } from './fill-question.ts'
import { type FillSettings, readFillSettings } from './fill-settings.ts'
import { firstQuote } from './first-quote.ts'
import { levelQuote } from './level-quote.ts'
import { type LimitFillSettings, reachesLimit } from './limit-fill.ts'
import type { Quote } from './quote.ts'
import { heldToLimit, slips } from './slips.ts'
import { touchesStop } from './stop-fill.ts'
import { SymbolMarket } from './symbol-market.ts'

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
 * @throws BacktestError `invalid_options` for a setting that is wrong, or one by which a fill hangs on more than the order
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
    const quote = this.#quote(order, market, question)
    if (quote === null) return null
    const { slippage, execution } = this.#settings
    const { price, liquidity } = quote
    if (slippage === null || !slips(order, liquidity, execution.slippageOn, 0)) {
      return { price: price.toString(), liquidity }
    }
    const { size, side } = order.terms
    const slipped = slippage.priceOf(side, price, size.value, market.bar, market.rules.tick)
    return { price: heldToLimit(order, slipped).toString(), liquidity }
  }

  reachesStop(side: Side, stop: DecimalInput, price: DecimalInput): boolean {
    const order = this.#orderOf({ side, stop, quantity: 1, isResting: true, price, arrival: 'walk' })
    return touchesStop(order, positive('price', price).toNumber())
  }

  feeRate(liquidity: Liquidity, level: number): string {
    if (!Number.isInteger(level) || level < 1) {
      throw new RangeError(`level must be a whole number from 1, received ${describeValue(level)}`)
    }
    const { steps } = this.#settings.fees
    return steps[Math.min(level, steps.length) - 1]![liquidity].rate.toString()
  }

  affordable(budget: DecimalInput, price: DecimalInput, liquidity: Liquidity): string {
    const { fees, rules } = this.#settings
    const money = toDecimal(budget)
    if (money === null || money.units < 0n) {
      throw new RangeError(`budget must be a decimal from 0, received ${describeValue(budget)}`)
    }
    const tier = fees.steps[0]![liquidity]
    return affordableQuantity(money, positive('price', price), tier, fees, rules.entries[0]!.rules.lot).toString()
  }

  #quote(order: Order, market: SymbolMarket, { arrival }: FillQuestion): Quote | null {
    const price = market.bar.open
    const { execution } = this.#settings
    const limits = this.#limits
    // A market order and an order that has just come meet the price as it stands, whichever way that came.
    const isMet = order.terms.stop !== null || !order.isNew
    if (arrival === 'jump' || !isMet) return firstQuote(order, { market, execution, limits, price, isOpen: true })
    const isReached = order.terms.stop === null ? reachesLimit(order, price, 0, limits) : touchesStop(order, price)
    return isReached ? levelQuote(order, market.bar, execution) : null
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
  #marketAt(input: DecimalInput): SymbolMarket {
    const price = Float64Array.of(positive('price', input).toNumber())
    const nothing = Float64Array.of(0)
    const columns = { time: nothing, open: price, high: price, low: price, close: price, volume: nothing }
    const series = makeSeries(this.#symbol, '1m', 60_000, columns)
    return new SymbolMarket(0, series, { index: 0 }, this.#settings.rules, false, null)
  }
}

function positive(name: string, input: DecimalInput) {
  const value = toDecimal(input)
  if (value?.isPositive) return value
  throw new RangeError(`${name} must be a decimal above 0, received ${describeValue(input)}`)
}
