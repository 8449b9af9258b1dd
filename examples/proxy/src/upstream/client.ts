import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type Dispatcher, errors, Pool } from 'undici'
import { ProblemError, problem, retryAfter } from '../http/problem.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { browserHeaders } from './header-filter.ts'

export type UpstreamRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Buffer | Readable | null
  /** Aborted when the browser goes away, so that the executor need not finish for nobody. */
  readonly signal: AbortSignal
  /** `stream`: may stay open and be quiet for as long as it likes. `upload`: takes longer to be answered. */
  readonly kind?: 'plain' | 'stream' | 'upload'
}

export type UpstreamAnswer = {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Readable
}

export interface Upstream {
  /** @throws ProblemError 502 or 503 when the executor is away, 502 when it refuses the proxy, 504 when it is too slow */
  request(request: UpstreamRequest): Promise<UpstreamAnswer>
  close(): Promise<void>
}

export type UpstreamOptions = {
  readonly url: URL
  /** Longest wait for a connection, in milliseconds. */
  readonly connectTimeoutMs: number
  /** Longest wait for the answer's head, and for each next piece of its body, in milliseconds. */
  readonly answerTimeoutMs: number
}

const CONNECTIONS = 32
/** Streams have connections of their own: open ones must not keep anything else waiting. */
export const MAX_STREAMS = 256
/** Longer than the executor takes to read a file of the largest size. */
const UPLOAD_ANSWER_MS = 180_000
const RETRY_AFTER_MS = 50
const NO_LIMIT = 0

/** The one fixed destination: no part of a client's request can choose another. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { url, connectTimeoutMs, answerTimeoutMs } = options
  const timeouts = { headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs }
  const connect = { timeout: connectTimeoutMs }
  const pool = new Pool(url.origin, { connections: CONNECTIONS, connect, ...timeouts })
  const streams = new Pool(url.origin, { connections: MAX_STREAMS, connect, ...timeouts, bodyTimeout: NO_LIMIT })
  const breaker = new CircuitBreaker(() => performance.now())
  return {
    async request({ kind = 'plain', ...request }) {
      const dispatcher = kind === 'stream' ? streams : pool
      const more = kind === 'upload' ? { headersTimeout: UPLOAD_ANSWER_MS } : {}
      const report = breaker.acquire()
      if (typeof report === 'object') throw circuitOpen(report.waitMs)
      const answer = await send(dispatcher, { ...request, ...more }).catch((error: unknown) => {
        const isGone = isAbandoned(request)
        report(!isGone && isUnavailable(error) ? 'unavailable' : 'unknown')
        throw isGone ? abandoned() : translate(error)
      })
      report('answered')
      // The browser's own credentials were good enough for us, so "sign in" would be a wrong thing to tell it.
      if (answer.statusCode === 401) {
        await answer.body.dump()
        throw refused()
      }
      return { status: answer.statusCode, headers: browserHeaders(answer.headers), body: answer.body }
    },
    close: async () => {
      await Promise.all([pool.destroy(), streams.destroy()])
    },
  }
}

type Sent = Omit<UpstreamRequest, 'kind'> & { readonly headersTimeout?: number }

/** Sends a read a second time when it got no answer at all. Whatever changes something may have arrived, and goes once. */
async function send(pool: Pool, request: Sent): Promise<Dispatcher.ResponseData> {
  const options = { ...request, method: request.method as Dispatcher.HttpMethod }
  try {
    return await pool.request(options)
  } catch (error) {
    if (request.method !== 'GET' || request.signal.aborted || !isUnavailable(error)) throw error
    await pause(RETRY_AFTER_MS, undefined, { signal: request.signal })
    return pool.request(options)
  }
}

/** No answer, and no hope of one: refused, reset, no connection. */
function isUnavailable(error: unknown): boolean {
  return !(error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
}

/** Whether the browser has left, in the middle of a file perhaps: that is no failure of the executor. */
function isAbandoned({ signal, body }: Sent): boolean {
  return signal.aborted || (body instanceof Readable && body.errored !== null)
}

const UNAVAILABLE = 'executor-lite does not answer. Start it with: npm run executor'

function translate(error: unknown): ProblemError {
  if (isUnavailable(error))
    return new ProblemError(problem(502, 'executor-away', 'The executor is away', UNAVAILABLE), { cause: error })
  const detail = 'executor-lite did not answer in time. Try again in a moment.'
  return new ProblemError(problem(504, 'executor-slow', 'The executor is slow', detail), { cause: error })
}

/** Not reported: the failures that led here were. */
function circuitOpen(waitMs: number): ProblemError {
  return new ProblemError(problem(503, 'executor-away', 'The executor is away', UNAVAILABLE), {
    headers: retryAfter(waitMs),
  })
}

function refused(): ProblemError {
  const detail =
    'The proxy and executor-lite hold different admin tokens. Restart both so that they read the same ADMIN_TOKEN.'
  return new ProblemError(problem(502, 'token-mismatch', 'The executor refused the proxy', detail))
}

/** Told to nobody, since nobody is there any more; without a cause it is not reported as a failure of the executor either. */
function abandoned(): ProblemError {
  return new ProblemError(problem(499, 'abandoned', 'Nobody waits', 'The browser left before the executor answered.'))
}
