import PQueue from 'p-queue'
import { BtcturkError, invalidRequest, isBtcturkError } from '../errors.ts'
import type { Cancel, Clock, Timers } from '../ports.ts'
import { DEFAULT_RATE_LIMITS, type RateLimitName, type RateLimitRule } from './rate-limits.ts'
import { SlidingWindow } from './sliding-window.ts'

/**
 * Requests of one lane never wait for those of another. `clock` asks for the server's time: signed requests of the other
 * lanes may wait for it while they hold their place.
 */
export type RequestLane = 'cancel' | 'submit' | 'read' | 'clock'

export type RateLimiterOptions = {
  /** Replaces single limits, for example by smaller ones where several machines share an address. */
  readonly limits?: Partial<Record<RateLimitName, RateLimitRule>>
  /** Requests under way at once in each lane, 1 or more. Default cancel 10, submit 10, read 8, clock 2. */
  readonly concurrency?: Partial<Record<RequestLane, number>>
  /** Requests that may wait in each lane; more are refused with `overloaded`. Default 1000. */
  readonly maxWaiting?: number
}

export type RateLimitedRequest = {
  readonly limits: readonly RateLimitName[]
  readonly lane: RequestLane
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
  readonly #windows: ReadonlyMap<RateLimitName, SlidingWindow>
  /** One queue for each window: who waits for one endpoint holds up no other. */
  readonly #queues = new Map<RateLimitName, PQueue>()
  readonly #lanes: Readonly<Record<RequestLane, PQueue>>
  readonly #maxWaiting: number
  readonly #onFinish = new Set<() => void>()
  readonly #waiting: Record<RequestLane, number> = { cancel: 0, submit: 0, read: 0, clock: 0 }

  constructor(ports: { readonly clock: Clock; readonly timers: Timers }, options: RateLimiterOptions = {}) {
    const { clock, timers } = ports
    this.#clock = clock
    this.#timers = timers
    const rules = { ...DEFAULT_RATE_LIMITS, ...options.limits }
    const names = Object.keys(DEFAULT_RATE_LIMITS) as RateLimitName[]
    this.#windows = new Map(names.map((name) => [name, new SlidingWindow(checked(name, rules[name]))]))
    const { cancel = 10, submit = 10, read = 8, clock: probes = 2 } = options.concurrency ?? {}
    this.#lanes = { cancel: queue(cancel), submit: queue(submit), read: queue(read), clock: queue(probes) }
    this.#maxWaiting = options.maxWaiting ?? 1000
  }

  /** Requests that wait now. */
  get waiting(): number {
    return Object.values(this.#waiting).reduce((sum, count) => sum + count, 0)
  }

  /**
   * Runs `task` as soon as its limits and its lane allow.
   *
   * @throws BtcturkError, always `not_sent`: `rate_limited` where that takes longer than `maxWaitMs`, `overloaded` where
   *   too many wait already, `aborted` by the signal; and the errors of `task`
   */
  async run<Result>(request: RateLimitedRequest, task: () => Promise<Result>): Promise<Result> {
    if (this.#waiting[request.lane] >= this.#maxWaiting) {
      throw new BtcturkError('overloaded', `${this.#maxWaiting} requests wait already`, { outcome: 'not_sent' })
    }
    const windows = request.limits.map((name) => this.#windows.get(name)!)
    const waiting = this.#startWaiting(request, windows)
    const { signal } = waiting
    const { priority } = request
    let state = 'waiting' as PermitState
    try {
      const acquire = () =>
        this.#acquirePermits(windows, waiting, () => {
          state = 'taken'
        })
      await this.#queueOf(request.limits[0]!).add(acquire, { priority, signal })
      const started = () => {
        state = 'sent'
        waiting.stop()
        return task()
      }
      return await this.#lanes[request.lane].add(started, { priority, signal })
    } catch (error) {
      // The exchange cannot have counted it.
      if (state === 'sent' && isBtcturkError(error) && error.outcome === 'not_sent') state = 'taken'
      throw error
    } finally {
      waiting.stop()
      this.#giveBack(windows, state)
    }
  }

  /** Lets nothing through these limits for a time. @param blockMs - by default what the exchange's limits say */
  block(limits: readonly RateLimitName[], blockMs: number | null): void {
    const now = this.#clock.monotonic()
    for (const name of limits) {
      const window = this.#windows.get(name)!
      window.block(now + (blockMs ?? window.rule.blockMs))
    }
  }

  #queueOf(name: RateLimitName): PQueue {
    const gate = this.#queues.get(name) ?? queue(1)
    this.#queues.set(name, gate)
    return gate
  }

  async #acquirePermits(windows: readonly SlidingWindow[], waiting: Waiting, onTaken: () => void): Promise<void> {
    for (;;) {
      // Given up while at the head of the queue: the next request must not find a permit gone.
      waiting.signal.throwIfAborted()
      const now = this.#clock.monotonic()
      const waits = windows.map((window) => window.waitMs(now))
      if (waits.every((wait) => wait === 0)) break
      const wait = waits.includes(null) ? null : Math.max(...waits.map(Number))
      if (wait !== null && now + wait > waiting.deadline) throw limited(wait)
      await this.#waitForChange(wait, waiting.signal)
    }
    for (const window of windows) window.take()
    onTaken()
  }

  /** Resolves after `waitMs`, when a request ends, or when `signal` aborts. */
  #waitForChange(waitMs: number | null, signal: AbortSignal): Promise<void> {
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

  #startWaiting(request: RateLimitedRequest, windows: readonly SlidingWindow[]): Waiting {
    const controller = new AbortController()
    const deadline = this.#clock.monotonic() + request.maxWaitMs
    const fail = (error: unknown) => controller.abort(error)
    const onAbort = () => fail(aborted(request.signal))
    const cancel = this.#timers.after(request.maxWaitMs, () => {
      const now = this.#clock.monotonic()
      fail(limited(Math.max(...windows.map((window) => window.waitMs(now) ?? 0))))
    })
    request.signal?.addEventListener('abort', onAbort)
    if (request.signal?.aborted) onAbort()
    this.#waiting[request.lane]++
    let isWaiting = true
    const stop = () => {
      if (!isWaiting) return
      isWaiting = false
      this.#waiting[request.lane]--
      cancel()
      request.signal?.removeEventListener('abort', onAbort)
    }
    return { signal: controller.signal, deadline, stop }
  }

  #giveBack(windows: readonly SlidingWindow[], state: PermitState): void {
    if (state === 'waiting') return
    const now = this.#clock.monotonic()
    for (const window of windows) state === 'sent' ? window.complete(now) : window.release()
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

function checked(name: RateLimitName, rule: RateLimitRule): RateLimitRule {
  const isValid =
    rule.windows.length > 0 &&
    rule.windows.every(({ limit, periodMs }) => Number.isInteger(limit) && limit > 0 && periodMs > 0)
  if (!isValid) throw invalidRequest(`limits.${name}`, 'windows with a whole limit and a period above 0', rule)
  return rule
}
