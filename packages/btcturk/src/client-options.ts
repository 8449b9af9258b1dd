import type { ServerClockOptions } from './clock/server-clock.ts'
import { invalidRequest } from './errors.ts'
import type { RateLimiter } from './limits/rate-limiter.ts'
import type { OrderEntryOptions } from './orders/order-entry.ts'
import type { Ports } from './ports.ts'
import type { CircuitBreakerOptions } from './rest/circuit-breaker.ts'
import type { Credentials } from './sign.ts'

export type PublicClientOptions = {
  /** REST host. Default `https://api.btcturk.com`. */
  readonly apiUrl?: string
  /** Host of candles. Default `https://graph-api.btcturk.com`. */
  readonly graphUrl?: string
  /** Time, waiting, chance and HTTP. Default those of the platform, each. */
  readonly ports?: Partial<Ports>
  /** Shared by all clients behind one address. Default one of its own. */
  readonly limiter?: RateLimiter
  /** Longest wait for an answer of one attempt, milliseconds, 1 to 600000. Default 10000. */
  readonly timeoutMs?: number
  /** Longest wait for the rate limit of one attempt, milliseconds, 0 to 600000. Default 10000. */
  readonly maxWaitMs?: number
  /** Longest answer, bytes, 1024 to 2^28. Default 16777216. */
  readonly maxBodyBytes?: number
  /** Attempts of a read or a cancel, the first included, 1 to 10. Default 3. */
  readonly attempts?: number
  /** Ceiling of the first wait between attempts and of any later one, milliseconds. Default 250 and 5000. */
  readonly backoff?: { readonly baseMs: number; readonly maxMs: number }
  readonly circuitBreaker?: CircuitBreakerOptions
  readonly serverClock?: ServerClockOptions
}

export type ClientOptions = PublicClientOptions & {
  readonly credentials: Credentials
  readonly orders?: OrderEntryOptions
}

type CallLimits = { timeoutMs: number; maxWaitMs: number; maxBodyBytes: number; attempts: number }

/** @throws BtcturkError `invalid_request` naming the option */
export function callLimits(options: PublicClientOptions): CallLimits {
  const { timeoutMs = 10_000, maxWaitMs = 10_000, maxBodyBytes = 2 ** 24, attempts = 3 } = options
  return {
    timeoutMs: inRange('timeoutMs', timeoutMs, 1, 600_000),
    maxWaitMs: inRange('maxWaitMs', maxWaitMs, 0, 600_000),
    maxBodyBytes: inRange('maxBodyBytes', maxBodyBytes, 1024, 2 ** 28),
    attempts: inRange('attempts', attempts, 1, 10),
  }
}

function inRange(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw invalidRequest(name, `a whole number from ${min} to ${max}`, value)
}
