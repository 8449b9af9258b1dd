import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { ProblemError, problem, retryAfter } from '@tezgah-examples/service-kit/problem'
import { type Dispatcher, errors, Pool } from 'undici'
import { CircuitBreaker } from './circuit-breaker.ts'
import { browserHeaders } from './header-filter.ts'

export type UpstreamRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Buffer | Readable | null
  /** Aborted when the browser disconnects, so that the executor stops working on the answer. */
  readonly signal: AbortSignal
  /** `stream`: stays open without an idle timeout. `upload`: is answered within three minutes. */
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
/** Streams have a connection pool of their own, so that open streams never delay other requests. */
export const MAX_STREAMS = 256
/** Longer than the executor takes to read a file of the largest size. */
const UPLOAD_ANSWER_MS = 180_000
const RETRY_AFTER_MS = 50
const NO_LIMIT = 0

/** Client of the one configured executor: no part of a client's request can choose another destination. */
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
      // The executor refused the proxy's own token; a 401 would ask the browser to sign in, which cannot help.
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

/** Repeats a read that got no answer at all. A change may have arrived, so it is sent once. */
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

/** No connection: refused, reset or not established. */
function isUnavailable(error: unknown): boolean {
  return !(error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
}

/** Whether the browser disconnected, possibly in the middle of an upload: no failure of the executor. */
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

/** Has no cause, so it is not logged: the failures that opened the circuit were. */
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

/** The client disconnected: no response is sent, and without a cause the failure is not logged. */
function abandoned(): ProblemError {
  return new ProblemError(
    problem(499, 'abandoned', 'Client closed request', 'The client disconnected before the executor answered.'),
  )
}
