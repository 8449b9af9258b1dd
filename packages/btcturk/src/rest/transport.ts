import { backoffMs } from '@tezgah/core/backoff'
import { delay, raceAbort } from '@tezgah/core/clock'
import type { ServerClock } from '../clock/server-clock.ts'
import { STAMP_WINDOW_MS, type StampGenerator } from '../clock/stamp-generator.ts'
import { BtcturkError, isBtcturkError, withOutcome } from '../errors.ts'
import type { RateLimiter } from '../limits/rate-limiter.ts'
import type { Ports } from '../ports.ts'
import type { Signer } from '../sign.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'
import { readData } from './classify.ts'
import type { Endpoint, RequestParts } from './endpoint.ts'
import { send, type TimedAnswer } from './send.ts'
import { urlOf } from './url.ts'

export type CallOptions = {
  /** Ends the call. What was sent by then is of unknown outcome. */
  readonly signal?: AbortSignal
  /** Longest wait for an answer of one attempt, milliseconds. */
  readonly timeoutMs?: number
  /** Longest wait for the rate limit of one attempt, milliseconds. */
  readonly maxWaitMs?: number
  /** Higher goes first among calls that wait for the same limit. Default 0. */
  readonly priority?: number
}

export type TransportOptions = {
  readonly hosts: Readonly<Record<'api' | 'graph', string>>
  readonly ports: Ports
  readonly limiter: RateLimiter
  readonly breakers: Readonly<Record<'api' | 'graph', CircuitBreaker>>
  readonly timeoutMs: number
  readonly maxWaitMs: number
  readonly maxBodyBytes: number
  /** Attempts of a call that may be repeated, the first included. */
  readonly attempts: number
  readonly backoff: { readonly baseMs: number; readonly maxMs: number }
}

/** What signed calls need; without it a transport serves the public endpoints alone. */
export type Signing = { readonly signer: Signer; readonly stamps: StampGenerator; readonly clock: ServerClock }

/** Watches a call from within. */
export type Hooks = {
  /** Called with each stamp before its request leaves. */
  readonly onStamp?: (stamp: number) => void
}

type Call = { readonly options: CallOptions; readonly hooks: Hooks }

const MAY_SUCCEED_LATER: ReadonlySet<string> = new Set(['network', 'timeout', 'server_error', 'rate_limited'])

/** Carries calls to the exchange: limits, signs, sends, judges, and repeats what may be repeated. */
export class Transport {
  readonly #options: TransportOptions
  readonly #signing: Signing | null
  readonly #underWay = new Set<AbortController>()
  #isClosed = false

  constructor(options: TransportOptions, signing: Signing | null = null) {
    this.#options = options
    this.#signing = signing
  }

