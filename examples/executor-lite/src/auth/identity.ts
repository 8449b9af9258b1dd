import type { Role } from '@tezgah/core/node/operators-file'
import { headerValues } from '@tezgah-examples/service-kit/raw-headers'
import type { FastifyRequest } from 'fastify'
import { ProblemError } from '../http/problem.ts'

/** Who sent a request. */
export type Operator = {
  /** Names the person or program in the audit log. */
  readonly id: string
  readonly role: Role
  /** Which token was sent, and for whom where it speaks for others; never the token. */
  readonly credential: string
}

/** Whose token a request carries. */
export type TokenHolder = {
  readonly operator: Operator
  /** Whether the token may name another operator, whom it has let in: that of a proxy may. */
  readonly speaksForOthers?: true
}

/** What a request's credentials are worth. */
export type AuthVerdict = TokenHolder | 'missing' | 'wrong' | 'repeated'

/** Looks at a request's headers as they came: names and values in turn. */
export type Authenticator = (request: { readonly rawHeaders: readonly string[] }) => AuthVerdict

/** The header in which an operator names the client it speaks for. */
const CLIENT_HEADER = 'x-tezgah-client'
const CLIENT_NAME = /^[\w.:-]{1,64}$/

type RequestIdentity = {
  /** The operator on whose behalf the request is made, also when another one sent it; `null` without credentials. */
  readonly operator: Operator | null
  /** Network that the request came from, in the form that identifies clients. */
  readonly peer: string
}

/** Beside the request and not on it: nothing that parses a request can reach it. */
const senders = new WeakMap<FastifyRequest, RequestIdentity>()

/** Called by the guard, once it knows. */
export function setIdentity(request: FastifyRequest, sender: RequestIdentity): void {
  senders.set(request, sender)
}

/** Who sent the request; `null` where it came without credentials, or has not been looked at. */
export function operatorOf(request: FastifyRequest): Operator | null {
  return senders.get(request)?.operator ?? null
}

/** The sender as it stands in the rate limiter and in the audit log: the operator, and the client it speaks for. */
export function clientOf(request: FastifyRequest): string {
  const { operator, peer } = senders.get(request) ?? { operator: null, peer: 'unknown' }
  if (operator === null) return `anonymous@${peer}`
  const named = headerValues(request.raw.rawHeaders, CLIENT_HEADER)
  const name = named.length === 1 ? named[0] : undefined
  return name !== undefined && CLIENT_NAME.test(name) ? `${operator.id}:${name}` : `${operator.id}@${peer}`
}

/** Who sent the request. The guard lets only known operators through to such routes; should it fail, the request stops here. */
export function requireOperator(request: FastifyRequest): Operator {
  const operator = operatorOf(request)
  if (operator === null)
    throw new ProblemError('unauthorized', 'This route needs an operator: send the header x-admin-token.')
  return operator
}
