import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { operatorOf } from '../client.ts'
import type { Operator } from '../ports.ts'
import { ProblemError } from '../problem.ts'
import { jsonRoute, type RouteAccess, type RouteConfig } from '../route-config.ts'

/** A route that changes something of the guardrails. */
export function changeRoute(
  access: RouteAccess,
  doc: { readonly operationId: string; readonly summary: string; readonly body: z.ZodType; readonly answer: z.ZodType },
): RouteConfig {
  const { operationId, summary, body, answer } = doc
  const problems = ['not-found', 'forbidden', 'refused-change', 'guardrails-unavailable'] as const
  return {
    access,
    bucket: 'requests',
    doc: jsonRoute(operationId, summary, answer, { body: { 'application/json': body }, problems }),
  }
}

/** A route that shows something of them. */
export function readRoute(operationId: string, summary: string, answer: z.ZodType): RouteConfig {
  const problems = ['guardrails-unavailable'] as const
  return { access: 'viewer', bucket: 'requests', doc: jsonRoute(operationId, summary, answer, { problems }) }
}

/** Who sent the request. The guard lets nobody through to these routes whom it does not know; should it, nothing happens here. */
export function senderOf(request: FastifyRequest): Operator {
  const operator = operatorOf(request)
  if (operator === null)
    throw new ProblemError('unauthorized', 'This route needs an operator: send the header x-admin-token.')
  return operator
}

/** A route with an id in its path. */
export type WithId = { readonly Params: { readonly id: string } }
