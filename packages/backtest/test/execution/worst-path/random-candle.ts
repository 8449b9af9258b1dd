import type { BacktestOptions, OrderConditions, OrderRequest } from '@tezgah/backtest'
import { Random } from '../../../src/testing/random.ts'
import { type Candle, candle, candlesFrom, flat } from '../../fixtures/candles.ts'
import { scripted } from '../../fixtures/scripted.ts'

type Side = OrderRequest['side']
/** Orders placed before the candle: each alone, or as a group of which one cancels the others. */
export type Placed = OrderRequest | readonly OrderRequest[]
export type RandomCandle = {
  readonly middle: Candle
  readonly placed: readonly Placed[]
  readonly options: BacktestOptions
  /** Smallest difference between two prices. */
  readonly step: number
}

/**
 * A candle and orders that meet it: brackets, trailing stops, stop-limits, touches, groups of which one cancels the others,
 * entries with attached exits, long and short, sizes in units and in shares, with and without fees, slippage and a tick.
 */
export function randomCandle(seed: number): RandomCandle {
  const random = new Random(seed)
  const isTicked = random.next() < 0.6
  const step = isTicked ? 1 : 0.01
  const low = 100
  const high = low + 2 + random.below(14)
  const between = () => low + Math.floor((random.next() * (high - low)) / step) * step
  const middle = candle(Number(between().toFixed(2)), high, low, Number(between().toFixed(2)))
  const mayShort = random.next() < 0.5
  const placed = new RandomOrders(random, middle, step, mayShort).placed()
  return { middle, placed, step, options: optionsOf(random, middle, placed, isTicked, mayShort) }
}

function optionsOf(
  random: Random,
  middle: Candle,
  placed: readonly Placed[],
  isTicked: boolean,
  mayShort: boolean,
): BacktestOptions {
  return {
    strategy: scripted({
      0: (ctx) => {
        for (const order of placed) {
          if ('length' in order) ctx.oneCancelsOther(order)
          else {
            const { side, ...rest } = order
            if (side === 'buy') ctx.buy(rest)
            else ctx.sell(rest)
          }
        }
      },
    }),
    candles: candlesFrom({ candles: [flat(middle.open), middle] }),
    account: {
      initialCash: 10_000,
      feeRate: random.next() < 0.5 ? 0 : 0.002,
      ...(mayShort ? { model: 'margin', leverage: 2 } : {}),
    },
    execution: {
      limitFill: random.next() < 0.5 ? 'touch' : 'cross',
      slippageBps: random.next() < 0.7 ? 0 : 10,
      stopLimitFrom: random.next() < 0.5 ? 'fill' : 'nextCandle',
    },
    ...(isTicked ? { rules: { '*': { tick: 1 } } } : {}),
  }
}

class RandomOrders {
  readonly #random: Random
  readonly #middle: Candle
  readonly #step: number
  readonly #mayShort: boolean

  constructor(random: Random, middle: Candle, step: number, mayShort: boolean) {
    this.#random = random
    this.#middle = middle
    this.#step = step
    this.#mayShort = mayShort
  }

  placed(): Placed[] {
    const placed: Placed[] = []
    const first = this.#side()
    if (this.#chance(0.6)) placed.push(this.#order(first, this.#exits(first, this.#middle.open)))
    if (this.#chance(0.3)) placed.push([this.#waiting(), this.#waiting()])
    else for (let left = 1 + this.#random.below(2); left > 0; left--) placed.push(this.#waiting())
    return placed
  }

  #order(side: Side, conditions: OrderConditions): OrderRequest {
    return this.#chance(0.7)
      ? { side, quantity: 5 + this.#random.below(20), ...conditions }
      : { side, percentOfEquity: 10 + this.#random.below(80), ...conditions }
  }

  #waiting(): OrderRequest {
    const side = this.#side()
    const sign = side === 'buy' ? 1 : -1
    const { open } = this.#middle
    const away = this.#distance()
    const stop = this.#price(open + sign * away)
    const better = this.#price(open - sign * away)
    const conditions: readonly [OrderConditions, number][] = [
      [{ stop }, stop],
      [{ limit: better }, better],
      [{ touch: better }, better],
      [{ stop, limit: this.#price(stop + sign * (this.#random.below(5) - 2)) }, stop],
      [{ trail: this.#trail() }, open + sign * away],
    ]
    const [own, at] = conditions[this.#random.below(conditions.length)]!
    return this.#order(side, { ...own, ...(this.#chance(0.7) ? this.#exits(side, at) : {}) })
  }

  #exits(side: Side, at: number): OrderConditions {
    const sign = side === 'buy' ? 1 : -1
    const stop = this.#price(at - sign * this.#distance())
    const percent = 1 + this.#random.below(6)
    const losses: readonly OrderConditions[] = [
      { stopLoss: stop },
      { stopLoss: { percent } },
      { stopLoss: { trail: this.#trail() } },
      {},
    ]
    const profits: readonly OrderConditions[] = [
      { takeProfit: this.#price(at + sign * this.#distance()) },
      { takeProfit: { percent } },
      {},
    ]
    return { ...losses[this.#random.below(losses.length)], ...profits[this.#random.below(profits.length)] }
  }

  #trail() {
    const amount = this.#price(this.#distance())
    return this.#chance(0.5) ? { amount } : { percent: 1 + this.#random.below(6) }
  }

  #side(): Side {
    return this.#mayShort && this.#chance(0.5) ? 'sell' : 'buy'
  }

  #chance(share: number): boolean {
    return this.#random.next() < share
  }

  #distance(): number {
    return 1 + this.#random.below(8)
  }

  #price(price: number): number {
    return Number((Math.round(price / this.#step) * this.#step).toFixed(2))
  }
}
