import type { Runner } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import type { DeskSources } from '../events/feed-desk.ts'
import type { Guardrails } from '../guardrails/guardrails.ts'
import type { Verdicts } from '../guardrails/verdicts.ts'
import { addOverrideRoutes, readOverrides } from './guardrails-overrides.ts'
import { addProposalRoutes, readProposals } from './guardrails-proposals.ts'
import { addRiskRoutes, readRisk } from './guardrails-risk.ts'

export type GuardrailRoutesDeps = {
  readonly guardrails: Guardrails
  readonly verdicts: Verdicts
  readonly runner: Pick<Runner, 'strategies' | 'list'>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Names proposals, requests and overrides. */
  readonly newId: () => string
}

/** Policies, risk, kill and re-arm, proposals, overrides. */
export function addGuardrailRoutes(app: FastifyInstance, deps: GuardrailRoutesDeps): void {
  addRiskRoutes(app, deps)
  addProposalRoutes(app, deps)
  addOverrideRoutes(app, deps)
}

/** What these routes show, for whoever watches it change. */
export function guardrailDocuments(deps: GuardrailRoutesDeps): DeskSources['documents'] {
  return { risk: () => readRisk(deps), proposals: () => readProposals(deps), overrides: () => readOverrides(deps) }
}
