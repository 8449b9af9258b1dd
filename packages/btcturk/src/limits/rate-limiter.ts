import PQueue from 'p-queue'
import { BtcturkError, invalidRequest, isBtcturkError } from '../errors.ts'
import type { Cancel, Clock, Timers } from '../ports.ts'
import { type BudgetName, type BudgetRule, DEFAULT_BUDGETS } from './rate-limits.ts'
import { Budget } from './sliding-window.ts'

/**
 * Requests of one lane never wait for those of another. `clock` asks for the server's time: signed requests of the other
 * lanes may wait for it while they hold their place.
 */
export type Lane = 'cancel' | 'submit' | 'read' | 'clock'

export type RateLimiterOptions = {
  /** Replaces single budgets, for example by smaller ones where several machines share an address. */
  readonly budgets?: Partial<Record<BudgetName, BudgetRule>>
  /** Requests under way at once in each lane, 1 or more. Default cancel 10, submit 10, read 8, clock 2. */
  readonly concurrency?: Partial<Record<Lane, number>>
  /** Requests that may wait in each lane; more are refused with `overloaded`. Default 1000. */
  readonly maxWaiting?: number
}

export type Ticket = {
  readonly budgets: readonly BudgetName[]
  readonly lane: Lane
  /** Higher goes first among those that wait. */
  readonly priority: number
  readonly maxWaitMs: number
  readonly signal?: AbortSignal | undefined
}

type PermitState = 'waiting' | 'taken' | 'sent'

type Waiting = { readonly signal: AbortSignal; readonly deadline: number; readonly stop: () => void }

/**
 * Holds every request back until the exchange's published limits allow it, for a bounded time. One limiter serves all
 * clients behind one address and account: pass it to each of them.
 */
export class RateLimiter {
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #budgets: ReadonlyMap<BudgetName, Budget>
  /** One queue for each budget: who waits for one endpoint holds up no other. */
  readonly #gates = new Map<BudgetName, PQueue>()
  readonly #lanes: Readonly<Record<Lane, PQueue>>
  readonly #maxWaiting: number
  readonly #onFinish = new Set<() => void>()
  readonly #waiting: Record<Lane, number> = { cancel: 0, submit: 0, read: 0, clock: 0 }

  constructor(ports: { readonly clock: Clock; readonly timers: Timers }, options: RateLimiterOptions = {}) {
    const { clock, timers } = ports
    this.#clock = clock
    this.#timers = timers
    const rules = { ...DEFAULT_BUDGETS, ...options.budgets }
    const names = Object.keys(DEFAULT_BUDGETS) as BudgetName[]
    this.#budgets = new Map(names.map((name) => [name, new Budget(checked(name, rules[name]))]))
    const { cancel = 10, submit = 10, read = 8, clock: probes = 2 } = options.concurrency ?? {}
    this.#lanes = { cancel: queue(cancel), submit: queue(submit), read: queue(read), clock: queue(probes) }
    this.#maxWaiting = options.maxWaiting ?? 1000
  }

  /** Requests that wait now. */
  get waiting(): number {
    return Object.values(this.#waiting).reduce((sum, count) => sum + count, 0)
  }

  /**
   * Runs `task` as soon as its budgets and its lane allow.
   *
   * @throws BtcturkError, always `not_sent`: `rate_limited` where that takes longer than `maxWaitMs`, `overloaded` where
   *   too many wait already, `aborted` by the signal; and whatever `task` throws
   */
  async run<Result>(ticket: Ticket, task: () => Promise<Result>): Promise<Result> {
    if (this.#waiting[ticket.lane] >= this.#maxWaiting) {
      throw new BtcturkError('overloaded', `${this.#maxWaiting} requests wait already`, { outcome: 'not_sent' })
    }
    const budgets = ticket.budgets.map((name) => this.#budgets.get(name)!)
    const waiting = this.#startWaiting(ticket, budgets)
    const { signal } = waiting
    const { priority } = ticket
    let state = 'waiting' as PermitState
    try {
      const acquire = () =>
        this.#acquire(budgets, waiting, () => {
          state = 'taken'
        })
      await this.#gate(ticket.budgets[0]!).add(acquire, { priority, signal })
      const started = () => {
        state = 'sent'
        waiting.stop()
        return task()
      }
      return await this.#lanes[ticket.lane].add(started, { priority, signal })
    } catch (error) {
      // The exchange cannot have counted it.
      if (state === 'sent' && isBtcturkError(error) && error.outcome === 'not_sent') state = 'taken'
      throw error
    } finally {
      waiting.stop()
      this.#giveBack(budgets, state)
    }
  }

