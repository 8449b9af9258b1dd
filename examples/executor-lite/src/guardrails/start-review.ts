import {
  type Approved,
  activeOverrides,
  type Reason,
  type Review,
  review,
  type StartIntent,
  type StartPolicyName,
} from '@tezgah/guardrails'
import type { FieldError, NewJob } from '@tezgah/runner'
import type { Operator } from '../auth/identity.ts'
import { ProblemError } from '../http/problem.ts'
import { POLICY_NAMES } from './policies.ts'
import type { RecentVerdicts, StartVerdict } from './recent-verdicts.ts'
import { readOrUnavailable } from './refusal.ts'
import type { Guardrails } from './service.ts'

/** Reviews starts before anything is recorded of them. */
export interface StartReview {
  /** The body of a start with the limits in force filled in where it names none. */
  withDefaultLimits(body: unknown): unknown
  /** @throws ProblemError `trading-halted`, `outside-limits`, or `guardrails-unavailable` where what is approved is unknown */
  reviewStart(job: NewJob, operator: Operator): Promise<Approved<StartIntent>>
  /** To be called right before a job is stored: a kill may have come since. @throws ProblemError `trading-halted` */
  assertNotHalted(): void
}

/** Result of a verdict: an approved start, or the problem to answer, and the policies that it breached. */
type Decision = {
  readonly policies: readonly StartPolicyName[]
} & ({ readonly intent: Approved<StartIntent>; readonly review: Review } | { readonly problem: ProblemError })

/** @param onVerdict - for a metric; called once for each policy that a start went against, and with `null` where there was none */
export function createStartReview(
  guardrails: Guardrails,
  verdicts: RecentVerdicts,
  onVerdict: (verdict: StartVerdict['verdict'], policy: StartPolicyName | null) => void = () => {},
): StartReview {
  const { stores, deps } = guardrails
  const publish = (
    job: NewJob,
    operator: Operator,
    verdict: Pick<StartVerdict, 'verdict' | 'policies' | 'overrides'>,
  ) => {
    verdicts.add({ at: deps.now(), job: job.id, strategy: job.spec.strategy, operator: operator.id, ...verdict })
    for (const policy of verdict.policies.length === 0 ? [null] : verdict.policies) onVerdict(verdict.verdict, policy)
  }
  const refuse = async (
    job: NewJob,
    operator: Operator,
    policies: readonly StartPolicyName[],
    problem: ProblemError,
  ): Promise<never> => {
    publish(job, operator, { verdict: 'refused', policies, overrides: [] })
    const details = { verdict: 'refused', order: job.id, codes: policies, strategy: job.spec.strategy }
    const event = {
      actor: operator.id,
      action: 'guardrail.verdict',
      subject: job.id,
      outcome: 'refused',
      details,
    } as const
    await deps.audit.append(event).catch(() => deps.metrics.auditFailed())
    throw problem
  }
  return {
    withDefaultLimits: (body) => withLimits(body, guardrails),
    assertNotHalted: () => {
      if (stores.trading.mode === 'halted') throw haltedProblem(guardrails)
    },
    async reviewStart(job, operator) {
      const decision = decide(job, guardrails)
      const { policies } = decision
      if ('problem' in decision) return refuse(job, operator, policies, decision.problem)
      const used = usesOf(decision.review)
      for (const [id, waived] of used) {
        const symbol = job.spec.datasets[0]?.id ?? ''
        await guardrails.override(operator, { type: 'recordUse', id, symbol, policies: waived })
      }
      publish(job, operator, { verdict: 'approved', policies, overrides: [...used.keys()] })
      return decision.intent
    },
  }
}

/** Without the files nothing passes; while trading is halted they are not needed. */
function decide(job: NewJob, guardrails: Guardrails): Decision {
  const { stores, deps } = guardrails
  const [at, { mode }] = [deps.now(), stores.trading]
  if (mode === 'halted') return { policies: ['trading-mode'], problem: haltedProblem(guardrails) }
  const intent = intentOf(job, at)
  const verdict = readOrUnavailable(() =>
    review(intent, { at, clockErrorMs: 0, mode }, guardrails.policies, activeOverrides(stores.overrides.state, at)),
  )
  const broken = policiesOf([...verdict.reasons, ...verdict.waived])
  if (verdict.verdict === 'approved')
    return { policies: broken, intent: approvedStart(verdict.intent), review: verdict }
  if (mode === 'reducing') return { policies: ['trading-mode'], problem: reducingProblem(job) }
  return { policies: broken, problem: outsideProblem(job, [...verdict.reasons, ...verdict.waived]) }
}

function intentOf({ id, spec }: NewJob, at: number): StartIntent {
  const { strategy, params, datasets, limits = {} } = spec
  // As JSON has them: without members that are `undefined`.
  const plain = JSON.parse(JSON.stringify({ parameters: params, limits })) as Pick<StartIntent, 'parameters' | 'limits'>
  return { kind: 'start', id, strategy, datasets: datasets.map((dataset) => dataset.id), at, ...plain }
}

function approvedStart(intent: Extract<Review, { verdict: 'approved' }>['intent']): Approved<StartIntent> {
  if (intent.kind !== 'start') throw new TypeError(`review must approve the start, approved a ${intent.kind}`)
  return intent
}

/** The names of the policies that were broken, each once, in the order in which they are listed. */
function policiesOf(reasons: readonly Reason[]): readonly StartPolicyName[] {
  return POLICY_NAMES.filter((name) => reasons.some(({ policy }) => policy === name))
}

/** By override, the policies that it waived. */
function usesOf({ waived }: Review): ReadonlyMap<string, readonly StartPolicyName[]> {
  const ids = new Set(
    policiesOf(waived).flatMap((name) =>
      waived.filter(({ policy }) => policy === name).map(({ override }) => override),
    ),
  )
  return new Map([...ids].map((id) => [id, policiesOf(waived.filter(({ override }) => override === id))]))
}

function withLimits(body: unknown, guardrails: Guardrails): unknown {
  const { limits } = readOrUnavailable(() => guardrails.approved)
  const isPlain = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  if (Object.keys(limits).length === 0 || !isPlain(body)) return body
  const asked = 'limits' in body ? body.limits : {}
  return isPlain(asked) ? { ...body, limits: { ...limits, ...asked } } : body
}

function haltedProblem({ stores: { trading } }: Guardrails): ProblemError {
  const { by, reason } = trading.state
  const why =
    trading.failure === null ? `by ${by.id}: ${reason}` : 'its file cannot be trusted, the log of the service says why'
  return new ProblemError(
    'trading-halted',
    `Trading is halted (${why}). Re-arming needs two operators: POST /risk/rearm.`,
  )
}

function reducingProblem({ spec }: NewJob): ProblemError {
  const detail = `Trading is reducing: only strategies with approved parameters are started, exactly as approved; ${spec.strategy} is not.`
  return new ProblemError('trading-halted', detail)
}

function outsideProblem({ spec }: NewJob, reasons: readonly Reason[]): ProblemError {
  const errors = POLICY_NAMES.flatMap((name) => reasons.filter(({ policy }) => policy === name)).map(fieldError)
  const how = `POST /proposals with a target that holds what is wanted (GET /policies shows what is approved), and have it approved`
  return new ProblemError('outside-limits', `${spec.strategy} may not be run like this. ${how}.`, { errors })
}

function fieldError({ field = '', limit, observed }: Reason): FieldError {
  return { field, message: `approved is ${limit}, received ${observed}` }
}
