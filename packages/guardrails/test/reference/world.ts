import type { MarketState, OrderIntent, PolicySet, State } from '@tezgah/guardrails'
import { compare, highest, minus, plus, type Rational, rational, read, roundedUp, times } from './rational.ts'

/** What is unknown refuses with this code. */
export class UnknownMeasure extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** The guide's words on data and values, in exact fractions. */
export class World {
  readonly order: OrderIntent
  readonly state: State
  readonly set: PolicySet

  constructor(order: OrderIntent, state: State, set: PolicySet) {
    this.order = order
    this.state = state
    this.set = set
  }

  get quantity(): Rational {
    return read(this.order.quantity)
  }

  /** How old it may be at worst. */
  age(at: number): number {
    return Math.max(0, this.state.at - at) + this.state.clockErrorMs
  }

  market(symbol: string): MarketState {
    const market = this.state.markets?.[symbol]
    if (market === undefined) throw new UnknownMeasure('MISSING_INPUT')
    if (this.age(market.at) > (this.set.maxMarketAgeMs ?? 10_000)) throw new UnknownMeasure('STALE_INPUT')
    return market
  }

  get account(): NonNullable<State['account']> {
    const { account } = this.state
    if (account === undefined) throw new UnknownMeasure('MISSING_INPUT')
    if (this.age(account.at) > (this.set.maxAccountAgeMs ?? 60_000)) throw new UnknownMeasure('STALE_INPUT')
    return account
  }

  get equity(): Rational {
    return read(this.account.equity)
  }

  /** The highest of bid, ask and last. */
  top(symbol: string): Rational {
    const { bid, ask, lastPrice } = this.market(symbol)
    return highest(read(bid), read(ask), read(lastPrice))
  }

  /** The most that a unit of the order may cost or fetch. */
  get price(): Rational {
    const { side, limitPrice, stopPrice, symbol } = this.order
    if (limitPrice !== null) return side === 'buy' ? read(limitPrice) : highest(read(limitPrice), this.top(symbol))
    const from = stopPrice === null ? this.top(symbol) : highest(read(stopPrice), this.top(symbol))
    return roundedUp(times(from, plus(rational(1), read(this.set.marketSlippage ?? '0.05'))))
  }

  /** A price of a symbol's market in another currency. */
  inCurrency(price: Rational, symbol: string, currency: string): Rational {
    const { quote } = this.market(symbol)
    return quote === currency ? price : roundedUp(times(price, this.top(`${quote}${currency}`)))
  }

  /** What a unit that is held, or would be, counts for. */
  mark(symbol: string, currency: string): Rational {
    const top = this.top(symbol)
    return this.inCurrency(symbol === this.order.symbol ? highest(top, this.price) : top, symbol, currency)
  }

  position(symbol: string): Rational {
    return read(this.state.positions?.find((position) => position.symbol === symbol)?.quantity ?? '0')
  }

  working(symbol: string, side: string, reduceOnly: boolean): Rational {
    const open = this.state.openOrders?.filter(
      (one) => one.symbol === symbol && one.side === side && (reduceOnly || !one.reduceOnly),
    )
    return (open ?? []).reduce((sum, { quantity }) => plus(sum, read(quantity)), rational(0))
  }

  /** How far beyond flat the order carries its symbol, with what works on its side. */
  get reach(): Rational {
    const { symbol, side } = this.order
    const adds = plus(this.quantity, this.working(symbol, side, false))
    const held = this.position(symbol)
    return highest(rational(0), side === 'buy' ? plus(held, adds) : minus(adds, held))
  }

  /** Every symbol on its worse side. */
  exposure(currency: string): Rational {
    const named = [...(this.state.positions ?? []), ...(this.state.openOrders ?? []), this.order]
    let total = rational(0)
    for (const symbol of new Set(named.map((each) => each.symbol))) {
      const held = this.position(symbol)
      const longs = plus(held, this.working(symbol, 'buy', false))
      const shorts = minus(this.working(symbol, 'sell', false), held)
      const reach = highest(rational(0), longs, shorts, symbol === this.order.symbol ? this.reach : rational(0))
      if (reach.n > 0n) total = plus(total, times(reach, this.mark(symbol, currency)))
    }
    return total
  }

  /** Whether the order, with all that works on its side, shrinks the position and does not turn it round. */
  get shrinks(): boolean {
    const { symbol, side } = this.order
    const held = this.position(symbol)
    const against = side === 'sell' ? held : minus(rational(0), held)
    return against.n > 0n && compare(plus(this.quantity, this.working(symbol, side, true)), against) <= 0
  }

  /** Entries less than a window old, of a list that must be complete so far back. */
  recent<T extends { readonly at: number }>(list: readonly T[] | undefined, windowMs: number): readonly T[] {
    const since = this.state.activity?.since ?? Number.NaN
    if (list === undefined || Number.isNaN(since)) throw new UnknownMeasure('MISSING_INPUT')
    if (since > 0 && since > this.state.at - windowMs) throw new UnknownMeasure('MISSING_INPUT')
    return list.filter(({ at }) => this.state.at - at < windowMs)
  }

  /** Entries less than a window old and the one before, which held when the window began. */
  fromStart<T extends { readonly at: number }>(list: readonly T[] | undefined, windowMs: number): readonly T[] {
    const before = (list ?? []).filter(({ at }) => this.state.at - at >= windowMs)
    if (list === undefined || before.length === 0) throw new UnknownMeasure('MISSING_INPUT')
    return list.slice(before.length - 1)
  }
}
