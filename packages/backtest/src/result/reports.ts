import type { Fill } from '../account/fill.ts'
import type { SpotAccount } from '../account/spot-account.ts'
import type { Trade } from '../account/trade.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { Decimal } from '../money/decimal.ts'
import { NO_SIZE, type Order } from '../orders/order.ts'
import type { AccountReport, FillReport, OrderReport, TradeReport } from './result-types.ts'

/** The account at the end, open lots valued at `mark`. */
export function accountReport(account: SpotAccount, initialCash: Decimal, mark: Decimal): AccountReport {
  return {
    initialCash: initialCash.toString(),
    cash: account.cash.toString(),
    quantity: account.quantity.toString(),
    mark: mark.toString(),
    finalEquity: account.equityAt(mark).toString(),
    realised: account.realised.toString(),
    unrealised: account.quantity.times(mark).minus(account.lots.costBasis()).toString(),
    feesPaid: account.feesPaid.toString(),
  }
}

export function orderReport(order: Order, candles: CandleSeries): OrderReport {
  const { size, side, limit, stop, tag } = order.terms
  const closedIndex = order.closedIndex < 0 ? null : order.closedIndex
  return {
    id: order.id,
    symbol: candles.symbol,
    side,
    type: order.type,
    size: size === NO_SIZE ? null : { kind: size.kind, value: size.value.toString() },
    limitPrice: limit === null ? null : limit.exact.toString(),
    stopPrice: stop === null ? null : stop.exact.toString(),
    status: order.status,
    reason: order.reason,
    observed: order.refusal === null ? null : String(order.refusal.observed),
    limit: order.refusal === null ? null : String(order.refusal.limit),
    tag,
    createdIndex: order.createdIndex,
    createdTime: candles.time[order.createdIndex]!,
    closedIndex,
    closedTime: closedIndex === null ? null : candles.time[closedIndex]!,
    filledQuantity: order.status === 'filled' ? order.filledQuantity.toString() : null,
  }
}

export function fillReport(fill: Fill, candles: CandleSeries): FillReport {
  return {
    orderId: fill.order.id,
    symbol: candles.symbol,
    side: fill.order.terms.side,
    index: fill.index,
    time: candles.time[fill.index]!,
    price: fill.price.toString(),
    quantity: fill.quantity.toString(),
    fee: fill.fee.toString(),
    liquidity: fill.feeTier.liquidity,
    reason: fill.reason,
  }
}

export function tradeReport(trade: Trade, candles: CandleSeries, mark: Decimal): TradeReport {
  const { entry, exit } = trade
  const profit = trade.profit(mark)
  return {
    symbol: candles.symbol,
    side: 'long',
    quantity: trade.quantity.toString(),
    entryIndex: entry.index,
    entryTime: candles.time[entry.index]!,
    entryPrice: entry.price.toString(),
    exitIndex: exit === null ? null : exit.index,
    exitTime: exit === null ? null : candles.time[exit.index]!,
    exitPrice: exit === null ? null : exit.price.toString(),
    fees: trade.fees.toString(),
    profit: profit.toString(),
    returnPct: returnPct(trade, profit),
    exitReason: exit === null ? 'open' : (exit.order.terms.tag ?? exit.reason),
  }
}

/** Profit in percent of the entry value. */
export function returnPct(trade: Trade, profit: Decimal): number {
  return (profit.toNumber() / trade.entryValue.toNumber()) * 100
}
