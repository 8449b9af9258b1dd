import type { Runner } from '@tezgah/runner'
import type { z } from 'zod'
import { jsonRoute, type RouteAccess, type RouteConfig } from '../http/route.ts'
import type { RecentVerdicts } from './recent-verdicts.ts'
import type { Guardrails } from './service.ts'

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

/** A route with an id in its path. */
export type WithId = { readonly Params: { readonly id: string } }

export type GuardrailRoutesDeps = {
  readonly guardrails: Guardrails
  readonly verdicts: RecentVerdicts
  readonly runner: Pick<Runner, 'strategies' | 'list'>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Names proposals, requests and overrides. */
  readonly newId: () => string
}
