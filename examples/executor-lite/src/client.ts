import type { FastifyRequest } from 'fastify'
import { headerValues } from './admin-token.ts'
import type { Operator } from './ports.ts'

/** The header in which an operator names the client it speaks for. */
const CLIENT_HEADER = 'x-tezgah-client'
const CLIENT_NAME = /^[\w.:-]{1,64}$/

type Sender = {
  /** Whose request it is, whoever brought it; `null` where it came without credentials. */
  readonly operator: Operator | null
  /** Where it came from, in the form in which clients are told apart. */
  readonly peer: string
}

/** Beside the request and not on it: nothing that parses a request can reach it. */
const senders = new WeakMap<FastifyRequest, Sender>()

/** Called by the guard, once it knows. */
export function rememberSender(request: FastifyRequest, sender: Sender): void {
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
