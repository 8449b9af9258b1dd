import type { ServerClock } from '../clock/server-clock.ts'
import { STAMP_WINDOW_MS } from '../clock/stamp-generator.ts'
import { allOrders, openOrders } from '../endpoints/orders.ts'
import { type NewOrder, type OrderRequest, type SubmitReceipt, submitOrder } from '../endpoints/submit-order.ts'
import { BtcturkError, isBtcturkError, withOutcome } from '../errors.ts'
import type { Clock, Ports, Random } from '../ports.ts'
import { checkInput } from '../rest/endpoint.ts'
import type { CallOptions, Transport } from '../rest/transport.ts'
import { clientOrderIdInput, symbolInput } from '../wire/schemas.ts'
import { InFlightOrders, type UnresolvedOrder } from './in-flight-orders.ts'
import { orderHistory } from './order-history.ts'
import { type OrderSource, type Reconciliation, reconcile } from './reconcile.ts'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A client order id of 31 characters: the time, so that ids sort, and 103 bits of chance. */
export function makeClientOrderId(clock: Clock, random: Random): string {
  const time = Math.max(Math.floor(clock.now()), 0).toString(36).padStart(10, '0').slice(-10)
  const chance = Array.from({ length: 20 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)])
  return `t${time}${chance.join('')}`
}

export type OrderEntryOptions = {
  /** How long the exchange may take to show an order that it took, milliseconds. Default 2000. */
  readonly settleMs?: number
  /** How long `reconcile` tries, milliseconds. Default 30000. */
  readonly maxReconcileMs?: number
  /** Accepted client order ids that are remembered and refused a second time. Default 10000. */
  readonly maxAccepted?: number
  /** Orders under way or of unknown outcome at one time; more are not sent. Default 100. */
  readonly maxUnresolved?: number
}

/** An order that another process may have sent. */
export type ExternalOrder = {
  readonly clientOrderId: string
  readonly symbol: string
  /** When it was sent at the earliest, milliseconds since the epoch. Default 24 hours ago. */
  readonly sentAfter?: number
}

/** Ahead of every other reader of orders: until it is known what became of one, nothing else matters more. */
const RECONCILE_PRIORITY = 100

const DAY_MS = 86_400_000

/** Sends orders so that none is ever sent twice, and finds out what became of those of unknown outcome. */
export class OrderEntry {
  readonly #transport: Transport
  readonly #clock: ServerClock
  readonly #ports: Ports
  readonly #inFlight: InFlightOrders
  readonly #settleMs: number
  readonly #maxReconcileMs: number

  constructor(transport: Transport, clock: ServerClock, ports: Ports, options: OrderEntryOptions = {}) {
    this.#transport = transport
    this.#clock = clock
    this.#ports = ports
    const { settleMs = 2000, maxReconcileMs = 30_000, maxAccepted = 10_000, maxUnresolved = 100 } = options
    this.#inFlight = new InFlightOrders({ maxAccepted, maxUnresolved })
    this.#settleMs = settleMs
    this.#maxReconcileMs = maxReconcileMs
  }

  /** Orders of unknown outcome. They stay here until `reconcile` finds out. */
  get unresolved(): readonly UnresolvedOrder[] {
    return this.#inFlight.unresolved
  }

