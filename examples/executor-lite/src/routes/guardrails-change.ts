import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { operatorOf } from '../client.ts'
import type { Operator } from '../ports.ts'
import { ProblemError } from '../problem.ts'
import { answersJson, type RouteAccess, type RouteConfig } from '../route-config.ts'

/** A route that changes something of the guardrails. */
export function changes(access: RouteAccess, summary: string, body: z.ZodType, answer: z.ZodType): RouteConfig {
  return { access, bucket: 'requests', doc: answersJson(summary, answer, { body: { 'application/json': body } }) }
}

/** A route that shows something of them. */
export function shows(summary: string, answer: z.ZodType): RouteConfig {
  return { access: 'viewer', bucket: 'requests', doc: answersJson(summary, answer) }
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
