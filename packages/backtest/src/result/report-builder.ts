import { type Decimal, decimalFromNumber, ZERO } from '@tezgah/core/decimal'
import type { Account } from '../account/account.ts'
import { type Excursion, Excursions } from '../account/excursion.ts'
import type { Fill } from '../account/fill.ts'
import type { Trade } from '../account/trade.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { OrderTable } from '../orders/order-table.ts'
import { NO_SIZE, type OrderPrice, orderType, type Trail } from '../orders/terms.ts'
import type { AccountReport, FillReport, OrderReport, TradeReport, TrailReport } from './result-types.ts'

/** Builds the published records of a run. */
export class ReportBuilder {
  readonly #series: readonly CandleSeries[]
  readonly #account: Account
  readonly #orders: OrderTable
  readonly #excursions = new Map<number, Excursions>()

  constructor(series: readonly CandleSeries[], account: Account, orders: OrderTable) {
    this.#series = series
    this.#account = account
    this.#orders = orders
  }

  /** Last close of a symbol, what is open is valued at. */
  lastClose(symbol: number): Decimal {
    return decimalFromNumber(this.#account.marks[symbol]!)
  }

  account(): AccountReport {
    const account = this.#account
    const positions = account.holdings.map((holding) => {
      const mark = this.lastClose(holding.symbol)
      return { holding, mark, unrealised: holding.unrealisedAt(mark) }
    })
    return {
      initialCash: account.settings.initialCash.toString(),
      cash: account.cash.toString(),
      positions: positions.map(({ holding, mark, unrealised }) => ({
        symbol: this.#series[holding.symbol]!.symbol,
        positionSide: holding.side,
        quantity: holding.quantity.toString(),
        mark: mark.toString(),
        unrealised: unrealised.toString(),
      })),
      finalEquity: account.equityAt(0, this.lastClose(0)).toString(),
      realised: account.realised.toString(),
      unrealised: positions.reduce((sum, { unrealised }) => sum.plus(unrealised), ZERO).toString(),
      feesPaid: account.feesPaid.toString(),
      interestPaid: account.interestPaid.toString(),
    }
  }

  orders(): OrderReport[] {
    const refusals = this.#orders.refusals()
    const filled = this.#filledQuantities()
    return Array.from({ length: this.#orders.length }, (_, row) => {
      const id = row + 1
      const refusal = refusals.get(id)
      return {
        ...this.#order(id),
        observed: refusal?.observed ?? null,
        limit: refusal?.limit ?? null,
        filledQuantity: filled.get(id)?.toString() ?? null,
      }
    })
  }

  #order(id: number): Omit<OrderReport, 'observed' | 'limit' | 'filledQuantity'> {
    const table = this.#orders
    const terms = table.terms(id)
    const { symbol, time } = this.#series[terms.symbol]!
    const createdIndex = table.createdIndex(id)
    const closedIndex = table.closedIndex(id)
    return {
      id,
      symbol,
      side: terms.side,
      type: orderType(terms),
      size: terms.size === NO_SIZE ? null : { kind: terms.size.kind, value: terms.size.value.toString() },
      limitPrice: priceText(terms.limit),
      stopPrice: priceText(terms.stop),
      touchPrice: priceText(terms.touch),
      trail: trailReport(terms.trail),
      timeInForce: terms.timeInForce,
      expiresAt: terms.timeInForce === 'GTD' ? terms.expiresAt : null,
      postOnly: terms.isPostOnly,
      reduceOnly: terms.isReduceOnly,
      positionSide: terms.positionSide,
      status: table.status(id),
      reason: table.reason(id),
      tag: terms.tag,
      createdIndex,
      createdTime: time[createdIndex] ?? table.timeBefore(id),
      closedIndex,
      closedTime: closedIndex === null ? null : (time[closedIndex] ?? table.timeBefore(id)),
    }
  }

  #filledQuantities(): Map<number, Decimal> {
    const filled = new Map<number, Decimal>()
    for (const { orderId, quantity } of this.#account.fills) {
      filled.set(orderId, filled.get(orderId)?.plus(quantity) ?? quantity)
    }
    return filled
  }

  fills(): FillReport[] {
    return Array.from(this.#account.fills, (fill) => fillReport(fill, this.#series[fill.symbol]!))
  }

  /** Closed trades in the order of their exits, then those still open. */
  trades(): TradeReport[] {
    return [...this.#account.trades, ...this.#account.openTrades()].map((trade) => this.#trade(trade))
  }

  #trade(trade: Trade): TradeReport {
    const { entry, exit } = trade
    const { symbol, time } = this.#series[trade.symbol]!
    const profit = trade.profit(this.lastClose(trade.symbol))
    return {
      symbol,
      side: trade.side,
      quantity: trade.quantity.toString(),
      entryIndex: entry.index,
      entryTime: time[entry.index]!,
      entryPrice: trade.entryPrice.toString(),
      exitIndex: exit === null ? null : exit.index,
      exitTime: exit === null ? null : time[exit.index]!,
      exitPrice: exit === null ? null : exit.price.toString(),
      fees: trade.fees.toString(),
      profit: profit.toString(),
      returnPct: trade.returnPct(profit),
      ...this.#excursionOf(trade),
      entryTag: this.#orders.terms(entry.orderId).tag,
      exitReason: exit === null ? 'open' : (this.#orders.terms(exit.orderId).tag ?? exit.reason),
    }
  }

  #excursionOf(trade: Trade): Excursion {
    let excursions = this.#excursions.get(trade.symbol)
    if (excursions === undefined) {
      excursions = new Excursions(this.#series[trade.symbol]!)
      this.#excursions.set(trade.symbol, excursions)
    }
    return excursions.of(trade)
  }
}

function priceText(price: OrderPrice | null): string | null {
  return price === null ? null : price.exact.toString()
}

function trailReport(trail: Trail | null): TrailReport | null {
  if (trail === null) return null
  return { kind: trail.kind, value: trail.value.toString(), activation: priceText(trail.activation) }
}

function fillReport(fill: Fill, { symbol, time }: CandleSeries): FillReport {
  return {
    orderId: fill.orderId,
    symbol,
    side: fill.side,
    positionSide: fill.holdingSide,
    index: fill.index,
    time: fill.time ?? time[fill.index]!,
    price: fill.price.toString(),
    quantity: fill.quantity.toString(),
    fee: fill.fee.toString(),
    feeCurrency: fill.paysInBase ? 'base' : 'quote',
    baseFee: fill.quantity.minus(fill.moved).toString(),
    slippage: fill.price.minus(fill.reference).abs().times(fill.quantity).toString(),
    liquidity: fill.tier.liquidity,
    reason: fill.reason,
    pathDependent: fill.isPathDependent,
  }
}
