import type { Account } from '../../src/exchange/accounts.ts'
import { amountOf, formatAmount } from '../../src/exchange/amounts.ts'
import type { ExchangeEvent } from '../../src/exchange/events.ts'
import { Exchange, type ExchangeOptions } from '../../src/exchange/exchange.ts'
import { priceTimeFillModel } from '../../src/exchange/fill-model.ts'
import type { Order, OrderMethod, Side } from '../../src/exchange/order.ts'
import { DEFAULT_PAIRS } from '../../src/exchange/pairs.ts'
import { isRejection, type Rejection } from '../../src/exchange/rejections.ts'
import { createSimulatedClock, type SimulatedTime } from '../../src/simulated-clock.ts'

export const START = 1_790_000_000_000

/** Refuses every port: stepped time uses none. */
const noPorts = {
  clock: { now: () => 0, monotonic: () => 0 },
  timers: { after: () => () => undefined },
}

export type Ask = {
  readonly symbol?: string
  readonly side: Side
  readonly method?: OrderMethod
  readonly quantity: string
  readonly price?: string
  readonly stopPrice?: string
  readonly clientId?: string
}

/** An exchange in stepped time with short ways to act on it. */
export class Bench {
  readonly time: SimulatedTime = createSimulatedClock({ mode: 'stepped', start: START }, noPorts)
  readonly exchange: Exchange
  readonly events: ExchangeEvent[] = []

  constructor(options: Partial<ExchangeOptions> = {}) {
    this.exchange = new Exchange({
      pairs: DEFAULT_PAIRS,
      rules: priceTimeFillModel,
      taxRate: amountOf('0.2'),
      settleDelayMs: 0,
      cancelDelayMs: 50,
      now: () => this.time.now(),
      timers: this.time,
      ...options,
    })
    this.exchange.listen((event) => this.events.push(event))
  }

  account(name: string, balances: Readonly<Record<string, string>>): Account {
    const account = this.exchange.addAccount(name, 1, new Set(['funds', 'trade', 'account', 'websocket']))
    for (const [currency, amount] of Object.entries(balances)) {
      this.exchange.deposit(account, currency, amountOf(amount))
    }
    return account
  }

  send(account: Account, ask: Ask): Order | Rejection {
    return this.exchange.submit(account, {
      pair: this.exchange.market(ask.symbol ?? 'BTCTRY').pair,
      side: ask.side,
      method: ask.method ?? 'limit',
      quantity: amountOf(ask.quantity),
      price: amountOf(ask.price ?? '0'),
      stopPrice: amountOf(ask.stopPrice ?? '0'),
      clientId: ask.clientId ?? 'mine',
    })
  }

  place(account: Account, ask: Ask): Order {
    const order = this.send(account, ask)
    if (isRejection(order)) throw new Error(order.message)
    return order
  }

  offer(side: Side, price: string, amount: string, symbol = 'BTCTRY'): void {
    this.exchange.market(symbol).quote(side, amountOf(price), amountOf(amount))
  }

  move(price: string, volume: string | null = null, symbol = 'BTCTRY'): void {
    const fills = volume === null ? 'all' : 'volume'
    const traded = amountOf(volume ?? '0')
    this.exchange.move(symbol, { price: amountOf(price), volume: traded, fills, side: 'buy', offers: [] })
  }

  free(account: Account, currency: string): string {
    return formatAmount(account.free(currency, this.time.now()))
  }
}
