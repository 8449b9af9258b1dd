import { BacktestError } from '../errors.ts'
import type { OrderDesk } from '../execution/order-desk.ts'
import { Order } from '../orders/order.ts'
import type { OrderTerms, Refusal } from '../orders/terms.ts'
import { AccountView } from './account-view.ts'
import { describeOrder } from './describe-order.ts'
import type { OrderGuard, OrderJudge } from './order-guard.ts'

/** Where a run's orders pass its guard. A guard that throws ends the run: nobody knows what it would have refused. */
export class GuardPost {
  readonly #name: string
  readonly #desk: OrderDesk
  readonly #view: AccountView
  readonly #judge: OrderJudge

  constructor(guard: OrderGuard, desk: OrderDesk) {
    this.#name = guard.name
    this.#desk = desk
    this.#view = new AccountView(desk)
    this.#judge = this.#guarded('begin', () => guard.begin(desk.markets.map(({ candles }) => candles.symbol)))
  }

  observe(): void {
    this.#guarded('observe', () => this.#judge.observe(this.#view))
  }

  /** Why the guard does not let an order with these terms pass, `null` where it does. */
  refusalOf(terms: OrderTerms): Refusal | null {
    if (terms.size.kind === 'parentQuantity') return null
    const order = describeOrder(new Order(0, terms, 0), this.#desk)
    const refusal = this.#guarded('review', () => this.#judge.review(order, this.#view))
    return refusal === null ? null : { reason: 'guard', observed: refusal.observed, limit: refusal.limit }
  }

  #guarded<T>(call: string, run: () => T): T {
    try {
      return run()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new BacktestError('guard_failed', `guard "${this.#name}" failed in ${call}: ${reason}`, { cause: error })
    }
  }
}
