import { delay } from '@tezgah/core/clock'
import type { ServerClock } from '../clock/server-clock.ts'
import { STAMP_WINDOW_MS } from '../clock/stamp-generator.ts'
import type { Order } from '../endpoints/orders.ts'
import { BtcturkError } from '../errors.ts'
import type { Ports } from '../ports.ts'

export type Reconciliation =
  /** The exchange has it. A stop order that was triggered comes with the order it turned into, newest first. */
  | { readonly status: 'accepted'; readonly orders: readonly Order[] }
  /** The exchange does not have it and can no longer take it: it may be sent again. */
  | { readonly status: 'absent' }

/** How the exchange is asked; each reads once and may reject. */
export type OrderSource = {
  open(symbol: string): Promise<readonly Order[]>
  /** All orders since a time, newest first. */
  history(symbol: string, from: number): AsyncIterable<Order>
}

export type OrderQuery = {
  readonly clientOrderId: string
  readonly symbol: string
  /** Server time before which no request for it was stamped, milliseconds since the epoch. */
  readonly earliest: number
  /** Server time after which no request for it was stamped. */
  readonly latest: number
}

export type ReconcileOptions = {
  /** How long the exchange may take to show an order that it took, milliseconds. */
  readonly settleMs: number
  /** Gives up after this many milliseconds; the order stays unknown. */
  readonly maxMs: number
  readonly signal?: AbortSignal | undefined
}

/** Waits between looks, milliseconds; the last one is repeated. */
const PAUSES = [250, 500, 1000, 2000]

/**
 * Finds out whether the exchange has an order, by its client order id.
 *
 * Found is found at once. Absent is proved by time: the exchange refuses a stamp that is more than 5 s old, so a request
 * still on its way is dead once the server's clock, by our bound on it, is past the stamp by 5 s and the time to settle;
 * only a look that begins after that can prove absence. Open orders are read before the history, since orders only move
 * from the one to the other.
 *
 * @throws BtcturkError `unresolved_order`, of unknown outcome, where that cannot be found out in time
 */
export async function reconcile(
  sought: OrderQuery,
  source: OrderSource,
  { clock, ports }: { readonly clock: ServerClock; readonly ports: Ports },
  options: ReconcileOptions,
): Promise<Reconciliation> {
  const startedAt = ports.clock.monotonic()
  const horizon = sought.latest + STAMP_WINDOW_MS + options.settleMs
  let cause: unknown
  for (let look = 0; ; look++) {
    if (options.signal?.aborted) throw abortedWhile(sought.clientOrderId, options.signal.reason)
    try {
      await clock.ready()
      const server = clock.now()
      const isPastHorizon = server !== null && server.time - server.errorMs > horizon
      const found = await findOrders(sought, source)
      if (found.length > 0) return { status: 'accepted', orders: found }
      if (isPastHorizon) return { status: 'absent' }
    } catch (error) {
      cause = error
    }
    const spent = ports.clock.monotonic() - startedAt
    if (spent >= options.maxMs) throw unresolved(sought.clientOrderId, spent, cause)
    const wait = Math.min(PAUSES[Math.min(look, PAUSES.length - 1)]!, options.maxMs - spent)
    await delay(wait, { timers: ports.timers, signal: options.signal })
  }
}

async function findOrders(sought: OrderQuery, source: OrderSource): Promise<readonly Order[]> {
  const isSought = ({ clientOrderId }: Order) => clientOrderId === sought.clientOrderId
  const open = (await source.open(sought.symbol)).filter(isSought)
  if (open.length > 0) return open
  const found: Order[] = []
  for await (const order of source.history(sought.symbol, sought.earliest - STAMP_WINDOW_MS)) {
    if (!isSought(order)) continue
    found.push(order)
    // Only behind an order with a stop price can there be another: the stop that it was before it triggered.
    if (order.stopPrice === null) break
  }
  return found
}

function unresolved(clientOrderId: string, spent: number, cause: unknown): BtcturkError {
  const message = `could not find out within ${Math.round(spent)} ms whether the exchange has the order`
  return new BtcturkError('unresolved_order', message, { outcome: 'unknown', clientOrderId, cause })
}

function abortedWhile(clientOrderId: string, cause: unknown): BtcturkError {
  return new BtcturkError('aborted', 'aborted before it was known whether the exchange has the order', {
    outcome: 'unknown',
    clientOrderId,
    cause,
  })
}
