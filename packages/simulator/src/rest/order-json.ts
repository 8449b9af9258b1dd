import type { Currency } from '../exchange/accounts.ts'
import { type Amount, DECIMALS, formatAmount, formatFixed } from '../exchange/amounts.ts'
import type { UserTrade } from '../exchange/events.ts'
import { type Order, spendsQuote } from '../exchange/order.ts'
import { jsonNumber } from './reply.ts'

/** An order as openOrders, allOrders and the single order show it. */
export function orderWire(order: Order, price: Amount): Record<string, unknown> {
  const isMarketBuy = order.side === 'buy' && order.method === 'market'
  return {
    id: order.id,
    price: formatAmount(price),
    amount: formatAmount(order.amount),
    quantity: formatAmount(isMarketBuy ? order.dust : order.amount),
    stopPrice: formatAmount(order.stopPrice),
    pairSymbol: order.pair.name,
    pairSymbolNormalized: order.pair.normalized,
    type: order.side,
    method: order.method,
    orderClientId: order.clientId,
    time: order.time,
    updateTime: order.updatedAt,
    status: order.status,
    leftAmount: formatFixed(order.left, DECIMALS),
  }
}

/** Price of a market order is what it first traded at. */
export function shownPrice(order: Order): Amount {
  return order.method === 'market' ? order.firstPrice : order.price
}

/** `data` of an accepted order. */
export function submittedWire(order: Order, quote: Currency): Record<string, unknown> {
  const scale = spendsQuote(order) ? quote.precision : order.pair.baseScale
  return {
    id: order.id,
    quantity: formatFixed(order.quantity, scale),
    price: order.method === 'market' ? '0.00' : formatAmount(order.price),
    stopPrice: formatAmount(order.stopPrice),
    newOrderClientId: order.clientId,
    type: order.side,
    method: order.method,
    pairSymbol: order.pair.name,
    pairSymbolNormalized: order.pair.normalized,
    datetime: order.time,
  }
}

/** A trade of one's own: amounts of a sale, fees and taxes below zero; the id is a number that no double holds. */
export function userTradeWire(trade: UserTrade): Record<string, unknown> {
  const { order, quantity, fee, tax, price } = trade
  const signed = order.side === 'buy' ? quantity : -quantity
  return {
    id: jsonNumber(trade.id.toString()),
    timestamp: trade.time,
    amount: formatFixed(signed, order.pair.baseScale),
    preciseAmount: jsonNumber(formatFixed(signed, DECIMALS)),
    fee: formatFixed(-fee, 8),
    tax: formatFixed(-tax, 8),
    price: formatAmount(price),
    numeratorSymbol: order.pair.base,
    denominatorSymbol: order.pair.quote,
    orderType: order.side,
    orderId: order.id,
    orderClientId: order.clientId,
  }
}
