import type { FieldError } from '@tezgah/runner'
import { z } from 'zod'

/** An RFC 9457 problem document. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z
    .array(z.strictObject({ field: z.string(), message: z.string() }))
    .optional()
    .describe('Every refused field, what is allowed and what was received'),
})

export type Problem = Omit<z.output<typeof problemSchema>, 'errors'> & { readonly errors?: readonly FieldError[] }

/** The media type of a problem document. */
export const PROBLEM_TYPE = 'application/problem+json'

const TITLES = {
  'invalid-request': [400, 'The request is not valid'],
  'malformed-request': [400, 'The request cannot be read'],
  unauthorized: [401, 'The admin token is missing or wrong'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'This method is not allowed here'],
  'not-finished': [409, 'The backtest has no result yet'],
  'no-result': [409, 'The backtest ended without a result'],
  'result-dropped': [410, 'The result is not kept any more'],
  'body-too-large': [413, 'The body is too large'],
  'uri-too-long': [414, 'The address is too long'],
  'wrong-content-type': [415, 'The body must be JSON'],
  'wrong-host': [421, 'This host name is not served here'],
  'rate-limited': [429, 'Too many requests'],
  'queue-full': [429, 'Too many unfinished backtests'],
  internal: [500, 'Something went wrong here'],
  'audit-unavailable': [503, 'The audit log cannot be written'],
  'store-unavailable': [503, 'The job store cannot be written'],
  'shutting-down': [503, 'The service is shutting down'],
} as const satisfies Record<string, readonly [number, string]>

/** Every kind of problem this service answers with. */
export type ProblemKind = keyof typeof TITLES

type Extras = ErrorOptions & {
  readonly errors?: readonly FieldError[]
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown by whatever handles a request; becomes the answer. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly kind: ProblemKind
  readonly errors: readonly FieldError[] | null
  readonly headers: Readonly<Record<string, string>>

  constructor(kind: ProblemKind, detail: string, { errors, headers, ...options }: Extras = {}) {
    super(detail, options)
    this.kind = kind
    this.errors = errors ?? null
    this.headers = headers ?? {}
  }

  get status(): number {
    return TITLES[this.kind][0]
  }

  toProblem(): Problem {
    return {
      type: `urn:tezgah:problem:${this.kind}`,
      title: TITLES[this.kind][1],
      status: this.status,
      detail: this.message,
      ...(this.errors === null ? {} : { errors: this.errors }),
    }
  }
}
