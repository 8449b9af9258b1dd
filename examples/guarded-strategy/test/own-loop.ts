import {
  applyEvent,
  createLedger,
  formatAmount,
  type LedgerEvent,
  type OrderIntent,
  parseAmount,
  type Reason,
  review,
  stateOf,
} from '@tezgah/guardrails'
import { policies, type ScriptedOrder } from '../src/index.ts'

export type Candle = Readonly<Record<'time' | 'open' | 'high' | 'low' | 'close' | 'volume', number>>
export type Verdict = { readonly verdict: string; readonly reasons: readonly Reason[] }

const HOUR = 3_600_000
const ONE = 10n ** 18n
const amount = (value: number | string): bigint => parseAmount(String(value)) ?? 0n
const times = (a: bigint, b: bigint): bigint => (a * b) / ONE

type Working = {
  readonly id: string
  readonly side: 'buy' | 'sell'
  readonly quantity: bigint
  readonly limit: bigint | null
}

/**
 * A bot without an engine: the smallest venue that trades the orders, and a ledger that is fed by hand with what
 * happens there. Market orders trade at the next open, limits where the price goes through them; nothing costs a fee.
 */
export class OwnLoop {
  readonly verdicts: Verdict[] = []
  #ledger = createLedger({ since: 0 })
  #cash: bigint
  #lots: { quantity: bigint; price: bigint }[] = []
  #working: Working[] = []
  #count = 0

  constructor(cash: number) {
    this.#cash = amount(cash)
  }

  candle({ time, open, low, close }: Candle, orders: readonly ScriptedOrder[]): void {
    for (const order of this.#working.filter(({ limit }) => limit === null)) this.#fill(order, amount(open), time)
    for (const order of this.#working) {
      if (order.limit === null) continue
      // Beyond the limit at the open already, it trades there.
      if (amount(open) <= order.limit) this.#fill(order, amount(open), time)
      else if (amount(low) < order.limit) this.#fill(order, order.limit, time)
    }
    this.#mark(time + HOUR, formatAmount(amount(close)))
    for (const wish of orders) this.#wish(wish, time + HOUR)
  }

  #wish(wish: ScriptedOrder, at: number): void {
    if (typeof wish !== 'string') {
      this.#order('buy', amount(wish.buy), wish.limit === null ? null : amount(wish.limit), at)
      return
    }
    for (const { id } of this.#working) this.#feed({ type: 'orderCancelled', at, id })
    this.#working = []
    if (wish === 'sell all' && this.#held > 0n) this.#order('sell', this.#held, null, at)
  }

  #order(side: 'buy' | 'sell', quantity: bigint, limit: bigint | null, at: number): void {
    const id = `mine-${++this.#count}`
    const intent: OrderIntent = {
      kind: 'order',
      id,
      symbol: 'BTCTRY',
      side,
      type: limit === null ? 'market' : 'limit',
      quantity: formatAmount(quantity),
      limitPrice: limit === null ? null : formatAmount(limit),
      stopPrice: null,
      reduceOnly: false,
      at,
    }
    const { verdict, reasons } = review(intent, stateOf(this.#ledger, at, 0), policies)
    this.verdicts.push({ verdict, reasons })
    if (verdict !== 'approved') return
    this.#feed({ type: 'orderSubmitted', at, intent })
    this.#working.push({ id, side, quantity, limit })
  }

  #fill(order: Working, price: bigint, at: number): void {
    const { id, side, quantity } = order
    this.#working = this.#working.filter((each) => each !== order)
    const texts = { quantity: formatAmount(quantity), price: formatAmount(price) }
    this.#feed({ type: 'orderFilled', at, id, symbol: 'BTCTRY', side, ...texts })
    this.#cash += side === 'buy' ? -times(quantity, price) : times(quantity, price)
    if (side === 'buy') this.#lots.push({ quantity, price })
    else {
      for (const lot of this.#lots) {
        const profit = formatAmount(times(lot.quantity, price - lot.price))
        this.#feed({ type: 'tradeClosed', at, symbol: 'BTCTRY', profit, exit: 'other' })
      }
      this.#lots = []
    }
  }

  #mark(at: number, close: string): void {
    const market = { base: 'BTC', quote: 'TRY', at, lastPrice: close, bid: close, ask: close }
    const rules = { tickSize: '0.01', lotSize: '0.01', minNotional: '0' }
    this.#feed({ type: 'quote', symbol: 'BTCTRY', market: { ...market, ...rules } })
    this.#feed({ type: 'equityMarked', at, equity: formatAmount(this.#cash + times(this.#held, amount(close))) })
  }

  get #held(): bigint {
    return this.#lots.reduce((sum, { quantity }) => sum + quantity, 0n)
  }

  #feed(event: LedgerEvent): void {
    this.#ledger = applyEvent(this.#ledger, event)
  }
}
