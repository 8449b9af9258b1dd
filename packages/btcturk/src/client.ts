import type { ClientOptions } from './client-options.ts'
import { StampGenerator } from './clock/stamp-generator.ts'
import { type Balance, balances } from './endpoints/balances.ts'
import {
  type AllOrdersInput,
  allOrders,
  cancelOrder,
  type OpenOrders,
  type Order,
  openOrders,
  singleOrder,
} from './endpoints/orders.ts'
import type { NewOrder, SubmitReceipt } from './endpoints/submit-order.ts'
import { type PublicTrade, signedTrades, type TradesInput } from './endpoints/trades.ts'
import {
  cancelWithdrawal,
  cryptoTransfers,
  fiatTransfers,
  type Transfer,
  type TransfersInput,
  type WithdrawalRequest,
  withdrawCrypto,
} from './endpoints/transfers.ts'
import { singleUserTrade, type UserTrade, type UserTradesInput, userTrades } from './endpoints/user-trades.ts'
import type { UnresolvedOrder } from './orders/in-flight-orders.ts'
import { type ExternalOrder, OrderEntry, type OrderEntryOptions } from './orders/order-entry.ts'
import { type OrderHistoryInput, orderHistory } from './orders/order-history.ts'
import type { Reconciliation } from './orders/reconcile.ts'
import { type ClientDependencies, createDependencies, PublicClient } from './public-client.ts'
import type { CallOptions } from './rest/transport.ts'
import { type Credentials, Signer } from './sign.ts'

/** All endpoints, for one key. Every method throws `BtcturkError`. One client for each key: stamps must not collide. */
export class Client extends PublicClient {
  readonly #orders: OrderEntry

  constructor(dependencies: ClientDependencies, credentials: Credentials, orders?: OrderEntryOptions) {
    const { clock, ports } = dependencies
    super(dependencies, { signer: new Signer(credentials), stamps: new StampGenerator(clock, ports.timers), clock })
    this.#orders = new OrderEntry(this.transport, clock, ports, orders)
  }

  async balances(call?: CallOptions): Promise<readonly Balance[]> {
    return await this.transport.call(balances, undefined, call)
  }

  async openOrders(input: { readonly symbol?: string } = {}, call?: CallOptions): Promise<OpenOrders> {
    return await this.transport.call(openOrders, input, call)
  }

  /** One page, of at most a thousand orders; `orderHistory` reads them all. */
  async allOrders(input: AllOrdersInput, call?: CallOptions): Promise<readonly Order[]> {
    return await this.transport.call(allOrders, input, call)
  }

  /**
   * All orders of a symbol in every state, each once, newest first, as many requests as it takes; the last second of the
   * range counts in full. Leaving the loop ends it.
   *
   * @throws BtcturkError while it is read: `overloaded` where `maxPages` are not enough
   */
  orderHistory(input: OrderHistoryInput, call?: CallOptions): AsyncGenerator<Order, void, undefined> {
    return orderHistory(input, (page) => this.transport.call(allOrders, page, call))
  }

  /** An unknown id is `rejected` with the reason `order_not_found`. */
  async order(input: { readonly id: string }, call?: CallOptions): Promise<Order> {
    return await this.transport.call(singleOrder, input, call)
  }

  /**
   * Sends an order once; see `OrderEntry.submit`. A client order id is made where there is none.
   *
   * @throws BtcturkError with `clientOrderId`; after the outcome `unknown` call `reconcile`
   */
  async submit(order: NewOrder, call?: CallOptions): Promise<SubmitReceipt> {
    return await this.#orders.submit(order, call)
  }

  /** Finds out what became of an order of unknown outcome; see `OrderEntry.reconcile`. */
  async reconcile(order: string | ExternalOrder, call?: Pick<CallOptions, 'signal'>): Promise<Reconciliation> {
    return await this.#orders.reconcile(order, call)
  }

  /** Orders of unknown outcome; each must be reconciled. */
  get unresolvedOrders(): readonly UnresolvedOrder[] {
    return this.#orders.unresolved
  }

  /** Queues a cancel, ahead of everything else. What became of it shows in the order, or on the socket. */
  async cancel(input: { readonly id: string }, call?: CallOptions): Promise<void> {
    await this.transport.call(cancelOrder, input, call)
  }

  async userTrades(input: UserTradesInput = {}, call?: CallOptions): Promise<readonly UserTrade[]> {
    return await this.transport.call(userTrades, input, call)
  }

  async userTrade(input: { readonly id: string }, call?: CallOptions): Promise<UserTrade> {
    return await this.transport.call(singleUserTrade, input, call)
  }

  async cryptoTransfers(input: TransfersInput = {}, call?: CallOptions): Promise<readonly Transfer[]> {
    return await this.transport.call(cryptoTransfers, input, call)
  }

  async fiatTransfers(input: TransfersInput = {}, call?: CallOptions): Promise<readonly Transfer[]> {
    return await this.transport.call(fiatTransfers, input, call)
  }

  /** The public trades by the signed endpoint, which has a limit of its own. */
  async signedTrades(input: TradesInput, call?: CallOptions): Promise<readonly PublicTrade[]> {
    return await this.transport.call(signedTrades, input, call)
  }

  /** Not documented beyond its arguments: the answer comes as it is. Never repeated. */
  async withdrawCrypto(input: WithdrawalRequest, call?: CallOptions): Promise<unknown> {
    return await this.transport.call(withdrawCrypto, input, call)
  }

  async cancelWithdrawal(input: { readonly id: string }, call?: CallOptions): Promise<void> {
    await this.transport.call(cancelWithdrawal, input, call)
  }
}

/** A client with a key. It starts nothing: no timer, no request. @throws BtcturkError `invalid_request` */
export function createClient(options: ClientOptions): Client {
  return new Client(createDependencies(options), options.credentials, options.orders)
}
