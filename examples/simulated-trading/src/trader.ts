import { type CandleSeries, type FillRules, type OrderStatus, parseParams, type Strategy } from '@tezgah/backtest'
import { type Client, isBtcturkError, type MarketRules, type NewOrder, prepareOrder } from '@tezgah/btcturk'
import { type Decimal, readDecimal } from '@tezgah/core/decimal'
import { decide } from './decide.ts'
import type { OrderRequest } from './order-request.ts'
import { type OwnFill, Portfolio } from './portfolio.ts'
import type { AccountView } from './strategy-context.ts'
import { translate } from './translate.ts'

export type TraderOptions<Params> = {
  readonly client: Client
  readonly market: MarketRules
  readonly strategy: Strategy<Params>
  readonly params?: unknown
  /** The fills that the backtest assumes: they size purchases and bound their price. */
  readonly assumed: FillRules
  /** Begins the client order ids of this trader, and of no other. */
  readonly name: string
  /** Quote currency that the strategy does not see: what the limit of a purchase holds back beyond what it costs. */
  readonly reserve: string
  /** Milliseconds since the epoch: trades before it are none of this trader's. */
  readonly since: number
}

/**
 * Lets a strategy trade at an exchange, candle by candle. What it holds and what became of its orders it learns from the
 * exchange alone.
 */
export class Trader<Params> {
  readonly #options: TraderOptions<Params>
  readonly #portfolio = new Portfolio()
  readonly #accountViews: AccountView[] = []
  readonly #placed = new Map<number, OrderRequest>()
  readonly #refusals = new Map<number, string>()
  #due: readonly OrderRequest[] = []

  constructor(options: TraderOptions<Params>) {
    parseParams(options.strategy, options.params)
    this.#options = options
  }

  /** Oldest first. */
  get fills(): readonly OwnFill[] {
    return this.#portfolio.fills
  }

  /** Why orders were not taken, by the strategy's ids. */
  get refusals(): ReadonlyMap<number, string> {
    return this.#refusals
  }

  /** The last candle has closed: learns what happened in it, lets the strategy decide, and cancels what it wants cancelled. */
  async candleClosed(candles: CandleSeries): Promise<void> {
    const { client, market, strategy, params, since } = this.#options
    const { symbol } = market
    // In this order: what fills between the two answers is then open still, and not gone without a trade.
    const open = await this.#openOrders()
    this.#portfolio.add(await client.userTrades({ symbol, from: since }), ({ clientOrderId }) =>
      this.#idOf(clientOrderId),
    )
    const cash = await this.#cash()
    this.#accountViews.push(this.#accountView(new Set(open.keys()), cash, candles.close.at(-1)!))
    const actions = decide(strategy, params, candles, this.#accountViews)
    for (const { type, id } of actions) if (type === 'cancel') await this.#cancel(open.get(id) ?? [])
    this.#due = actions.filter((action) => action.type === 'place')
  }

  /**
   * The next candle has opened: sends what was decided at the close.
   *
   * @param open - quote currency; not the last price, which one's own trades move too
   */
  async candleOpened(open: string): Promise<void> {
    for (const placement of this.#due) await this.#place(placement, open)
    this.#due = []
  }

  async #place(placement: OrderRequest, open: string): Promise<void> {
    const { market, assumed } = this.#options
    const now = { open, cash: await this.#cash(), held: this.#portfolio.held, assumed, market }
    const { intent, isImmediate } = translate(placement, now)
    this.#placed.set(placement.id, placement)
    const prepared = prepareOrder(market, { ...intent, clientOrderId: this.#clientOrderId(placement.id) })
    if (!prepared.ok) {
      const { field, limit, received } = prepared.refusals[0]!
      this.#refusals.set(placement.id, `${field} must be ${limit}, received ${received}`)
      return
    }
    await this.#submit(placement.id, prepared.order)
    if (isImmediate) await this.#cancel((await this.#openOrders()).get(placement.id) ?? [])
  }

  /** An order of unknown outcome is looked for, and sent again only once the exchange is proved not to have it. */
  async #submit(id: number, order: NewOrder): Promise<void> {
    const { client } = this.#options
    try {
      await client.submit(order)
    } catch (error) {
      if (!isBtcturkError(error)) throw error
      if (error.outcome !== 'unknown') this.#refusals.set(id, error.message)
      else if ((await client.reconcile(error.clientOrderId!)).status === 'absent') await client.submit(order)
    }
  }

  async #cancel(exchangeIds: readonly string[]): Promise<void> {
    for (const id of exchangeIds) await this.#options.client.cancel({ id })
  }

  /** The exchange's ids by the strategy's. */
  async #openOrders(): Promise<ReadonlyMap<number, string[]>> {
    const { client, market } = this.#options
    const { bids, asks } = await client.openOrders({ symbol: market.symbol })
    const found = new Map<number, string[]>()
    for (const { id, clientOrderId } of [...bids, ...asks]) {
      const own = this.#idOf(clientOrderId)
      if (own !== null) found.set(own, [...(found.get(own) ?? []), id])
    }
    return found
  }

  async #cash(): Promise<{ readonly total: Decimal; readonly free: Decimal }> {
    const { client, market, reserve } = this.#options
    const found = (await client.balances()).find(({ currency }) => currency === market.quote)
    const above = (amount = '0') => readDecimal(amount).minus(readDecimal(reserve))
    return { total: above(found?.total), free: above(found?.free) }
  }

  #accountView(
    open: ReadonlySet<number>,
    cash: { readonly total: Decimal; readonly free: Decimal },
    close: number,
  ): AccountView {
    const position = this.#portfolio.position(this.#options.market.lot)
    const filled = new Set(this.fills.map(({ orderId }) => orderId))
    const statusOf = (id: number): OrderStatus => {
      if (open.has(id)) return filled.has(id) ? 'partially-filled' : 'working'
      if (filled.has(id)) return 'filled'
      return this.#refusals.has(id) ? 'refused' : 'cancelled'
    }
    return {
      cash: cash.free.toNumber(),
      equity: cash.total.toNumber() + position.quantity * close,
      position,
      orders: new Map([...this.#placed.keys()].map((id) => [id, statusOf(id)])),
      working: new Map([...this.#placed].filter(([id]) => open.has(id))),
    }
  }

  #clientOrderId(id: number): string {
    return `${this.#options.name}-${id}`
  }

  #idOf(clientOrderId: string | null): number | null {
    const prefix = `${this.#options.name}-`
    return clientOrderId?.startsWith(prefix) ? Number(clientOrderId.slice(prefix.length)) : null
  }
}
