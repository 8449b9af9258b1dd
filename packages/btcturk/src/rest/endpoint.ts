import type { z } from 'zod'
import { BtcturkError, invalidRequest } from '../errors.ts'
import type { RequestLane } from '../limits/rate-limiter.ts'
import type { RateLimitName } from '../limits/rate-limits.ts'

/** Values of the query string; what is `undefined` is left out, a list repeats its key. */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

export type RequestParts = {
  /** From the host's root, such as `/api/v2/ticker`. */
  readonly path: string
  readonly query?: Query
  readonly body?: Readonly<Record<string, string | undefined>>
}

/** One call of the exchange: how to ask, how to read the answer, and what repeating it would do. */
export type Endpoint<Input, Output> = {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly host: 'api' | 'graph'
  readonly access: 'public' | 'private'
  /** `read` and `idempotent` calls may be repeated; `once` calls never are after an unknown outcome. */
  readonly effect: 'read' | 'idempotent' | 'once'
  readonly lane: RequestLane
  /** The first is the endpoint's own. */
  readonly limits: readonly [RateLimitName, ...RateLimitName[]]
  /** Whether the answer is wrapped in the exchange's envelope. */
  readonly hasEnvelope: boolean
  /** @throws BtcturkError `invalid_request` */
  readonly request: (input: Input) => RequestParts
  /** @throws BtcturkError `malformed` */
  readonly read: (data: unknown) => Output
}

/** What nearly all calls that only read have in common; an endpoint says what is different. */
export const READ = { method: 'GET', host: 'api', effect: 'read', lane: 'read', hasEnvelope: true } as const

/** Checks an argument. @throws BtcturkError `invalid_request` naming the first field at fault */
export function checkInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path ?? []
  const received = path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  )
  throw invalidRequest(path.length === 0 ? 'input' : path.join('.'), issue?.message ?? 'valid', received)
}

/**
 * Reads an answer. The message names the field and the fault but quotes no value.
 *
 * @throws BtcturkError `malformed`, of unknown outcome: the call itself was answered with success
 */
export function readAnswer<Output>(schema: z.ZodType<Output>, data: unknown): Output {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = ['data', ...(issue?.path ?? [])].join('.')
  throw new BtcturkError('malformed', `${field} is not as documented: ${issue?.message}`, { outcome: 'unknown', field })
}