  /** Lets nothing through these budgets for a time. @param blockMs - by default what the exchange's limits say */
  block(budgets: readonly BudgetName[], blockMs: number | null): void {
    const now = this.#clock.monotonic()
    for (const name of budgets) {
      const budget = this.#budgets.get(name)!
      budget.block(now + (blockMs ?? budget.rule.blockMs))
    }
  }

  #gate(name: BudgetName): PQueue {
    const gate = this.#gates.get(name) ?? queue(1)
    this.#gates.set(name, gate)
    return gate
  }

  async #acquire(budgets: readonly Budget[], waiting: Waiting, onTaken: () => void): Promise<void> {
    for (;;) {
      // Given up while at the head of the queue: whoever is next must not find a permit gone.
      waiting.signal.throwIfAborted()
      const now = this.#clock.monotonic()
      const waits = budgets.map((budget) => budget.waitMs(now))
      if (waits.every((wait) => wait === 0)) break
      const wait = waits.includes(null) ? null : Math.max(...waits.map(Number))
      if (wait !== null && now + wait > waiting.deadline) throw limited(wait)
      await this.#change(wait, waiting.signal)
    }
    for (const budget of budgets) budget.take()
    onTaken()
  }

  /** Resolves after `waitMs`, when a request ends, or when `signal` aborts, whichever comes first. */
  #change(waitMs: number | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel?.()
        this.#onFinish.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const cancel: Cancel | undefined = waitMs === null ? undefined : this.#timers.after(Math.ceil(waitMs), done)
      if (waitMs === null) this.#onFinish.add(done)
      signal.addEventListener('abort', done)
    })
  }

  #startWaiting(ticket: Ticket, budgets: readonly Budget[]): Waiting {
    const controller = new AbortController()
    const deadline = this.#clock.monotonic() + ticket.maxWaitMs
    const fail = (error: unknown) => controller.abort(error)
    const onAbort = () => fail(aborted(ticket.signal))
    const cancel = this.#timers.after(ticket.maxWaitMs, () => {
      const now = this.#clock.monotonic()
      fail(limited(Math.max(...budgets.map((budget) => budget.waitMs(now) ?? 0))))
    })
    ticket.signal?.addEventListener('abort', onAbort)
    if (ticket.signal?.aborted) onAbort()
    this.#waiting[ticket.lane]++
    let isWaiting = true
    const stop = () => {
      if (!isWaiting) return
      isWaiting = false
      this.#waiting[ticket.lane]--
      cancel()
      ticket.signal?.removeEventListener('abort', onAbort)
    }
    return { signal: controller.signal, deadline, stop }
  }

  #giveBack(budgets: readonly Budget[], state: PermitState): void {
    if (state === 'waiting') return
    const now = this.#clock.monotonic()
    for (const budget of budgets) state === 'sent' ? budget.finish(now) : budget.untake()
    for (const onFinish of [...this.#onFinish]) onFinish()
  }
}

function queue(concurrency: number): PQueue {
  return new PQueue({ concurrency })
}

function limited(waitMs: number): BtcturkError {
  const retryAfterMs = Math.ceil(waitMs)
  return new BtcturkError('rate_limited', `the rate limit leaves no room in time; free in ${retryAfterMs} ms`, {
    outcome: 'not_sent',
    retryAfterMs,
  })
}

function aborted(signal: AbortSignal | undefined): BtcturkError {
  return new BtcturkError('aborted', 'aborted before it was sent', { outcome: 'not_sent', cause: signal?.reason })
}

function checked(name: BudgetName, rule: BudgetRule): BudgetRule {
  const isValid =
    rule.windows.length > 0 &&
    rule.windows.every(({ limit, periodMs }) => Number.isInteger(limit) && limit > 0 && periodMs > 0)
  if (!isValid) throw invalidRequest(`budgets.${name}`, 'windows with a whole limit and a period above 0', rule)
  return rule
}
