import type { PolicyData } from '@tezgah/guardrails'
import {
  compare,
  highest,
  isMultiple,
  lowest,
  minus,
  over,
  plus,
  type Rational,
  rational,
  read,
  times,
} from './rational.ts'
import { UnknownMeasure, type World } from './world.ts'

/** Something that was measured: above the limit it is a breach. `limitOf` names the limit in the policy. */
export type Measure = {
  readonly code: string
  readonly observed: Rational
  readonly limit: Rational
  readonly limitOf: string | null
}

/** The kinds that judge orders. */
export type OrderKind = Exclude<PolicyData['kind'], 'approvedParameters' | 'runLimitCeiling'>

type Kinds = {
  readonly [Kind in OrderKind]: (limits: Extract<PolicyData, { kind: Kind }>, world: World) => Measure[]
}

function amount(code: string, observed: Rational, limitOf: string, text: string | undefined): Measure[] {
  return text === undefined ? [] : [{ code, observed, limit: read(text), limitOf }]
}
function count(code: string, observed: number, limitOf: string, limit: number | undefined): Measure[] {
  return limit === undefined ? [] : [{ code, observed: rational(observed), limit: rational(limit), limitOf }]
}
function fact(code: string, breaks: boolean): Measure[] {
  return [{ code, observed: rational(breaks ? 1 : 0), limit: rational(0), limitOf: null }]
}
function fall(
  code: string,
  from: Rational,
  world: World,
  limits: { maxLoss?: string | undefined; maxFraction?: string | undefined },
): Measure[] {
  const loss = minus(from, world.equity)
  if (limits.maxFraction !== undefined && from.n <= 0n) throw new UnknownMeasure('INVALID_INPUT')
  return [
    ...amount(code, loss, 'maxLoss', limits.maxLoss),
    ...(limits.maxFraction === undefined ? [] : amount(code, over(loss, from), 'maxFraction', limits.maxFraction)),
  ]
}
/** Trades that ended in the window, oldest first. */
function closed(world: World, windowMs: number, scope: 'symbol' | 'all') {
  const trades = world.recent(world.state.activity?.closed, windowMs)
  return trades.filter(({ symbol }) => scope === 'all' || symbol === world.order.symbol)
}
function cooling(
  code: string,
  world: World,
  trades: readonly { readonly at: number }[],
  least: number,
  coolDownMs: number,
): Measure[] {
  const last = trades.at(-1)
  return fact(code, trades.length >= least && last !== undefined && world.state.at - last.at < coolDownMs)
}

function size(amount: Rational): Rational {
  return amount.n < 0n ? minus(rational(0), amount) : amount
}

