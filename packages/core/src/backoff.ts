import { delay, systemTimers, type Timers } from './clock.ts'

/**
 * Waits that double from `firstMs` up to `maxMs`. With `random`, which gives a fraction from 0 to 1, each wait is that fraction
 * of its ceiling (full jitter), so that clients that failed together do not return together; without it there is no jitter.
 */
export type BackoffOptions = {
  readonly firstMs: number
  readonly maxMs: number
  readonly random?: (() => number) | undefined
}

/** @param attempt - 0 after the first failure */
export function backoffMs(attempt: number, { firstMs, maxMs, random }: BackoffOptions): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** attempt)
  return random === undefined ? ceiling : random() * ceiling
}

/** A series of waits that starts again after a success. */
export class Backoff {
  readonly #options: BackoffOptions
  #attempts = 0

  constructor(options: BackoffOptions) {
    this.#options = options
  }

  /** Waits taken since the last `reset`. */
  get attempts(): number {
    return this.#attempts
  }

  /** The next wait in milliseconds. */
  next(): number {
    return backoffMs(this.#attempts++, this.#options)
  }

  reset(): void {
    this.#attempts = 0
  }
}

export type RetryOptions = BackoffOptions & {
  /** How often `work` may run, the first time included; a whole number from 1. */
  readonly attempts: number
  readonly isRetryable: (error: unknown) => boolean
  readonly timers?: Pick<Timers, 'after'> | undefined
}

/** Runs `work` until it succeeds, fails with an error that is not retryable, or has failed `attempts` times. */
export async function retry<Result>(work: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  const { attempts, isRetryable, timers = systemTimers } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error
    }
    await delay(backoffMs(attempt - 1, options), { timers })
  }
}
