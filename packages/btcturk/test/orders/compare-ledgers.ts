import type { OrderView, Simulator } from '@tezgah/simulator'
import { KEY } from '../../../simulator/test/rest-client.ts'
import type { Client } from '../../src/client.ts'

/**
 * Holds the exchange's own books to what the client believes and reads.
 *
 * @param believed - the exchange's id of each order that the client knows was taken, by client order id
 * @throws Error naming the first difference
 */
export async function compareLedgers(
  simulator: Simulator,
  client: Client,
  believed: ReadonlyMap<string, string>,
): Promise<void> {
  const { exchange } = simulator
  const orders = exchange.orders(KEY)
  same('orders left unknown', client.unresolvedOrders.length, 0)
  const ids = new Map<string, string>()
  for (const { id, clientOrderId } of orders) {
    same(`order ${id}, earlier id of ${clientOrderId}`, ids.get(clientOrderId), undefined)
    ids.set(clientOrderId, String(id))
  }
  same('orders taken', orders.length, believed.size)
  for (const [clientOrderId, id] of believed) same(clientOrderId, ids.get(clientOrderId), id)
  await compareHistory(orders, client)
  for (const { currency, total, free, locked } of await client.balances()) {
    const held = exchange.balances(KEY)[currency]!
    same(
      `${currency} held, free and locked`,
      `${total} ${free} ${locked}`,
      `${held.balance} ${held.free} ${held.locked}`,
    )
  }
}

async function compareHistory(orders: readonly OrderView[], client: Client): Promise<void> {
  const left = [...orders]
  for await (const read of client.orderHistory({ symbol: 'BTCTRY' })) {
    const order = left.pop()!
    const { id, clientOrderId, side, method, price, amount, left: remaining, status, time } = order
    const ours = [read.id, read.clientOrderId, read.side, read.method, read.price, read.quantity, read.remaining]
    const theirs = [id, clientOrderId, side, method, price, amount, remaining]
    same(
      `order ${id}`,
      [...ours, read.status, read.createdAt].join(' '),
      [...theirs, status.toLowerCase(), time].join(' '),
    )
  }
  same('orders that the history leaves out', left.length, 0)
}

function same(what: string, ours: unknown, theirs: unknown): void {
  if (ours !== theirs) throw new Error(`${what}: ${ours}, expected ${theirs}`)
}
