import type { Amount } from '../model/amount.ts'
import type { Order } from '../model/intent.ts'
import type { TradingMode } from '../model/state.ts'
import { ActivityContext, activityMembers } from './activity.ts'
import { type MarketContext, readMarket } from './market.ts'
import { type OpenOrder, readOpenOrders, readPositions } from './positions.ts'
import {
  asObject,
  type Fields,
  MissingDataError,
  own,
  readAmount,
  readNotNegative,
  readObject,
  readTime,
} from './read.ts'
import { readStateHeader } from './state-header.ts'
import { type Clock, notAhead, oldestAge, readTimeline, type Timeline } from './time-window.ts'

const members = {
  account: new Set(['at', 'equity', 'balances']),
  balance: new Set(['free', 'total']),
  equity: new Set(['dayStart', 'peak', 'samples']),
  point: new Set(['at', 'equity']),
}

/** What a set of policies assumes of all data. */
export type Assumptions = {
  readonly maxMarketAgeMs: number
  readonly maxAccountAgeMs: number
  /** How much worse than the touch a market order may trade, as a fraction. */
  readonly marketSlippage: Amount
}

export type Point = { readonly at: number; readonly equity: Amount }

/**
 * The state of a review: each member is read when a policy needs it, and then kept until the end of the review.
 *
 * Every member throws `MissingDataError` if the state does not hold it: absent, too old, not a number, from the future, out
 * of order, or next to an unknown member.
 */
export class ReviewContext implements Clock {
  readonly order: Order
  readonly assumptions: Assumptions
  readonly at: number
  readonly clockErrorMs: number
  readonly mode: TradingMode
  readonly #state: Fields
  readonly #markets = new Map<string, MarketContext>()
  #marketsFields: Fields | undefined
  #account: Fields | undefined
  #equityFields: Fields | undefined
  #positions: ReadonlyMap<string, Amount> | undefined
  #openOrders: readonly OpenOrder[] | undefined
  #activity: ActivityContext | undefined
  #samples: Timeline | undefined

  constructor(state: unknown, order: Order, assumptions: Assumptions) {
    const { at, clockErrorMs, mode, fields } = readStateHeader(state)
    this.order = order
    this.assumptions = assumptions
    this.at = at
    this.clockErrorMs = clockErrorMs
    this.mode = mode
    this.#state = fields
  }

  /** The market of a symbol. */
  market(symbol: string): MarketContext {
    const known = this.#markets.get(symbol)
    if (known !== undefined) return known
    this.#marketsFields ??= readObject(this.#state, 'markets', null, 'state')
    const market = readMarket(this.#marketsFields, symbol, this, this.assumptions.maxMarketAgeMs)
    this.#markets.set(symbol, market)
    return market
  }

  /** Whether the state names the market at all. */
  hasMarket(symbol: string): boolean {
    this.#marketsFields ??= readObject(this.#state, 'markets', null, 'state')
    return Object.hasOwn(this.#marketsFields, symbol)
  }

  #accountFields(): Fields {
    if (this.#account !== undefined) return this.#account
    const account = readObject(this.#state, 'account', members.account, 'state')
    const at = readTime(account, 'at', 'account')
    notAhead(at, 'account', this)
    const [age, limit] = [oldestAge(at, this), this.assumptions.maxAccountAgeMs]
    if (age > limit) throw new MissingDataError('STALE_INPUT', `account is ${age} old`, `${limit}`, 'ms')
    this.#account = account
    return account
  }

  /** When the account was read. */
  get accountAt(): number {
    return readTime(this.#accountFields(), 'at', 'account')
  }

  /** Equity now, open positions included; may be negative. */
  get equity(): Amount {
    return readAmount(this.#accountFields(), 'equity', 'account')
  }

  /** What may be spent of a currency. */
  free(currency: string): Amount {
    const balances = readObject(this.#accountFields(), 'balances', null, 'account')
    const where = `account.balances.${currency.slice(0, 48)}`
    const balance = asObject(own(balances, currency), members.balance, where)
    const [free, total] = [readNotNegative(balance, 'free', where), readNotNegative(balance, 'total', where)]
    if (free > total)
      throw new MissingDataError('INVALID_INPUT', `${where}.free above total`, 'free no higher than total')
    return free
  }

  /** Signed base quantity by symbol; a symbol that is not listed has none. */
  get positions(): ReadonlyMap<string, Amount> {
    this.#positions ??= readPositions(this.#state)
    return this.#positions
  }

  /** Orders that may still trade. */
  get openOrders(): readonly OpenOrder[] {
    this.#openOrders ??= readOpenOrders(this.#state)
    return this.#openOrders
  }

  /** What was sent, executed and closed. */
  get activity(): ActivityContext {
    this.#activity ??= new ActivityContext(readObject(this.#state, 'activity', activityMembers, 'state'), this)
    return this.#activity
  }

  /** Equity at the start of the day, or the highest ever. */
  equityPoint(key: 'dayStart' | 'peak'): Point {
    const fields = readObject(this.#equity(), key, members.point, 'equity')
    const where = `equity.${key}`
    const at = readTime(fields, 'at', where)
    notAhead(at, where, this)
    return { at, equity: readAmount(fields, 'equity', where) }
  }

  /** Equity as it was marked, oldest first. */
  get equitySamples(): Timeline {
    this.#samples ??= readTimeline(this.#equity(), 'samples', members.point, 'equity', this)
    return this.#samples
  }

  #equity(): Fields {
    this.#equityFields ??= readObject(this.#state, 'equity', members.equity, 'state')
    return this.#equityFields
  }
}
