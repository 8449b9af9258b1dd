import { type Amount, amountOf } from '../exchange/amounts.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { OrderMethod, OrderTerms, Pair, Side } from '../exchange/order.ts'
import { symbolKey } from '../exchange/pairs.ts'
import { type Rejection, reject, rejectText } from '../exchange/rejections.ts'
import { parseWithNumberText } from './reply.ts'

const NUMBER = /^\d{1,12}(?:\.\d{1,16})?$/
const METHODS: readonly string[] = ['limit', 'market', 'stoplimit', 'stopmarket']

/** Reads the body of an order. Numbers may be text or numbers; both are taken as they are written. */
export function readOrder(body: string, exchange: Exchange, freshId: () => string): OrderTerms | Rejection {
  const fields = readFields(body)
  if (fields === null) return reject('INVALID_MODEL')
  const { pairSymbol, orderMethod, orderType, newOrderClientId } = fields
  if (typeof pairSymbol !== 'string' || pairSymbol.length > 20) return reject('FAILED_ORDER_PARAMETER')
  const pair = exchange.markets.get(symbolKey(pairSymbol))?.pair
  if (pair === undefined) return rejectText(`Pair ${pairSymbol} does not exists.`, 1037)
  const method = lowerCase(orderMethod)
  if (method === null || !METHODS.includes(method)) return reject('ORDER_METHOD_NOT_SUPPORTED')
  const side = lowerCase(orderType)
  if (side !== 'buy' && side !== 'sell') return reject('ORDER_TYPE_NOT_SUPPORTED')
  const clientId = newOrderClientId === undefined || newOrderClientId === null ? freshId() : newOrderClientId
  if (typeof clientId !== 'string' || clientId.length > 50) return reject('FAILED_ORDER_PARAMETER')
  return readNumbers(fields, { pair, side, method: method as OrderMethod, clientId })
}

function readNumbers(
  fields: Readonly<Record<string, unknown>>,
  terms: { readonly pair: Pair; readonly side: Side; readonly method: OrderMethod; readonly clientId: string },
): OrderTerms | Rejection {
  const { method, pair } = terms
  const isStop = method === 'stoplimit' || method === 'stopmarket'
  const needsPrice = method === 'limit' || method === 'stoplimit'
  const quantity = readNumber(fields['quantity'], true)
  const price = readNumber(fields['price'], needsPrice)
  const stopPrice = isStop ? readNumber(fields['stopPrice'], true) : 0n
  if (quantity === null || price === null || stopPrice === null) return reject('FAILED_ORDER_PARAMETER')
  // Of a stop order the exchange counts the decimals that are written, zeros too.
  if (isStop && writtenDecimals(fields['price']) > pair.priceScale) return reject('FAILED_INVALID_PRICE_SCALE')
  if (isStop && writtenDecimals(fields['stopPrice']) > pair.priceScale) return reject('FAILED_INVALID_STOP_PRICE_SCALE')
  return { ...terms, quantity, price, stopPrice }
}

/** @returns `null` where it is no number, or is needed and zero or missing */
function readNumber(value: unknown, isNeeded: boolean): Amount | null {
  if (value === undefined || value === null) return isNeeded ? null : 0n
  if (typeof value !== 'string' || !NUMBER.test(value)) return null
  const amount = amountOf(value)
  return isNeeded && amount === 0n ? null : amount
}

function writtenDecimals(value: unknown): number {
  return typeof value === 'string' ? (value.split('.')[1]?.length ?? 0) : 0
}

function readFields(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = parseWithNumberText(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

function lowerCase(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null
}
