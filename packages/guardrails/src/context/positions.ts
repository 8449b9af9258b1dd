import type { Amount } from '../model/amount.ts'
import type { Side } from '../model/intent.ts'
import {
  asObject,
  type Fields,
  invalid,
  readAmount,
  readFlag,
  readList,
  readPositive,
  readPrice,
  readSide,
  readText,
} from './read.ts'

const positionMembers = new Set(['symbol', 'quantity'])
const orderMembers = new Set(['id', 'symbol', 'side', 'quantity', 'price', 'reduceOnly'])

export type OpenOrder = {
  readonly id: string
  readonly symbol: string
  readonly side: Side
  readonly quantity: Amount
  readonly reduceOnly: boolean
}
/** Signed base quantity by symbol. */
export function readPositions(state: Fields): ReadonlyMap<string, Amount> {
  const positions = new Map<string, Amount>()
  const list = readList(state, 'positions', 'state')
  // Index loops here and below, because others step over holes.
  for (let index = 0; index < list.length; index++) {
    const fields = asObject(list[index], positionMembers, 'positions')
    const symbol = readText(fields, 'symbol', 'positions')
    if (positions.has(symbol)) throw invalid('positions', 'symbol', symbol, 'once')
    positions.set(symbol, readAmount(fields, 'quantity', 'positions'))
  }
  return positions
}

/** Orders that may still trade. */
export function readOpenOrders(state: Fields): readonly OpenOrder[] {
  const list = readList(state, 'openOrders', 'state')
  const ids = new Set<string>()
  const orders: OpenOrder[] = []
  for (let index = 0; index < list.length; index++) {
    const order = readOpenOrder(list[index])
    if (ids.has(order.id)) throw invalid('openOrders', 'id', order.id, 'once')
    ids.add(order.id)
    orders.push(order)
  }
  return orders
}

function readOpenOrder(value: unknown): OpenOrder {
  const fields = asObject(value, orderMembers, 'openOrders')
  readPrice(fields, 'price', 'openOrders')
  return {
    id: readText(fields, 'id', 'openOrders'),
    symbol: readText(fields, 'symbol', 'openOrders'),
    side: readSide(fields, 'side', 'openOrders'),
    quantity: readPositive(fields, 'quantity', 'openOrders'),
    reduceOnly: readFlag(fields, 'reduceOnly', 'openOrders'),
  }
}