/** Every kind in the words of the guide. */
export const kinds: Kinds = {
  maxQuantity: ({ maxQuantity }, world) => amount('QUANTITY_ABOVE_LIMIT', world.quantity, 'maxQuantity', maxQuantity),
  maxNotional: ({ maxNotional, currency }, world) =>
    amount(
      'NOTIONAL_ABOVE_LIMIT',
      times(world.quantity, world.inCurrency(world.price, world.order.symbol, currency)),
      'maxNotional',
      maxNotional,
    ),
  maxSymbolExposure: ({ maxExposure, currency }, world) =>
    world.reach.n === 0n
      ? []
      : amount(
          'SYMBOL_EXPOSURE_ABOVE_LIMIT',
          times(world.reach, world.mark(world.order.symbol, currency)),
          'maxExposure',
          maxExposure,
        ),
  maxTotalExposure: ({ maxExposure, currency }, world) =>
    world.reach.n === 0n
      ? []
      : amount('TOTAL_EXPOSURE_ABOVE_LIMIT', world.exposure(currency), 'maxExposure', maxExposure),
  maxGrossExposure({ maxExposure, currency }, world) {
    const { limitPrice, reduceOnly, side, symbol } = world.order
    const held = world.position(symbol)
    const after = side === 'buy' ? plus(held, world.quantity) : minus(held, world.quantity)
    if (reduceOnly || compare(size(after), size(held)) <= 0) return []
    const unit = currency ?? world.market(symbol).quote
    const price = highest(world.top(symbol), read(limitPrice ?? '0'))
    let total = times(size(after), world.inCurrency(price, symbol, unit))
    for (const { symbol: other } of world.state.positions ?? []) {
      const quantity = size(world.position(other))
      if (other === symbol || quantity.n === 0n) continue
      total = plus(total, times(quantity, world.inCurrency(world.top(other), other, unit)))
    }
    return amount('TOTAL_POSITION_ABOVE_LIMIT', total, 'maxExposure', maxExposure)
  },
  positionLimit: ({ maxPosition }, world) => amount('POSITION_ABOVE_LIMIT', world.reach, 'maxPosition', maxPosition),
  maxLeverage({ maxLeverage, currency }, world) {
    if (world.equity.n <= 0n) throw new UnknownMeasure('INVALID_INPUT')
    return [
      ...amount('LEVERAGE_ABOVE_LIMIT', over(world.exposure(currency), world.equity), 'maxLeverage', maxLeverage),
      ...amount('LEVERAGE_ABOVE_LIMIT', read(world.order.leverage ?? '1'), 'maxLeverage', maxLeverage),
    ]
  },
  maxOpenOrders({ maxTotal, maxPerSymbol }, { state, order }) {
    const open = state.openOrders ?? []
    const same = open.filter(({ symbol }) => symbol === order.symbol)
    return [
      ...count('OPEN_ORDERS_ABOVE_LIMIT', open.length + 1, 'maxTotal', maxTotal),
      ...count('SYMBOL_OPEN_ORDERS_ABOVE_LIMIT', same.length + 1, 'maxPerSymbol', maxPerSymbol),
    ]
  },
  priceCollar({ maxFraction, reference }, world) {
    const { limitPrice, stopPrice, side, symbol } = world.order
    const { bid, ask, lastPrice } = world.market(symbol)
    const price = read(limitPrice ?? (side === 'buy' ? ask : bid))
    const middle = times(plus(read(bid), read(ask)), rational(1, 2n))
    const market = reference === 'mid' ? middle : read(lastPrice)
    const from = limitPrice !== null && stopPrice !== null ? read(stopPrice) : market
    const distance = highest(minus(price, from), minus(from, price))
    return amount('PRICE_OUTSIDE_COLLAR', over(distance, from), 'maxFraction', maxFraction)
  },
  marketMinimum(_, world) {
    const { limitPrice, stopPrice, symbol } = world.order
    const { bid, ask, lastPrice, lotSize, tickSize, minNotional } = world.market(symbol)
    const prices = [limitPrice, stopPrice].flatMap((price) => (price === null ? [] : [read(price)]))
    const worth = times(world.quantity, prices[0] ?? lowest(read(bid), read(ask), read(lastPrice)))
    return [
      ...fact('OFF_LOT', !isMultiple(world.quantity, read(lotSize))),
      ...prices.flatMap((price) => fact('OFF_TICK', !isMultiple(price, read(tickSize)))),
      ...fact('BELOW_MINIMUM', compare(worth, read(minNotional)) < 0),
    ]
  },
  balance({ feeFraction }, world) {
    const { side, symbol } = world.order
    const { base, quote } = world.market(symbol)
    const free = world.account.balances[side === 'buy' ? quote : base]?.free
    if (free === undefined) throw new UnknownMeasure('MISSING_INPUT')
    const cost = times(times(world.quantity, world.price), plus(rational(1), read(feeFraction)))
    return fact('INSUFFICIENT_BALANCE', compare(side === 'buy' ? cost : world.quantity, read(free)) > 0)
  },
  orderRate: ({ maxOrders, windowMs }, world) =>
    count(
      'ORDER_RATE_ABOVE_LIMIT',
      world.recent(world.state.activity?.orders, windowMs).length + 1,
      'maxOrders',
      maxOrders,
    ),
  orderToTradeRatio({ maxRatio, freeOrders, windowMs }, world) {
    const orders = world.recent(world.state.activity?.orders, windowMs).length + 1
    const trades = Math.max(1, world.recent(world.state.activity?.trades, windowMs).length)
    return orders <= freeOrders
      ? []
      : amount('ORDER_TO_TRADE_RATIO_ABOVE_LIMIT', rational(orders, BigInt(trades)), 'maxRatio', maxRatio)
  },
  duplicateOrder({ windowMs }, world) {
    const { id, symbol, side, quantity, limitPrice, stopPrice } = world.order
    const same = (one: string | null, other: string | null) =>
      one === null || other === null ? one === other : compare(read(one), read(other)) === 0
    const sent = world.recent(world.state.activity?.orders, windowMs)
    const twice = sent.some(
      (one) =>
        one.symbol === symbol &&
        one.side === side &&
        same(one.quantity, quantity) &&
        same(one.price, limitPrice ?? stopPrice),
    )
    return [
      ...fact('DUPLICATE_ORDER', twice),
      ...fact(
        'DUPLICATE_ID',
        (world.state.openOrders ?? []).some((open) => open.id === id),
      ),
    ]
  },
  dailyLoss(limits, world) {
    const start = world.state.equity?.dayStart
    if (start === undefined) throw new UnknownMeasure('MISSING_INPUT')
    const offset = (limits.utcOffsetMinutes ?? 0) * 60_000
    if (start.at !== Math.floor((world.state.at + offset) / 86_400_000) * 86_400_000 - offset)
      throw new UnknownMeasure('STALE_INPUT')
    return fall('DAILY_LOSS_ABOVE_LIMIT', read(start.equity), world, limits)
  },
  rollingLoss(limits, world) {
    const now = world.equity
    const samples = world.fromStart(world.state.equity?.samples, limits.windowMs)
    return fall('ROLLING_LOSS_ABOVE_LIMIT', highest(now, ...samples.map(({ equity }) => read(equity))), world, limits)
  },
  maxDrawdown(limits, world) {
    const peak = world.state.equity?.peak
    if (peak === undefined) throw new UnknownMeasure('MISSING_INPUT')
    return fall('DRAWDOWN_ABOVE_LIMIT', highest(read(peak.equity), world.equity), world, limits)
  },
  consecutiveLosses({ losses, windowMs, coolDownMs, scope }, world) {
    const row: { readonly at: number }[] = []
    for (const trade of closed(world, windowMs, scope)) {
      if (trade.profit.startsWith('-')) row.push(trade)
      else row.length = 0
    }
    return cooling('CONSECUTIVE_LOSSES', world, row, losses, coolDownMs)
  },
  stopLossGuard({ stops, windowMs, coolDownMs, scope }, world) {
    const exits = closed(world, windowMs, scope).filter(({ exit }) => exit === 'stop')
    return cooling('STOP_LOSS_GUARD', world, exits, stops, coolDownMs)
  },
  coolDown: ({ coolDownMs }, world) =>
    cooling('COOLING_DOWN', world, closed(world, coolDownMs, 'symbol'), 1, coolDownMs),
  dataFreshness: (limits, world) => [
    ...count(
      'MARKET_DATA_OLD',
      world.age(world.market(world.order.symbol).at),
      'maxMarketAgeMs',
      limits.maxMarketAgeMs,
    ),
    ...(limits.maxAccountAgeMs === undefined
      ? []
      : count('ACCOUNT_DATA_OLD', world.age(world.account.at), 'maxAccountAgeMs', limits.maxAccountAgeMs)),
    ...count('INTENT_OLD', world.age(world.order.at), 'maxIntentAgeMs', limits.maxIntentAgeMs),
    ...count('CLOCK_ERROR_ABOVE_LIMIT', world.state.clockErrorMs, 'maxClockErrorMs', limits.maxClockErrorMs),
  ],
  spreadLimit({ maxFraction }, world) {
    const { bid, ask } = world.market(world.order.symbol)
    const [low, high] = [read(bid), read(ask)]
    return amount(
      'SPREAD_ABOVE_LIMIT',
      over(minus(high, low), times(plus(low, high), rational(1, 2n))),
      'maxFraction',
      maxFraction,
    )
  },
  volatilityLimit({ maxFraction, windowMs }, world) {
    const { bid, ask, lastPrice, recentPrices } = world.market(world.order.symbol)
    const before = world.fromStart(recentPrices, windowMs).map(({ price }) => read(price))
    const prices = [...before, read(bid), read(ask), read(lastPrice)]
    const low = lowest(...prices)
    return amount('VOLATILITY_ABOVE_LIMIT', over(minus(highest(...prices), low), low), 'maxFraction', maxFraction)
  },
  allowedSymbols: ({ allow }, { order }) => fact('SYMBOL_NOT_ALLOWED', !allow.includes(order.symbol)),
  tradingHours({ windows, utcOffsetMinutes }, { state }) {
    const local = new Date(state.at + (utcOffsetMinutes ?? 0) * 60_000)
    const [weekday, clock] = [local.getUTCDay() || 7, local.toISOString().slice(11, 16)]
    const open = windows.some(({ weekdays, from, to }) => weekdays.includes(weekday) && from <= clock && clock < to)
    return fact('OUTSIDE_TRADING_HOURS', !open)
  },
}
