/** One thing wrong with one field of a request. */
export type FieldError = { readonly field: string; readonly message: string }

/** An RFC 9457 problem document, the only form in which this service reports an error. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors: readonly FieldError[]
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8'

/** `slug` becomes a stable `type` that a client can compare; `detail` is for a person and says what to do next. */
export function problem(
  status: number,
  slug: string,
  title: string,
  detail: string,
  errors: readonly FieldError[] = [],
): Problem {
  return { type: `urn:tezgah:problem:${slug}`, title, status, detail, errors }
}

type ProblemOptions = ErrorOptions & { readonly headers?: Readonly<Record<string, string>> }

/** Thrown by the guards and the upstream; the app's error handler turns it into the response. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  /** Sent with the answer. */
  readonly headers: Readonly<Record<string, string>>

  constructor(document: Problem, { headers = {}, ...options }: ProblemOptions = {}) {
    super(document.detail, options)
    this.problem = document
    this.headers = headers
  }
}

/** Seconds, as `Retry-After` wants them: whole, and at least one. */
export function retryAfter(ms: number): { readonly 'retry-after': string } {
  return { 'retry-after': String(Math.max(1, Math.ceil(ms / 1_000))) }
}
