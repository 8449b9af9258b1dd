import type { Fill } from '../account/fill.ts'
import type { FillTable } from '../account/fill-table.ts'
import type { SpotAccount } from '../account/spot-account.ts'
import type { Trade } from '../account/trade.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { OrderBook } from '../execution/order-book.ts'
import type { Decimal } from '../money/decimal.ts'
import { NO_SIZE, orderType } from '../orders/order.ts'
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

export function orderReports({ table }: OrderBook, fills: FillTable, candles: CandleSeries): OrderReport[] {
  const refusals = table.refusals()
  const quantities = new Map<number, string>()
  for (const fill of fills) quantities.set(fill.orderId, fill.quantity.toString())
  return Array.from({ length: table.length }, (_, row) => {
    const id = row + 1
    const terms = table.terms(id)
    const { limit, side, size, stop, tag } = terms
    const createdIndex = table.createdIndex(id)
    const closedIndex = table.closedIndex(id)
    const refusal = refusals.get(id)
    return {
      id,
      symbol: candles.symbol,
      side,
      type: orderType(terms),
      size: size === NO_SIZE ? null : { kind: size.kind, value: size.value.toString() },
      limitPrice: limit === null ? null : limit.exact.toString(),
      stopPrice: stop === null ? null : stop.exact.toString(),
      status: table.status(id),
      reason: table.reason(id),
      observed: refusal?.observed ?? null,
      limit: refusal?.limit ?? null,
      tag,
      createdIndex,
      createdTime: candles.time[createdIndex]!,
      closedIndex,
      closedTime: closedIndex === null ? null : candles.time[closedIndex]!,
      filledQuantity: quantities.get(id) ?? null,
    }
  })
}

export function fillReport(fill: Fill, candles: CandleSeries): FillReport {
  return {
    orderId: fill.orderId,
    symbol: candles.symbol,
    side: fill.side,
    index: fill.index,
    time: candles.time[fill.index]!,
    price: fill.price.toString(),
    quantity: fill.quantity.toString(),
    fee: fill.fee.toString(),
    liquidity: fill.feeTier.liquidity,
    reason: fill.reason,
  }
}

export function tradeReport(trade: Trade, { table }: OrderBook, candles: CandleSeries, mark: Decimal): TradeReport {
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
    returnPct: trade.returnPct(profit),
    exitReason: exit === null ? 'open' : (table.terms(exit.orderId).tag ?? exit.reason),
  }
}