  /**
   * Sends an order once.
   *
   * @throws BtcturkError with `clientOrderId`. Only `not_sent` and `rejected` mean that there is no order; after `unknown`
   *   the id is blocked until `reconcile` has found out
   */
  async submit(order: NewOrder, call: CallOptions = {}): Promise<SubmitReceipt> {
    const clientOrderId = order.clientOrderId ?? makeClientOrderId(this.#ports.clock, this.#ports.random)
    const request = { ...order, clientOrderId } as OrderRequest
    submitOrder.request(request)
    this.#inFlight.markSending(clientOrderId, order.symbol)
    try {
      const onStamp = (stamp: number) => this.#inFlight.markStamped(clientOrderId, stamp)
      const receipt = await this.#transport.call(submitOrder, request, call, { onStamp })
      this.#inFlight.markAccepted(clientOrderId, order.symbol)
      return receipt
    } catch (error) {
      const failure = toUnknownOutcome(error, clientOrderId)
      if (failure.outcome === 'unknown') this.#inFlight.markUnknown(clientOrderId)
      else this.#inFlight.markAbsent(clientOrderId)
      throw failure
    }
  }

  /**
   * Finds out whether the exchange has an order. Takes up to some 8 s where it does not: see `reconcile`.
   *
   * @param order - the client order id of an order of this process, or what is known of one of another
   * @throws BtcturkError `unresolved_order`, of unknown outcome, where that cannot be found out in time
   */
  async reconcile(order: string | ExternalOrder, call: Pick<CallOptions, 'signal'> = {}): Promise<Reconciliation> {
    const { clientOrderId, symbol, earliest, latest } = await this.#queryOf(order)
    if (this.#inFlight.isSending(clientOrderId)) {
      throw new BtcturkError('unresolved_order', 'the order is still being sent', { outcome: 'unknown', clientOrderId })
    }
    const found = await reconcile(
      { clientOrderId, symbol, earliest, latest },
      this.#source(call.signal),
      { clock: this.#clock, ports: this.#ports },
      { settleMs: this.#settleMs, maxMs: this.#maxReconcileMs, signal: call.signal },
    )
    if (found.status === 'accepted') this.#inFlight.markAccepted(clientOrderId, symbol)
    else if (this.#inFlight.isAccepted(clientOrderId)) throw missingAcknowledgedOrder(clientOrderId)
    else this.#inFlight.markAbsent(clientOrderId)
    return found
  }

  async #queryOf(order: string | ExternalOrder) {
    const known = this.#inFlight.find(typeof order === 'string' ? order : order.clientOrderId)
    if (known !== null) return { ...known, earliest: known.stamp, latest: known.stamp }
    if (typeof order === 'string') {
      throw new BtcturkError(
        'invalid_request',
        `no order of this process has the client order id '${order.slice(0, 50)}'`,
        {
          outcome: 'not_sent',
          field: 'clientOrderId',
        },
      )
    }
    const clientOrderId = checkInput(clientOrderIdInput, order.clientOrderId)
    const symbol = checkInput(symbolInput, order.symbol)
    await this.#clock.ready()
    const server = this.#clock.now()
    // Its sender may have had a clock ahead of the exchange's by as much as the exchange allows.
    const latest = (server?.time ?? this.#ports.clock.now()) + STAMP_WINDOW_MS
    return { clientOrderId, symbol, earliest: order.sentAfter ?? latest - DAY_MS, latest }
  }

  #source(signal: AbortSignal | undefined): OrderSource {
    const call: CallOptions = { priority: RECONCILE_PRIORITY, ...(signal === undefined ? {} : { signal }) }
    return {
      open: async (symbol) => {
        const { bids, asks } = await this.#transport.call(openOrders, { symbol }, call)
        return [...bids, ...asks]
      },
      history: (symbol, from) =>
        orderHistory({ symbol, from: Math.max(from, 0) }, (page) => this.#transport.call(allOrders, page, call)),
    }
  }
}

function missingAcknowledgedOrder(clientOrderId: string): BtcturkError {
  const message = 'the exchange acknowledged the order before but does not list it'
  return new BtcturkError('unresolved_order', message, { outcome: 'unknown', clientOrderId })
}

/** An error that does not prove that the order has no effect leaves its outcome unknown. */
function toUnknownOutcome(error: unknown, clientOrderId: string): BtcturkError {
  if (!isBtcturkError(error)) {
    return new BtcturkError('network', 'the order failed in an unforeseen way', {
      outcome: 'unknown',
      clientOrderId,
      cause: error,
    })
  }
  return withOutcome(error, { clientOrderId })
}
