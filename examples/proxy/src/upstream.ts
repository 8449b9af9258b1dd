import type { Readable } from 'node:stream'
import { errors, Pool } from 'undici'
import { browserHeaders } from './header-filter.ts'
import { ProblemError, problem } from './problem.ts'

export type UpstreamRequest = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Buffer | null
  /** Aborted when the browser goes away, so that the executor need not finish for nobody. */
  readonly signal: AbortSignal
}

export type UpstreamAnswer = {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Readable
}

export interface Upstream {
  /** @throws ProblemError 502 when the executor is away or refuses the proxy, 504 when it is too slow */
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

const away = (cause: unknown): ProblemError =>
  new ProblemError(
    problem(
      502,
      'executor-away',
      'The executor is away',
      'executor-lite does not answer. Start it with: npm run executor',
    ),
    { cause },
  )

const slow = (cause: unknown): ProblemError =>
  new ProblemError(
    problem(
      504,
      'executor-slow',
      'The executor is slow',
      'executor-lite did not answer in time. Try again in a moment.',
    ),
    { cause },
  )

const refused = (): ProblemError =>
  new ProblemError(
    problem(
      502,
      'token-mismatch',
      'The executor refused the proxy',
      'The proxy and executor-lite hold different admin tokens. Restart both so that they read the same ADMIN_TOKEN.',
    ),
  )

/** Told to nobody, since nobody is there any more; without a cause it is not reported as a failure of the executor either. */
const abandoned = (): ProblemError =>
  new ProblemError(problem(499, 'abandoned', 'Nobody waits', 'The browser left before the executor answered.'))

function translate(error: unknown): ProblemError {
  const late =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  return late ? slow(error) : away(error)
}

/** The one fixed destination: no part of a client's request can choose another. */
export function createUpstream({ url, connectTimeoutMs, answerTimeoutMs }: UpstreamOptions): Upstream {
  const pool = new Pool(url.origin, {
    connections: CONNECTIONS,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  })
  return {
    async request(request) {
      const answer = await pool.request(request).catch((error: unknown) => {
        throw request.signal.aborted ? abandoned() : translate(error)
      })
      // The browser sent no credentials, so "log in" would be a wrong thing to tell it.
      if (answer.statusCode === 401 || answer.statusCode === 403) {
        await answer.body.dump()
        throw refused()
      }
      return { status: answer.statusCode, headers: browserHeaders(answer.headers), body: answer.body }
    },
    close: () => pool.destroy(),
  }
}
