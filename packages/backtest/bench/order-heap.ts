import { type HeapItem, OrderHeap } from '../src/storage/order-heap.ts'
import { measure } from './measure.ts'

const ORDERS = 100_000

let state = 20240601
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const levels = Float64Array.from({ length: ORDERS }, () => Math.round(2_000_000 + random() * 2_000_000))
const orders: HeapItem[] = Array.from({ length: ORDERS }, () => ({ heapIndex: -1 }))

function filled(): OrderHeap<HeapItem> {
  const ladder = new OrderHeap<HeapItem>('falling')
  for (let at = 0; at < ORDERS; at++) ladder.push(orders[at]!, levels[at]!, at)
  return ladder
}

const isEmpty = (ladder: OrderHeap<HeapItem>): boolean => ladder.length === 0

measure('ladder: push', 'orders', ORDERS, filled, (ladder) => ladder.length === ORDERS)
measure(
  'ladder: push and pop in order',
  'orders',
  ORDERS,
  () => {
    const ladder = filled()
    while (ladder.pop() !== undefined);
    return ladder
  },
  isEmpty,
)
measure(
  'ladder: push and remove from anywhere',
  'orders',
  ORDERS,
  () => {
    const ladder = filled()
    for (const order of orders) ladder.remove(order)
    return ladder
  },
  isEmpty,
)
