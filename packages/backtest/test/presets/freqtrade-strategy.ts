import { z } from 'zod'
import {
  type BuyOrder,
  defineStrategy,
  type OrderRequest,
  type Strategy,
  type StrategyContext,
  type TradeReport,
  type TrailRequest,
} from '../../src/index.ts'

export const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** What a strategy of freqtrade declares. Ratios are of what was staked: 0.01 is 1 %. */
export type FreqtradeSettings = {
  readonly stop_loss: number
  /** Least profit ratio by minutes since the trade was opened. */
  readonly roi: Readonly<Record<string, number>>
  readonly trailing_stop?: boolean
  readonly trailing_only_offset_is_reached?: boolean
  readonly trailing_stop_positive?: number
  readonly trailing_stop_positive_offset?: number
  /** Their default custom stop: the declared ratio, following the price. */
  readonly use_custom_stoploss?: boolean
  readonly leverage?: number
  readonly custom_entry_price?: number
  readonly custom_exit_price?: number
  /** `null` cancels an entry that has not filled by the next candle. */
  readonly adjust_entry_price?: number | null
  /** Minutes after which an order that has not filled is cancelled. */
  readonly timeout?: number
}

/** Signals of one candle. */
export type Signals = {
  readonly enterLong: boolean
  readonly exitLong: boolean
  readonly enterShort: boolean
  readonly exitShort: boolean
}

const EXITS = {
  signal: 'EXIT_SIGNAL',
  stop: 'STOP_LOSS',
  target: 'ROI',
  trail: 'TRAILING_STOP_LOSS',
  end_of_run: 'FORCE_EXIT',
} as const

/** Freqtrade's own word for how a trade ended. */
export function exitReasonOf({ exitReason }: TradeReport): string {
  return EXITS[exitReason as keyof typeof EXITS] ?? exitReason
}

const DEFAULT_TIMEOUT_MINUTES = 10
/** As good as none: the profit only has to be above zero. */
const ANY_PROFIT = '0.0000001'
const LOWEST_PRICE = 1e-8

/** A strategy as freqtrade runs it: one trade at a time, of one unit. */
export function freqtradeStrategy(settings: FreqtradeSettings, signals: readonly Signals[]): Strategy {
  return defineStrategy({
    name: 'freqtrade',
    params: z.object({}),
    setup() {
      const trade = new FreqtradeTrade(settings)
      return {
        onCandle(context) {
          trade.update(context)
          const signal = signals[context.index]!
          if (trade.isOpen(context)) trade.follow(context, signal)
          else if (signal.enterLong !== signal.enterShort) trade.enter(context, signal.enterShort)
        },
      }
    },
  })
}

class FreqtradeTrade {
  readonly #settings: FreqtradeSettings
  #isShort = false
  #entry: number | null = null
  #target: number | null = null
  /** Candle in which the entry first met the market: freqtrade counts the trade from there. */
  #openIndex = 0
  #roi: number | null = null

  constructor(settings: FreqtradeSettings) {
    this.#settings = settings
  }

  isOpen({ position }: StrategyContext): boolean {
    return position.isOpen || this.#entry !== null
  }

