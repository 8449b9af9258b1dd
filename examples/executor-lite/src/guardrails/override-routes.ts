import type { Override } from '@tezgah/guardrails'
import type { FastifyInstance } from 'fastify'
import { requireOperator } from '../auth/identity.ts'
import { ProblemError } from '../http/problem.ts'
import { readOrUnavailable } from './refusal.ts'
import type { GuardrailRoutesDeps } from './route.ts'
import { changeRoute, readRoute, type WithId } from './route.ts'
import { contentBody, overrideBody, overrideListSchema, overrideSchema, readBody, reasonBody } from './schemas.ts'

/** `GET` and `POST /overrides`, `POST /overrides/:id/approve`, `POST /overrides/:id/revoke`. */
export function addOverrideRoutes(app: FastifyInstance, deps: GuardrailRoutesDeps): void {
  const { guardrails, newId, now } = deps

  const list = readRoute(
    'listOverrides',
    'All overrides that are or may come into force, and the last 50 others, newest first',
    overrideListSchema,
  )
  app.get('/overrides', { config: list }, async () => readOverrides(deps))

  const ask = changeRoute('operator', {
    operationId: 'requestOverride',
    summary: 'Ask for an override; another person has to approve',
    body: overrideBody,
    answer: overrideSchema,
  })
  app.post('/overrides', { config: ask }, async (request) => {
    const { from = now(), ...wish } = readBody(overrideBody, request.body)
    const id = newId()
    await guardrails.override(requireOperator(request), { type: 'request', id, from, ...wish })
    return find(id, deps)
  })

  const approve = changeRoute('risk', {
    operationId: 'approveOverride',
    summary: 'Approve an override, as the second person',
    body: contentBody,
    answer: overrideSchema,
  })
  app.post<WithId>('/overrides/:id/approve', { config: approve }, async (request) => {
    const { id } = request.params
    await guardrails.override(requireOperator(request), { type: 'approve', id, ...readBody(contentBody, request.body) })
    return find(id, deps)
  })

  const revoke = changeRoute('operator', {
    operationId: 'revokeOverride',
    summary: 'End an override, or a request for one, at once',
    body: reasonBody,
    answer: overrideSchema,
  })
  app.post<WithId>('/overrides/:id/revoke', { config: revoke }, async (request) => {
    const { id } = request.params
    await guardrails.override(requireOperator(request), { type: 'revoke', id, ...readBody(reasonBody, request.body) })
    return find(id, deps)
  })
}

/** What `GET /overrides` answers. */
export function readOverrides({ guardrails }: GuardrailRoutesDeps): { readonly overrides: readonly Override[] } {
  return { overrides: readOrUnavailable(() => guardrails.stores.overrides.state.overrides).toReversed() }
}

function find(id: string, { guardrails }: GuardrailRoutesDeps): Override {
  const override = readOrUnavailable(() => guardrails.stores.overrides.state).overrides.find((one) => one.id === id)
  if (override === undefined) throw new ProblemError('not-found', 'There is no override with this id.')
  return override
}
