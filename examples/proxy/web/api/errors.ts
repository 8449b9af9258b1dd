import { isFields } from './documents.ts'

export type FieldProblem = { readonly field: string; readonly message: string }

/**
 * Why a request failed. `unavailable`: no answer, or none in time; a later attempt may succeed.
 * `rate-limited`: the same, after `retryAfterMs`. `refused`: asking again brings the same answer.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly kind: 'unavailable' | 'rate-limited' | 'refused'
  /** Which problem it is, for programs: `urn:tezgah:problem:…`; empty where the answer was no problem document. */
  readonly type: string
  readonly title: string
  readonly fields: readonly FieldProblem[]
  readonly retryAfterMs: number

  constructor(
    kind: ApiError['kind'],
    title: string,
    detail: string,
    more: {
      readonly type?: string
      readonly fields?: readonly FieldProblem[]
      readonly retryAfterMs?: number
      readonly cause?: unknown
    } = {},
  ) {
    super(detail, { cause: more.cause })
    this.kind = kind
    this.type = more.type ?? ''
    this.title = title
    this.fields = more.fields ?? []
    this.retryAfterMs = more.retryAfterMs ?? 0
  }
}

const DEFAULT_RETRY_AFTER_MS = 5_000
const LONGEST_RETRY_AFTER_MS = 120_000
const UNAVAILABLE_STATUSES = [502, 503, 504]

function kindOf(status: number): ApiError['kind'] {
  if (status === 429) return 'rate-limited'
  return UNAVAILABLE_STATUSES.includes(status) ? 'unavailable' : 'refused'
}

function readRetryAfter(header: string | null): number {
  const seconds = Number(header ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0
    ? Math.min(seconds * 1_000, LONGEST_RETRY_AFTER_MS)
    : DEFAULT_RETRY_AFTER_MS
}

function readFieldProblems(value: unknown): readonly FieldProblem[] {
  if (!Array.isArray(value)) return []
  return value.filter(isFields).map(({ field, message }) => ({ field: String(field ?? ''), message: String(message) }))
}

/** Makes an error of an answer that is not a success; a body that is no problem document still gets a sentence. */
export function errorFromAnswer(status: number, retryAfter: string | null, body: unknown): ApiError {
  const document = isFields(body) ? body : {}
  const title = typeof document['title'] === 'string' ? document['title'] : 'The request failed'
  const detail = typeof document['detail'] === 'string' ? document['detail'] : `The answer was HTTP ${status}.`
  return new ApiError(kindOf(status), title, detail, {
    type: typeof document['type'] === 'string' ? document['type'] : '',
    fields: readFieldProblems(document['errors']),
    retryAfterMs: readRetryAfter(retryAfter),
  })
}

/** Any thrown value as an ApiError, so that a view has one shape to show. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new ApiError('refused', 'The answer was not understood', `${message}. Reload the page.`, { cause: error })
}
