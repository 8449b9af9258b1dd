import { AUDIT_UNAVAILABLE } from '@tezgah/audit/node'
import {
  type FieldError,
  type ProblemOptions,
  problem,
  ProblemError as ServiceProblem,
} from '@tezgah-examples/service-kit/problem'
import { z } from 'zod'
import { named } from './schemas.ts'

/** An RFC 9457 problem document. */
export const problemSchema = named(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.literal(AUDIT_UNAVAILABLE).optional().describe('For programs that look for this one word'),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .describe('Every refused field, what is allowed and what was received'),
  }),
)

/** Status and title of each kind of problem. */
export const PROBLEMS = {
  'invalid-request': [400, 'The request is not valid'],
  'malformed-request': [400, 'The request cannot be read'],
  unauthorized: [401, 'The admin token is missing or wrong'],
  forbidden: [403, 'The role of this operator does not reach so far'],
  'cross-site': [403, 'Another site may not send this'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'This method is not allowed here'],
  'too-late': [408, 'The request took too long to arrive'],
  'not-finished': [409, 'The backtest has no result yet'],
  'no-result': [409, 'The backtest ended without a result'],
  'already-final': [409, 'The backtest has ended already'],
  'key-reused': [409, 'The idempotency key was sent with another request'],
  'dataset-exists': [409, 'There is a dataset of this name already'],
  'not-reproducible': [409, 'The result cannot be computed again'],
  'outside-limits': [409, 'The run goes beyond what is approved'],
  'trading-halted': [409, 'Nothing may be started now'],
  'refused-change': [409, 'The guardrails refuse this'],
  'not-waiting': [409, 'The backtest does not wait for other code or data'],
  'result-damaged': [409, 'The stored result was damaged'],
  'result-dropped': [410, 'The result is not kept any more'],
  'body-too-large': [413, 'The body is too large'],
  'uri-too-long': [414, 'The address is too long'],
  'wrong-content-type': [415, 'The body must be JSON'],
  'wrong-host': [421, 'This host name is not served here'],
  'rate-limited': [429, 'Too many requests'],
  'too-many-failures': [429, 'Too many wrong tokens'],
  'too-many-headers': [431, 'The request has too many headers'],
  busy: [429, 'Too much of this at once'],
  'queue-full': [429, 'Too many unfinished backtests'],
  internal: [500, 'Something went wrong here'],
  'audit-unavailable': [503, 'The audit log cannot be written'],
  'store-unavailable': [503, 'The job store cannot be written'],
  'too-slow': [503, 'This took too long'],
  'guardrails-unavailable': [503, 'The state of the guardrails cannot be written'],
  'shutting-down': [503, 'The service is shutting down'],
} as const satisfies Record<string, readonly [number, string]>

/** Every kind of problem this service answers with. */
export type ProblemKind = keyof typeof PROBLEMS

type Extras = ProblemOptions & { readonly errors?: readonly FieldError[] | undefined }

/** A problem of one of these kinds. */
export class ProblemError extends ServiceProblem {
  readonly kind: ProblemKind

  constructor(kind: ProblemKind, detail: string, { errors, ...options }: Extras = {}) {
    const [status, title] = PROBLEMS[kind]
    const document = problem(status, kind, title, detail, errors)
    super(kind === 'audit-unavailable' ? Object.assign(document, { code: AUDIT_UNAVAILABLE }) : document, options)
    this.kind = kind
  }
}
