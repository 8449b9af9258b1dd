import { describeValue } from '@tezgah/core/describe'
import { CodedError } from '@tezgah/core/errors'

/**
 * Why a call did not succeed.
 *
 * - `invalid_request`: an argument is out of its range; `field` names it and nothing was sent
 * - `aborted`: the caller's signal, or `close()`, ended the call
 * - `timeout`: no complete answer in time
 * - `network`: the connection failed, before or after the request left
 * - `rate_limited`: our own rate limit left no room in time, or the exchange answered 429; see `retryAfterMs`
 * - `unavailable`: the circuit breaker is open after repeated failures; nothing was sent
 * - `clock_unknown`: server time is not known well enough to sign
 * - `stamp_refused`: the exchange took the stamp for stale, early or used
 * - `unauthorized`: any other 401: key, signature, permission or address
 * - `forbidden`: 403, usually a page of the content network in front of the exchange
 * - `rejected`: the exchange refused the request; see `exchange.reason`
 * - `server_error`: the exchange failed (5xx)
 * - `malformed`: the answer, or a frame, is not what is documented; `field` names the first fault
 * - `duplicate_client_order_id`: this client order id is in use already; nothing was sent
 * - `unresolved_order`: an earlier order is still unknown and must be reconciled first; nothing was sent
 * - `disconnected`: the socket was lost or cannot be had
 * - `login_refused`: the socket's login failed
 * - `not_live`: the data asked for is stale or not there yet
 * - `overloaded`: a bounded buffer or queue is full
 */
export type BtcturkErrorCode =
  | 'invalid_request'
  | 'aborted'
  | 'timeout'
  | 'network'
  | 'rate_limited'
  | 'unavailable'
  | 'clock_unknown'
  | 'stamp_refused'
  | 'unauthorized'
  | 'forbidden'
  | 'rejected'
  | 'server_error'
  | 'malformed'
  | 'duplicate_client_order_id'
  | 'unresolved_order'
  | 'disconnected'
  | 'login_refused'
  | 'not_live'
  | 'overloaded'

/**
 * What became of the command. `not_sent` and `rejected` prove that it had no effect; after `unknown` it may have had one
 * or may still get one.
 */
export type Outcome = 'not_sent' | 'rejected' | 'unknown'

/** What the exchange itself said. */
export type ExchangeAnswer = {
  /** HTTP status; `null` on a socket. */
  readonly status: number | null
  /** Error number such as 1122, also where it came as text; `null` where there was none. */
  readonly number: number | null
  /** Message as sent, cut to 200 characters; `null` where there was none. */
  readonly message: string | null
  readonly reason: ExchangeReason
}

/** Meaning of the exchange's message and number, message first: the two can disagree. */
export type ExchangeReason =
  | 'insufficient_balance'
  | 'below_minimum_value'
  | 'price_scale'
  | 'quantity_scale'
  | 'stop_price_scale'
  | 'price_too_high'
  | 'price_too_low'
  | 'stop_price_below_market'
  | 'stop_price_above_market'
  | 'method_not_supported'
  | 'market_order_failed'
  | 'limit_order_failed'
  | 'invalid_parameter'
  | 'unknown_symbol'
  | 'order_not_found'
  | 'not_cancellable'
  | 'cancel_blocked'
  | 'maintenance'
  | 'access_denied'
  | 'too_many_requests'
  | 'unauthorized'
  | 'internal'
  | 'other'

export type BtcturkErrorOptions = ErrorOptions & {
  readonly outcome: Outcome
  readonly exchange?: ExchangeAnswer | undefined
  readonly field?: string | undefined
  readonly retryAfterMs?: number | undefined
  readonly clientOrderId?: string | undefined
}

/** The one error class of this package. It holds no key, secret, signature or header. */
export class BtcturkError extends CodedError<BtcturkErrorCode> {
  override readonly name = 'BtcturkError'
  readonly outcome: Outcome
  /** `null` where the exchange said nothing. */
  readonly exchange: ExchangeAnswer | null
  /** The argument or the field of an answer at fault, such as `quantity` or `data.symbols.0.name`. */
  readonly field: string | null
  /** Milliseconds after which the same call may succeed; `null` where that is not known. */
  readonly retryAfterMs: number | null
  /** Set on every error of an order that carried one. */
  readonly clientOrderId: string | null

  constructor(code: BtcturkErrorCode, message: string, options: BtcturkErrorOptions) {
    super(code, message, 'cause' in options ? { cause: options.cause } : undefined)
    this.outcome = options.outcome
    this.exchange = options.exchange ?? null
    this.field = options.field ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
    this.clientOrderId = options.clientOrderId ?? null
  }
}

/** True for a `BtcturkError`, also for one that another installed copy of this package made. */
export function isBtcturkError(value: unknown): value is BtcturkError {
  return value instanceof Error && value.name === 'BtcturkError' && 'code' in value && 'outcome' in value
}

/** The same error with another outcome, or with the order that it is about. The original is its cause. */
export function withOutcome(error: BtcturkError, changes: { outcome?: Outcome; clientOrderId?: string }): BtcturkError {
  const { code, message, outcome, exchange, field, retryAfterMs, clientOrderId } = error
  return new BtcturkError(code, message, {
    outcome,
    exchange: exchange ?? undefined,
    field: field ?? undefined,
    retryAfterMs: retryAfterMs ?? undefined,
    clientOrderId: clientOrderId ?? undefined,
    ...changes,
    cause: error.cause ?? error,
  })
}

/** An argument out of its range: names the field, the limit and, shortened, what was received. */
export function invalidRequest(field: string, limit: string, received: unknown): BtcturkError {
  return new BtcturkError('invalid_request', `${field} must be ${limit}, received ${describeValue(received, 60)}`, {
    outcome: 'not_sent',
    field,
  })
}
