import type { Amount } from '../model/amount.ts'
import type { Side } from '../model/intent.ts'
import {
  type Fields,
  invalid,
  MissingDataError,
  own,
  readAmount,
  readPositive,
  readPrice,
  readSide,
  readText,
  readTime,
} from './read.ts'
import { type Clock, entryAt, firstWithin, readTimeline, type Timeline } from './time-window.ts'

export const activityMembers: ReadonlySet<string> = new Set(['since', 'orders', 'trades', 'closed'])
const members = {
  orders: new Set(['at', 'symbol', 'side', 'quantity', 'price']),
  trades: new Set(['at']),
  closed: new Set(['at', 'symbol', 'profit', 'exit']),
}

export type SentOrder = {
  readonly symbol: string
  readonly side: Side
  readonly quantity: Amount
  readonly price: Amount | null
}
export type ClosedTrade = {
  readonly at: number
  readonly symbol: string
  readonly profit: Amount
  readonly stop: boolean
}

/** What happened within a window; each list is read once in a review, for any number of policies. */
export class ActivityContext {
  readonly #fields: Fields
  readonly #clock: Clock
  readonly #since: number
  readonly #timelines = new Map<keyof typeof members, Timeline>()
  readonly #orders: (SentOrder | undefined)[] = []
  readonly #closed: (ClosedTrade | undefined)[] = []

  constructor(fields: Fields, clock: Clock) {
    this.#fields = fields
    this.#clock = clock
    this.#since = readTime(fields, 'since', 'activity')
  }

  /** How many orders were sent within the window. */
  orderCount(windowMs: number): number {
    return this.#within('orders', windowMs, (timeline, index) => this.#order(timeline, index)).length
  }

  /** How many executions there were within the window. */
  tradeCount(windowMs: number): number {
    return this.#within('trades', windowMs, (timeline, index) => entryAt(timeline, index)).length
  }

  /** Orders that were sent within the window, oldest first. */
  orders(windowMs: number): readonly SentOrder[] {
    return this.#within('orders', windowMs, (timeline, index) => this.#order(timeline, index))
  }

  /** Round trips that ended within the window, oldest first. */
  closed(windowMs: number): readonly ClosedTrade[] {
    return this.#within('closed', windowMs, (timeline, index) => this.#trade(timeline, index))
  }

  #within<T>(key: keyof typeof members, windowMs: number, read: (timeline: Timeline, index: number) => T): T[] {
    const clock = this.#clock
    let timeline = this.#timelines.get(key)
    if (timeline === undefined) {
      timeline = readTimeline(this.#fields, key, members[key], 'activity', clock)
      this.#timelines.set(key, timeline)
    }
    // A list that was cut would be counted too low.
    if (this.#since > clock.at - windowMs && this.#since > 0) {
      throw new MissingDataError(
        'MISSING_INPUT',
        `activity.since = ${this.#since}`,
        `${clock.at - windowMs} or before`,
        'ms',
      )
    }
    const found: T[] = []
    for (let index = firstWithin(timeline, windowMs, clock); index < timeline.times.length; index++) {
      found.push(read(timeline, index))
    }
    return found
  }

  #order(timeline: Timeline, index: number): SentOrder {
    const known = this.#orders[index]
    if (known !== undefined) return known
    const fields = entryAt(timeline, index)
    const order = {
      symbol: readText(fields, 'symbol', timeline.where),
      side: readSide(fields, 'side', timeline.where),
      quantity: readPositive(fields, 'quantity', timeline.where),
      price: readPrice(fields, 'price', timeline.where),
    }
    this.#orders[index] = order
    return order
  }

  #trade(timeline: Timeline, index: number): ClosedTrade {
    const known = this.#closed[index]
    if (known !== undefined) return known
    const fields = entryAt(timeline, index)
    const exit = own(fields, 'exit')
    if (exit !== 'stop' && exit !== 'other') throw invalid(timeline.where, 'exit', exit, 'stop or other')
    const trade = {
      at: timeline.times[index] ?? 0,
      symbol: readText(fields, 'symbol', timeline.where),
      profit: readAmount(fields, 'profit', timeline.where),
      stop: exit === 'stop',
    }
    this.#closed[index] = trade
    return trade
  }
}
