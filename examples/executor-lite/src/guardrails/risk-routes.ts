import { activeOverrides } from '@tezgah/guardrails'
import type { FastifyInstance } from 'fastify'
import { requireOperator } from '../auth/identity.ts'
import { POLICIES, POLICIES_HASH } from './policies.ts'
import { readOrUnavailable } from './refusal.ts'
import type { GuardrailRoutesDeps } from './route.ts'
import { changeRoute, readRoute, type WithId } from './route.ts'
import {
  killBody,
  nothingBody,
  type Policies,
  policiesSchema,
  type Risk,
  readBody,
  rearmBody,
  riskSchema,
} from './schemas.ts'

/** How long a request to re-arm waits where it does not say. */
const REARM_MS = 900_000
/** Of the last so many finished runs the furthest is shown. */
const LOOKED_AT = 50

/** `GET /policies`, `GET /risk`, `POST /risk/kill`, `POST /risk/rearm`, `POST /risk/rearm/:id/approve`. */
export function addRiskRoutes(app: FastifyInstance, deps: GuardrailRoutesDeps): void {
  const { guardrails, now, newId } = deps

  const policies = readRoute('getPolicies', 'What every start is judged by, and what is approved', policiesSchema)
  app.get('/policies', { config: policies }, async () => {
    const approved = readOrUnavailable(() => guardrails.approved)
    return { hash: POLICIES_HASH, policies: [...POLICIES], approved } satisfies Policies
  })

  const risk = readRoute(
    'getRisk',
    'Mode, limits with what is left of them, overrides in force, last verdicts',
    riskSchema,
  )
  app.get('/risk', { config: risk }, () => readRisk(deps))

  const kill = changeRoute('risk', {
    operationId: 'killTrading',
    summary: 'Halt, or only reduce: from now on nothing is started',
    body: killBody,
    answer: riskSchema,
  })
  app.post('/risk/kill', { config: kill }, async (request) => {
    await guardrails.kill(requireOperator(request), readBody(killBody, request.body))
    return readRisk(deps)
  })

  const rearm = changeRoute('risk', {
    operationId: 'requestRearm',
    summary: 'Ask for a better mode; another person has to approve',
    body: rearmBody,
    answer: riskSchema,
  })
  app.post('/risk/rearm', { config: rearm }, async (request) => {
    const { expiresAt = now() + REARM_MS, ...wish } = readBody(rearmBody, request.body)
    await guardrails.rearm(requireOperator(request), { type: 'requestRearm', id: newId(), expiresAt, ...wish })
    return readRisk(deps)
  })

  const approve = changeRoute('risk', {
    operationId: 'approveRearm',
    summary: 'Re-arm, as the second person',
    body: nothingBody,
    answer: riskSchema,
  })
  app.post<WithId>('/risk/rearm/:id/approve', { config: approve }, async (request) => {
    readBody(nothingBody, request.body)
    await guardrails.rearm(requireOperator(request), { type: 'approveRearm', id: request.params.id })
    return readRisk(deps)
  })
}

/** What `GET /risk` answers. */
export async function readRisk({ guardrails, verdicts, runner, now }: GuardrailRoutesDeps): Promise<Risk> {
  const { trading, overrides } = guardrails.stores
  const { since, by, reason, request } = trading.state
  const at = now()
  return {
    trading: { mode: trading.mode, since, by, reason, failure: trading.failure?.code ?? null, request },
    limits: limitsOf(
      readOrUnavailable(() => guardrails.approved.limits),
      await maxDrawdownOfRecentRuns(runner),
    ),
    overrides: activeOverrides(
      readOrUnavailable(() => overrides.state),
      at,
    ).map(({ from: _, ...override }) => {
      const { policies, symbols } = override
      return {
        ...override,
        policies: [...policies],
        symbols: symbols === 'all' ? symbols : [...symbols],
        leftMs: override.until - at,
      }
    }),
    verdicts: verdicts.latest.map((verdict) => ({
      ...verdict,
      policies: [...verdict.policies],
      overrides: [...verdict.overrides],
    })),
  }
}

function limitsOf(
  { maxDrawdownPct, maxNotional }: GuardrailRoutesDeps['guardrails']['approved']['limits'],
  fallPct: number | null,
): Risk['limits'] {
  const left = maxDrawdownPct === undefined || fallPct === null ? null : Math.max(0, maxDrawdownPct - fallPct)
  return [
    { name: 'maxDrawdownPct', limit: maxDrawdownPct ?? null, reached: fallPct, remaining: left },
    // A finished run does not tell how much it held at most.
    { name: 'maxNotional', limit: maxNotional ?? null, reached: null, remaining: null },
  ]
}

async function maxDrawdownOfRecentRuns(runner: GuardrailRoutesDeps['runner']): Promise<number | null> {
  const { jobs } = await runner.list({ limit: LOOKED_AT, status: 'done' })
  const falls = jobs.map(({ summary }) => summary?.['maxDrawdownPct']).filter((fall) => typeof fall === 'number')
  return falls.length === 0 ? null : Math.max(...falls.map(Math.abs))
}
