import type { FastifyInstance } from 'fastify'
import { addOverrideRoutes, readOverrides } from './override-routes.ts'
import { addProposalRoutes, readProposals } from './proposal-routes.ts'
import { addRiskRoutes, readRisk } from './risk-routes.ts'
import type { GuardrailRoutesDeps } from './route.ts'
import type { Risk } from './schemas.ts'

/** Policies, risk, kill and re-arm, proposals, overrides. */
export function addGuardrailRoutes(app: FastifyInstance, deps: GuardrailRoutesDeps): void {
  addRiskRoutes(app, deps)
  addProposalRoutes(app, deps)
  addOverrideRoutes(app, deps)
}

/** The answers of the routes that read, for those who follow their changes. */
export type GuardrailDocuments = {
  readonly risk: () => Promise<Risk>
  readonly proposals: () => unknown
  readonly overrides: () => unknown
}

export function guardrailDocuments(deps: GuardrailRoutesDeps): GuardrailDocuments {
  return { risk: () => readRisk(deps), proposals: () => readProposals(deps), overrides: () => readOverrides(deps) }
}