  /** Forgets a trade that has ended since the last candle. */
  update(context: StrategyContext): void {
    if (context.position.isOpen || this.#entry === null) return
    if (context.orderState(this.#entry)!.status === 'working') return
    this.#entry = null
    context.cancelAll()
  }

  enter(context: StrategyContext, isShort: boolean): void {
    const { custom_entry_price: limit } = this.#settings
    this.#isShort = isShort
    this.#openIndex = context.index + 1
    this.#roi = this.#roiAt(0)
    const order: BuyOrder = {
      quantity: 1,
      tag: 'enter',
      stopLoss: { percent: this.#percent(-this.#settings.stop_loss), tag: 'stop' },
      ...this.#firstTarget(),
      ...(limit === undefined ? {} : { limit, goodTill: this.#goodTill(context) }),
      onFill: this.#trails(),
    }
    this.#entry = isShort ? context.sell(order) : context.buy(order)
    // The orders attached to one have the numbers after it: first its stop, then its target.
    this.#target = order.takeProfit === undefined ? null : this.#entry + 2
  }

  /** What freqtrade does at the open of the candle to come, decided by what is known before it. */
  follow(context: StrategyContext, { exitLong, exitShort }: Signals): void {
    if (!context.position.isOpen) this.#adjustEntry(context)
    else if (this.#isShort ? exitShort : exitLong) this.#leave(context)
    else this.#adjustTarget(context)
  }

  #firstTarget(): Pick<BuyOrder, 'takeProfit'> {
    const isOutOfReach = this.#roi === null || (this.#isShort && this.#roi >= this.#leverage)
    return isOutOfReach ? {} : { takeProfit: { percent: this.#percent(this.#roi!), tag: 'target' } }
  }

  /** Trailing stops of one candle are judged in the order of their numbers: the one that freqtrade goes by comes first. */
  #trails(): OrderRequest[] {
    const { stop_loss, trailing_stop, use_custom_stoploss } = this.#settings
    const { trailing_only_offset_is_reached, trailing_stop_positive: positive } = this.#settings
    const offset = this.#settings.trailing_stop_positive_offset ?? 0
    const followsFromStart = trailing_stop === true && trailing_only_offset_is_reached !== true
    const loose: TrailRequest = { percent: this.#percent(-stop_loss) }
    const trails: TrailRequest[] = use_custom_stoploss === true ? [loose] : []
    if (trailing_stop === true && positive !== undefined) {
      const percent = offset === 0 ? ANY_PROFIT : this.#percent(offset)
      trails.push({ percent: this.#percent(positive), activation: { percent } })
    }
    if (use_custom_stoploss !== true && followsFromStart) trails.push(loose)
    const side = this.#isShort ? 'buy' : 'sell'
    return trails.map((trail) => ({ side, percentOfPosition: 100, reduceOnly: true, trail, tag: 'trail' }))
  }

  #adjustEntry(context: StrategyContext): void {
    const { adjust_entry_price } = this.#settings
    if (adjust_entry_price === undefined) return
    if (adjust_entry_price === null) context.cancel(this.#entry!)
    else context.modify(this.#entry!, { limit: adjust_entry_price })
  }

  #leave(context: StrategyContext): void {
    const { custom_exit_price: limit } = this.#settings
    if (limit === undefined) context.close({ tag: 'signal' })
    else this.#reduce(context, { limit, goodTill: this.#goodTill(context), tag: 'signal' })
  }

  /**
   * The least profit changes with time. A new one takes effect with the candle to come: where that begins at the very
   * minute it trades at an open beyond the price, else at its own price or the candle's nearest.
   */
  #adjustTarget(context: StrategyContext): void {
    const minutes = ((context.index + 1 - this.#openIndex) * HOUR_MS) / MINUTE_MS
    const roi = this.#roiAt(minutes)
    if (roi === null || roi === this.#roi) return
    this.#roi = roi
    const price = Math.max(context.position.averagePrice * (1 + (this.#sign * roi) / this.#leverage), LOWEST_PRICE)
    if (!Object.hasOwn(this.#settings.roi, String(minutes))) context.modify(this.#target!, { limit: price })
    else {
      context.cancel(this.#target!)
      if (roi === -1) context.close({ tag: 'target' })
      else this.#reduce(context, { touch: price, tag: 'target' })
    }
  }

  #reduce(context: StrategyContext, conditions: Pick<BuyOrder, 'limit' | 'touch' | 'goodTill' | 'tag'>): void {
    const order = { percentOfPosition: 100, reduceOnly: true, ...conditions } as const
    if (this.#isShort) context.buy(order)
    else context.sell(order)
  }

  #goodTill({ time }: StrategyContext): number {
    return time + HOUR_MS + (this.#settings.timeout ?? DEFAULT_TIMEOUT_MINUTES) * MINUTE_MS
  }

  #roiAt(minutes: number): number | null {
    const { roi } = this.#settings
    const reached = Object.keys(roi)
      .map(Number)
      .filter((from) => from <= minutes)
    return reached.length === 0 ? null : roi[String(Math.max(...reached))]!
  }

  get #leverage(): number {
    return this.#settings.leverage ?? 1
  }

  get #sign(): number {
    return this.#isShort ? -1 : 1
  }

  /** A ratio of the stake in percent of the price. */
  #percent(ratio: number): string {
    return String(Number(((ratio * 100) / this.#leverage).toPrecision(12)))
  }
}
