import { ZERO } from '@tezgah/core/decimal'
import { DecimalColumn, IntColumn, IntRows } from '../storage/columns.ts'
import {
  CANCEL_REASONS,
  type CancelReason,
  EXPIRY_REASONS,
  type ExpiryReason,
  REFUSAL_REASONS,
  type RefusalReason,
} from './reasons.ts'
import { ORDER_STATUSES, type OrderStatus, type OrderTerms, type Refusal } from './terms.ts'

/** Why an order ended without trading in full. */
export type EndReason = RefusalReason | CancelReason | ExpiryReason

const REASONS: readonly (EndReason | null)[] = [null, ...REFUSAL_REASONS, ...CANCEL_REASONS, ...EXPIRY_REASONS]
const NONE = -2

// Fields of an order's row. Status and reason are one number: most orders never get a reason.
const CREATED = 0
const CLOSED = 1
const OUTCOME = 2

/** Codes are looked up rather than searched for: every order needs two. */
const STATUS_CODES = new Map(ORDER_STATUSES.map((status, code) => [status, code]))
const REASON_CODES = new Map(REASONS.map((reason, code) => [reason, code * ORDER_STATUSES.length]))

function outcomeCode(status: OrderStatus, reason: EndReason | null): number {
  return REASON_CODES.get(reason)! + STATUS_CODES.get(status)!
}

/** The two codes that nearly every order has. */
const WORKING = outcomeCode('working', null)
const FILLED = outcomeCode('filled', null)

/** Every order of a run, a row each; an order's id is its row plus one. */
export class OrderTable {
  readonly #terms: OrderTerms[] = []
  readonly #rows = new IntRows()
  readonly #refused = new IntColumn()
  readonly #observed = new DecimalColumn()
  readonly #limit = new DecimalColumn()
  /** Figures that are no decimals, by row of the refusal. */
  readonly #texts = new Map<number, Refusal>()
  /** When orders were placed before the first candle of their symbol, by id. */
  readonly #timesBefore = new Map<number, number>()

  get length(): number {
    return this.#terms.length
  }

  /** Adds a working order and returns its id. */
  add(terms: OrderTerms, createdIndex: number): number {
    this.#terms.push(terms)
    this.#rows.push(createdIndex, NONE, WORKING, 0)
    return this.#terms.length
  }

  /** Notes the time of an order that was placed before its symbol's first candle, whose index is −1. */
  setTimeBefore(id: number, time: number): void {
    this.#timesBefore.set(id, time)
  }

  /** Open time of the instant at which such an order was placed, epoch milliseconds. */
  timeBefore(id: number): number {
    return this.#timesBefore.get(id)!
  }

  end(id: number, status: OrderStatus, index: number, reason: EndReason | null): void {
    this.#rows.set(id - 1, CLOSED, index)
    this.#rows.set(id - 1, OUTCOME, status === 'filled' ? FILLED : outcomeCode(status, reason))
  }

  /** A status that does not end the order. */
  setStatus(id: number, status: OrderStatus): void {
    this.#rows.set(id - 1, OUTCOME, outcomeCode(status, null))
  }

  /** New terms of an order that was modified, or whose price follows from its entry's. */
  change(id: number, terms: OrderTerms): void {
    this.#terms[id - 1] = terms
  }

  /** Keeps the figures of a refusal. */
  explain(id: number, refusal: Refusal): void {
    const { observed, limit } = refusal
    const areTexts = typeof observed === 'string' || typeof limit === 'string'
    if (areTexts) this.#texts.set(this.#refused.length, refusal)
    this.#refused.push(id)
    this.#observed.push(areTexts ? ZERO : observed)
    this.#limit.push(areTexts ? ZERO : limit)
  }

  terms(id: number): OrderTerms {
    return this.#terms[id - 1]!
  }

  createdIndex(id: number): number {
    return this.#rows.at(id - 1, CREATED)
  }

  /** Candle on which the order ended, `null` while it works. */
  closedIndex(id: number): number | null {
    const index = this.#rows.at(id - 1, CLOSED)
    return index === NONE ? null : index
  }

  status(id: number): OrderStatus {
    return ORDER_STATUSES[this.#rows.at(id - 1, OUTCOME) % ORDER_STATUSES.length]!
  }

  reason(id: number): EndReason | null {
    return REASONS[Math.floor(this.#rows.at(id - 1, OUTCOME) / ORDER_STATUSES.length)]!
  }

  /** The figures of every refusal, by order id. */
  refusals(): ReadonlyMap<number, { readonly observed: string; readonly limit: string }> {
    const rows = Array.from({ length: this.#refused.length }, (_, row) => row)
    return new Map(
      rows.map((row) => {
        const { observed, limit } = this.#texts.get(row) ?? {
          observed: this.#observed.at(row),
          limit: this.#limit.at(row),
        }
        return [this.#refused.at(row), { observed: String(observed), limit: String(limit) }]
      }),
    )
  }
}
