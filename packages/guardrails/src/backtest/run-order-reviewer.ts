import { applyEvent } from '../ledger/apply.ts'
import type { LedgerEvent } from '../ledger/event.ts'
import { createLedger, type Ledger, type LedgerSettings } from '../ledger/ledger.ts'
import { type Quote, withEquityMarks, withQuotes } from '../ledger/mark-to-market.ts'
import { stateOf } from '../ledger/state-of.ts'
import type { BacktestAccount, BacktestOrder } from '../model/backtest-account.ts'
import type { Reason } from '../model/reason.ts'
import type { EquityPoint, MarketState } from '../model/state.ts'
import type { Policies } from '../policies/policy-set.ts'
import { type Decision, decide } from '../review/decision-record.ts'
import { haltReasons, type Review, review } from '../review/review.ts'
import { intentOf, openOrderOf, truncateDecimals } from './order-intent.ts'
import type { BacktestJudge, BacktestRefusal, BacktestStop } from './ports.ts'
import { type HaltingBreach, RunMonitors } from './run-monitors.ts'

/** What a market is beyond its prices. */
export type RunMarket = Pick<MarketState, 'base' | 'quote' | 'tickSize' | 'lotSize' | 'minNotional'>

export type RunReviewOptions = {
  readonly policies: Policies
  readonly markets: ReadonlyMap<string, RunMarket>
  readonly settings: Pick<LedgerSettings, 'keepMs' | 'utcOffsetMinutes'>
  readonly onDecision: ((record: Decision['record']) => void) | null
}

/** Bounds the memory of a run without orders. */
const MAX_BUFFERED_MARKS = 5000

/** Keeps the ledger of one run, with the account of the backtest for a venue, and reviews each order against it. */
export class RunOrderReviewer implements BacktestJudge {
  readonly #options: RunReviewOptions
  readonly #monitors: RunMonitors
  /** Closes that the ledger has not read yet. Most bring no order, and reading many at once costs little more than one. */
  #quotes = new Map<string, Quote[]>()
  #equity: EquityPoint[] = []
  #ledger: Ledger
  #fillCount = 0
  #closedCount = 0
  #orderCount = 0
  /** Ids of approved orders, until the account reports them under its own ids. */
  #passed: string[] = []

  constructor(options: RunReviewOptions) {
    this.#options = options
    this.#monitors = new RunMonitors(options.policies.policies.filter((policy) => policy.subject === 'order'))
    this.#ledger = createLedger({ since: 0, ...options.settings })
  }

