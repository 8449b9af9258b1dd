/** One thing wrong with one field of a request. */
export type FieldError = { readonly field: string; readonly message: string }

/** An RFC 9457 problem document, the only form in which a service reports an error. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly FieldError[]
}

/** The media type of a problem document. */
export const PROBLEM_TYPE = 'application/problem+json'

/** `slug` becomes a stable `type` that a client can compare; `detail` is for a person and says what to do next. */
export function problem(
  status: number,
  slug: string,
  title: string,
  detail: string,
  errors: readonly FieldError[] = [],
): Problem {
  return { type: `urn:tezgah:problem:${slug}`, title, status, detail, ...(errors.length > 0 && { errors }) }
}

export type ProblemOptions = ErrorOptions & {
  /** Sent with the answer. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Thrown while a request is handled; becomes the answer. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
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