  /** Ends every call, as their signals would; later ones are not sent. */
  close(): void {
    this.#isClosed = true
    for (const controller of this.#underWay) controller.abort(new Error('the client was closed'))
  }

  /** @throws BtcturkError */
  async call<Input, Output>(
    endpoint: Endpoint<Input, Output>,
    input: Input,
    options: CallOptions = {},
    hooks: Hooks = {},
  ): Promise<Output> {
    const parts = endpoint.request(input)
    return await this.#scoped(options, (scoped) => this.#repeated(endpoint, parts, scoped, hooks))
  }

  async #repeated<Output>(
    endpoint: Endpoint<never, Output>,
    parts: RequestParts,
    options: CallOptions,
    hooks: Hooks,
  ): Promise<Output> {
    const attempts = endpoint.effect === 'once' ? 1 : this.#options.attempts
    let isUnknown = false
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await this.#attempt(endpoint, parts, { options, hooks })
        return endpoint.read(readData(answer, endpoint.hasEnvelope))
      } catch (error) {
        isUnknown ||= isBtcturkError(error) && error.outcome === 'unknown'
        if (attempt + 1 >= attempts || !mayRetry(error)) throw isUnknown ? afterUnknown(error) : error
        await this.#pause(attempt, options.signal)
      }
    }
  }

  /** One attempt, with the times at which it left and was answered. @throws BtcturkError */
  async timed<Input, Output>(
    endpoint: Endpoint<Input, Output>,
    input: Input,
    options: CallOptions,
  ): Promise<Pick<TimedAnswer, 'sentAt' | 'receivedAt'> & { readonly output: Output }> {
    const parts = endpoint.request(input)
    const attempt = (scoped: CallOptions) => this.#attempt(endpoint, parts, { options: scoped, hooks: {} })
    const { sentAt, receivedAt, ...answer } = await this.#scoped(options, attempt)
    return { sentAt, receivedAt, output: endpoint.read(readData(answer, endpoint.hasEnvelope)) }
  }

  /** Runs under a signal that aborts with the caller's or when this is closed. */
  async #scoped<Result>(options: CallOptions, run: (options: CallOptions) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new BtcturkError('aborted', 'the client is closed', { outcome: 'not_sent' })
    const controller = new AbortController()
    const onAbort = () => controller.abort(options.signal?.reason)
    options.signal?.addEventListener('abort', onAbort)
    if (options.signal?.aborted) onAbort()
    this.#underWay.add(controller)
    try {
      return await run({ ...options, signal: controller.signal })
    } finally {
      this.#underWay.delete(controller)
      options.signal?.removeEventListener('abort', onAbort)
    }
  }

  /** One attempt; a second one only where the first provably failed for its stamp. */
  async #attempt(endpoint: Endpoint<never, unknown>, parts: RequestParts, call: Call): Promise<TimedAnswer> {
    const first = await this.#once(endpoint, parts, call)
    if (first.answer.status !== 401 || first.stamp === null) return first.answer
    const isStale = await this.#wasOutsideWindow(first.stamp, first.answer)
    const isRefusedForStamp = /Invalid Nonce/i.test(first.answer.text)
    // A stamp inside the window may have been refused because it was used: by this very request, sent twice on the way.
    // A call that must not happen twice is repeated only where its stamp cannot have been accepted.
    if (!isStale && (!isRefusedForStamp || endpoint.effect === 'once')) return first.answer
    return (await this.#once(endpoint, parts, call)).answer
  }

  async #once(endpoint: Endpoint<never, unknown>, parts: RequestParts, call: Call) {
    const { limiter, maxWaitMs } = this.#options
    const { limits, lane } = endpoint
    const { priority = 0, signal } = call.options
    const request = { limits, lane, priority, maxWaitMs: call.options.maxWaitMs ?? maxWaitMs, signal }
    return await limiter.run(request, () => this.#guarded(endpoint, parts, call))
  }

  /** Asks the breaker and tells it; a cancel always goes out, since it can only make things safer. */
  async #guarded(endpoint: Endpoint<never, unknown>, parts: RequestParts, call: Call) {
    const breaker = this.#options.breakers[endpoint.host]
    if (endpoint.lane !== 'cancel') breaker.assertClosed()
    try {
      const sent = await this.#send(endpoint, parts, call)
      if (sent.answer.status >= 500) breaker.recordFailure()
      else breaker.recordSuccess()
      if (sent.answer.status === 429) this.#block(endpoint, sent.answer)
      return sent
    } catch (error) {
      const hasFailed = isBtcturkError(error) && (error.code === 'network' || error.code === 'timeout')
      if (hasFailed) breaker.recordFailure()
      else breaker.recordUnknown()
      throw error
    }
  }

  async #send({ access, method, host }: Endpoint<never, unknown>, parts: RequestParts, { options, hooks }: Call) {
    const { ports, hosts, timeoutMs, maxBodyBytes } = this.#options
    const stamp = access === 'private' ? await this.#stamp(options.signal) : null
    if (stamp !== null) hooks.onStamp?.(stamp)
    const body = parts.body === undefined ? undefined : JSON.stringify(parts.body)
    const headers = { Accept: 'application/json', ...this.#signed(stamp) }
    const init = { method, headers, ...(body === undefined ? {} : { body }) }
    const limits = { timeoutMs: options.timeoutMs ?? timeoutMs, maxBodyBytes, signal: options.signal }
    return { stamp, answer: await send(ports, urlOf(hosts[host], parts), init, limits) }
  }

  async #stamp(signal: AbortSignal | undefined): Promise<number> {
    if (this.#signing === null) {
      throw new BtcturkError('unauthorized', 'this call needs credentials', { outcome: 'not_sent' })
    }
    const { stamps } = this.#signing
    try {
      return signal === undefined ? await stamps.next() : await raceAbort(signal, () => stamps.next())
    } catch (error) {
      if (isBtcturkError(error)) throw error
      throw new BtcturkError('aborted', 'aborted before it was sent', { outcome: 'not_sent', cause: error })
    }
  }

  #signed(stamp: number | null): Record<string, string> {
    if (stamp === null || this.#signing === null) return {}
    const { signer } = this.#signing
    return {
      'Content-Type': 'application/json',
      'X-PCK': signer.publicKey,
      'X-Stamp': String(stamp),
      'X-Signature': signer.sign(stamp),
    }
  }

  /** After a refusal that may be about the stamp: measures the server's clock anew and holds the stamp against it. */
  async #wasOutsideWindow(stamp: number, answer: TimedAnswer): Promise<boolean> {
    const { clock } = this.#signing!
    const mayBeStamp = answer.text.trim() === '' || /Invalid Nonce/i.test(answer.text)
    if (!mayBeStamp) return false
    try {
      await clock.sync()
    } catch {
      return false
    }
    const [sent, received] = [clock.at(answer.sentAt), clock.at(answer.receivedAt)]
    if (sent === null || received === null) return false
    const isLate = stamp < sent.time - sent.errorMs - STAMP_WINDOW_MS
    const isEarly = stamp > received.time + received.errorMs + STAMP_WINDOW_MS
    return isLate || isEarly
  }

  #block(endpoint: Endpoint<never, unknown>, answer: TimedAnswer): void {
    try {
      readData(answer, endpoint.hasEnvelope)
    } catch (error) {
      const blockMs = isBtcturkError(error) ? error.retryAfterMs : null
      this.#options.limiter.block(endpoint.limits, blockMs)
    }
  }

  async #pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
    const { ports, backoff } = this.#options
    const wait = backoffMs(attempt, { firstMs: backoff.baseMs, maxMs: backoff.maxMs, random: ports.random })
    await delay(wait, { timers: ports.timers, signal })
  }
}

/** What was sent before may have had its effect, unless the exchange itself now says otherwise. */
function afterUnknown(error: unknown): unknown {
  if (!isBtcturkError(error) || error.code === 'rejected' || error.outcome === 'unknown') return error
  return withOutcome(error, { outcome: 'unknown' })
}

function mayRetry(error: unknown): boolean {
  if (!isBtcturkError(error) || !MAY_SUCCEED_LATER.has(error.code)) return false
  // Our own limiter has waited as long as it may.
  return !(error.code === 'rate_limited' && error.outcome === 'not_sent')
}