  observe(account: BacktestAccount): BacktestStop | null {
    const at = account.time
    for (const [symbol, market] of this.#options.markets) {
      const close = account.closeOf(symbol)
      if (close === null) continue
      const price = truncateDecimals(close)
      const quote = { ...market, at, lastPrice: price, bid: price, ask: price }
      const quotes = this.#quotes.get(symbol)
      if (quotes === undefined) this.#quotes.set(symbol, [quote])
      else quotes.push(quote)
    }
    this.#equity.push({ at, equity: truncateDecimals(account.equity) })
    if (this.#equity.length >= MAX_BUFFERED_MARKS) this.#readMarks()
    return stopOf(this.#monitors.onClose(account), account)
  }

  review(order: BacktestOrder, account: BacktestAccount): BacktestRefusal | BacktestStop | null {
    const stop = stopOf(this.#monitors.onOrder(order, account), account)
    if (stop !== null) return stop
    this.#catchUp(account)
    const id = `order-${++this.#orderCount}`
    const intent = intentOf(order, id, account.time)
    const verdict = this.#reviewIntent(intent)
    const [halting] = haltReasons(verdict, this.#options.policies)
    if (halting !== undefined) return stopOf(halting, account)
    // In a backtest no person can approve.
    if (verdict.verdict !== 'approved') return refusalOf(verdict.reasons)
    this.#feed({ type: 'orderSubmitted', at: account.time, intent })
    this.#passed.push(id)
    return null
  }

  #reviewIntent(intent: ReturnType<typeof intentOf>): Review {
    const { policies, onDecision } = this.#options
    const state = stateOf(this.#ledger, intent.at, 0)
    if (onDecision === null) return review(intent, state, policies)
    const decision = decide(intent, state, policies)
    onDecision(decision.record)
    return decision.review
  }

  /** Brings the ledger to where the account stands. */
  #catchUp(account: BacktestAccount): void {
    const at = account.time
    this.#readMarks()
    this.#readFills(account)
    for (const id of this.#passed) this.#feed({ type: 'orderCancelled', at, id })
    this.#passed = []
    const orders = account.workingOrders().flatMap((order) => openOrderOf(order) ?? [])
    this.#feed({ type: 'openOrders', at, orders })
    this.#readHoldings(account)
  }

  #readMarks(): void {
    for (const [symbol, quotes] of this.#quotes) this.#ledger = withQuotes(this.#ledger, symbol, quotes)
    this.#ledger = withEquityMarks(this.#ledger, this.#equity)
    this.#quotes = new Map()
    this.#equity = []
  }

  /** An order that a fill brings to life is judged inside a candle, whose fills may be dated after the last close. */
  #readFills(account: BacktestAccount): void {
    const { time } = account
    const fills = account.fills(this.#fillCount)
    for (const { orderId, symbol, side, quantity, price, time: filledAt } of fills) {
      const [id, at] = [`${orderId}`, Math.min(filledAt, time)]
      const amounts = { quantity: truncateDecimals(quantity), price: truncateDecimals(price) }
      this.#feed({ type: 'orderFilled', at, id, symbol, side, ...amounts })
    }
    this.#fillCount += fills.length
    const trades = account.closedTrades(this.#closedCount)
    for (const { symbol, profit, exitReason, exitTime } of trades) {
      const exit = /^(?:stop|trailing_stop|liquidation)/.test(exitReason) ? 'stop' : 'other'
      this.#feed({ type: 'tradeClosed', at: Math.min(exitTime, time), symbol, profit: truncateDecimals(profit), exit })
    }
    this.#closedCount += trades.length
  }

  #readHoldings(account: BacktestAccount): void {
    const at = account.time
    const held = new Map(account.positions().map(({ symbol, quantity }) => [symbol, truncateDecimals(quantity)]))
    const quotes = new Set<string>()
    for (const [symbol, { base, quote }] of this.#options.markets) {
      const quantity = held.get(symbol) ?? '0'
      this.#feed({ type: 'position', at, symbol, quantity })
      this.#feedBalance(at, base, account.freeQuantity(symbol), quantity)
      quotes.add(quote)
    }
    for (const quote of quotes) this.#feedBalance(at, quote, account.freeCash, account.cash)
  }

  /** What is borrowed is no balance. */
  #feedBalance(at: number, currency: string, free: string, total: string): void {
    const known = (text: string) => (text.startsWith('-') ? '0' : truncateDecimals(text))
    this.#feed({ type: 'balance', at, currency, free: known(free), total: known(total) })
  }

  #feed(event: LedgerEvent): void {
    this.#ledger = applyEvent(this.#ledger, event)
  }
}

/** Every reason, so that a result can be counted by policy: `NOTIONAL_ABOVE_LIMIT (size): 120000 TRY`. */
function refusalOf(reasons: readonly Reason[]): BacktestRefusal {
  return {
    observed: reasons
      .map(({ code, policy, observed, unit }) => `${code} (${policy}): ${`${observed} ${unit}`.trim()}`)
      .join('; '),
    limit: reasons.map(({ limit, unit }) => `${limit} ${unit}`.trim()).join('; '),
  }
}

function stopOf(breach: HaltingBreach | null, { time }: BacktestAccount): BacktestStop | null {
  if (breach === null) return null
  const { code, policy, observed, limit, unit } = breach
  const message = `${policy}: ${code} (${`${observed} against ${limit} ${unit}`.trim()}) at ${new Date(time).toISOString()}`
  return { stop: true, code: 'limit_reached', field: null, message }
}
