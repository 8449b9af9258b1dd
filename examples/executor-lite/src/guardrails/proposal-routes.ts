import type { Proposal } from '@tezgah/guardrails'
import { toFieldErrors } from '@tezgah/runner'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { requireOperator } from '../auth/identity.ts'
import { ProblemError } from '../http/problem.ts'
import { type Approved, parametersOf } from './approved.ts'
import { POLICIES_HASH } from './policies.ts'
import { readOrUnavailable } from './refusal.ts'
import type { GuardrailRoutesDeps } from './route.ts'
import { changeRoute, readRoute, type WithId } from './route.ts'
import {
  contentBody,
  nothingBody,
  proposalBody,
  proposalListSchema,
  proposalSchema,
  readBody,
  reasonBody,
} from './schemas.ts'

const DAY_MS = 86_400_000

/** `GET` and `POST /proposals`, `POST /proposals/:id/…`: `approve`, `reject`, `withdraw`, `amend`, `apply`, `emergency`. */
export function addProposalRoutes(app: FastifyInstance, deps: GuardrailRoutesDeps): void {
  const { guardrails, newId } = deps

  const list = readRoute('listProposals', 'All open proposals and the last 50 others, newest first', proposalListSchema)
  app.get('/proposals', { config: list }, async () => readProposals(deps))

  const propose = changeRoute('operator', {
    operationId: 'createProposal',
    summary: 'Propose what shall be approved',
    body: proposalBody,
    answer: proposalSchema,
  })
  app.post('/proposals', { config: propose }, async (request) => {
    const id = newId()
    await guardrails.gate(requireOperator(request), { type: 'propose', id, ...readWish(request, deps) })
    return find(id, deps)
  })

  const amend = changeRoute('operator', {
    operationId: 'amendProposal',
    summary: 'Replace a proposal of yours; approvals are lost',
    body: proposalBody,
    answer: proposalSchema,
  })
  app.post<WithId>('/proposals/:id/amend', { config: amend }, async (request) => {
    const { id } = request.params
    await guardrails.gate(requireOperator(request), { type: 'amend', id, ...readWish(request, deps) })
    return find(id, deps)
  })
  addDecisions(app, deps)
  addUses(app, deps)
}

/** What `GET /proposals` answers. */
export function readProposals({ guardrails }: GuardrailRoutesDeps): { readonly proposals: readonly Proposal[] } {
  return { proposals: readOrUnavailable(() => guardrails.stores.gate.state.proposals).toReversed() }
}

function addDecisions(app: FastifyInstance, deps: GuardrailRoutesDeps): void {
  const { guardrails } = deps

  const approve = changeRoute('risk', {
    operationId: 'approveProposal',
    summary: 'Approve the proposal of another person',
    body: contentBody,
    answer: proposalSchema,
  })
  app.post<WithId>('/proposals/:id/approve', { config: approve }, async (request) => {
    const { id } = request.params
    await guardrails.gate(requireOperator(request), { type: 'approve', id, ...readBody(contentBody, request.body) })
    return find(id, deps)
  })

  for (const [type, access] of [
    ['reject', 'risk'],
    ['withdraw', 'operator'],
  ] as const) {
    const whose = type === 'reject' ? 'the proposal of another person' : 'a proposal of yours'
    const summary = `${type === 'reject' ? 'Reject' : 'Withdraw'} ${whose}`
    const config = changeRoute(access, {
      operationId: `${type}Proposal`,
      summary,
      body: reasonBody,
      answer: proposalSchema,
    })
    app.post<WithId>(`/proposals/:id/${type}`, { config }, async (request) => {
      const { id } = request.params
      await guardrails.gate(requireOperator(request), { type, id, ...readBody(reasonBody, request.body) })
      return find(id, deps)
    })
  }
}

function addUses(app: FastifyInstance, deps: GuardrailRoutesDeps): void {
  const { guardrails } = deps

  const apply = changeRoute('operator', {
    operationId: 'applyProposal',
    summary: 'Put an approved proposal into force, once',
    body: nothingBody,
    answer: proposalSchema,
  })
  app.post<WithId>('/proposals/:id/apply', { config: apply }, async (request) => {
    readBody(nothingBody, request.body)
    await guardrails.gate(requireOperator(request), { type: 'apply', id: request.params.id, ...inForce(deps) })
    return applied(request.params.id, deps)
  })

  const emergency = changeRoute('risk', {
    operationId: 'applyProposalInEmergency',
    summary: 'Put a proposal into force alone; rings the alarm',
    body: reasonBody,
    answer: proposalSchema,
  })
  app.post<WithId>('/proposals/:id/emergency', { config: emergency }, async (request) => {
    const use = { id: request.params.id, ...readBody(reasonBody, request.body), ...inForce(deps) }
    await guardrails.gate(requireOperator(request), { type: 'emergencyApply', ...use })
    return applied(request.params.id, deps)
  })
}

function readWish(request: FastifyRequest, deps: GuardrailRoutesDeps) {
  const { target, reason, expiresAt = deps.now() + DAY_MS } = readBody(proposalBody, request.body)
  return { target: parametersOf(complete(target, deps)), reason, expiresAt, ...inForce(deps) }
}

function inForce({ guardrails }: GuardrailRoutesDeps) {
  return { current: parametersOf(readOrUnavailable(() => guardrails.approved)), policies: POLICIES_HASH }
}

/** With the defaults of each strategy filled in, as a run has them; what no strategy takes is refused now and not at each start. */
function complete(target: Approved, { runner }: GuardrailRoutesDeps): Approved {
  const strategies = Object.entries(target.strategies).map(([name, params]) => {
    const strategy = runner.strategies.get(name)
    const parsed = strategy?.params.safeParse(params, { reportInput: true })
    if (parsed?.success) return [name, parsed.data] as const
    const errors = parsed
      ? toFieldErrors(parsed.error, `target.strategies.${name}`)
      : [{ field: `target.strategies.${name}`, message: 'there is no such strategy' }]
    throw new ProblemError('invalid-request', 'The body is not valid.', { errors })
  })
  return { ...target, strategies: Object.fromEntries(strategies) as Approved['strategies'] }
}

function find(id: string, { guardrails }: GuardrailRoutesDeps): Proposal {
  const proposal = readOrUnavailable(() => guardrails.stores.gate.state).proposals.find(
    (candidate) => candidate.id === id,
  )
  if (proposal === undefined) throw new ProblemError('not-found', 'There is no proposal with this id.')
  return proposal
}

function applied(id: string, deps: GuardrailRoutesDeps): Proposal {
  const proposal = find(id, deps)
  if (proposal.status === 'applied') return proposal
  throw new ProblemError(
    'refused-change',
    `conflicted: what is approved has changed since it was proposed; propose again.`,
  )
}
