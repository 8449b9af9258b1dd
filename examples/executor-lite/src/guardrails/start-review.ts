import { type ActiveOverride, activeOverrides } from '@tezgah/guardrails'
import type { NewJob } from '@tezgah/runner'
import type { Operator } from '../ports.ts'
import { ProblemError } from '../problem.ts'
import { type Breach, breachesOf } from './breaches.ts'
import type { Guardrails } from './guardrails.ts'
import type { PolicyName } from './policies.ts'
import { orUnavailable } from './refusal.ts'
import type { StartVerdict, Verdicts } from './verdicts.ts'

/** Judges starts before anything is recorded of them. */
export interface StartReview {
  /** The body of a start with the limits in force filled in where it names none. */
  bound(body: unknown): unknown
  /** @throws ProblemError `trading-halted`, `outside-limits`, or `guardrails-unavailable` where it cannot be told */
  judge(job: NewJob, operator: Operator): Promise<void>
  /** To be called right before a job is stored: a kill may have come since. @throws ProblemError `trading-halted` */
  checkMode(): void
}

/** @param onVerdict - for a metric; called once for each policy that a start went against, and with `null` where there was none */
export function createStartReview(
  guardrails: Guardrails,
  verdicts: Verdicts,
  onVerdict: (verdict: StartVerdict['verdict'], policy: PolicyName | null) => void = () => {},
): StartReview {
  const { stores, deps } = guardrails
  const tell = (job: NewJob, operator: Operator, said: Pick<StartVerdict, 'verdict' | 'policies' | 'overrides'>) => {
    verdicts.add({ at: deps.now(), job: job.id, strategy: job.spec.strategy, operator: operator.id, ...said })
    for (const policy of said.policies.length === 0 ? [null] : said.policies) onVerdict(said.verdict, policy)
  }
  const refuse = async (job: NewJob, operator: Operator, policies: readonly PolicyName[], problem: ProblemError) => {
    tell(job, operator, { verdict: 'refused', policies, overrides: [] })
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
    bound: (body) => withLimits(body, guardrails),
    checkMode: () => {
      if (stores.trading.mode === 'halted') throw haltedProblem(guardrails)
    },
    async judge(job, operator) {
      if (stores.trading.mode === 'halted') return refuse(job, operator, ['trading-mode'], haltedProblem(guardrails))
      const { breaches, active, isFree } = look(job, guardrails)
      if (stores.trading.mode === 'reducing' && (isFree || breaches.length > 0))
        return refuse(job, operator, ['trading-mode'], reducingProblem(job))
      const policies = breaches.map(({ policy }) => policy)
      const used = waiversOf(job, policies, active)
      if (used === null) return refuse(job, operator, policies, outsideProblem(job, breaches))
      for (const [id, waived] of used) {
        const symbol = job.spec.datasets[0]?.id ?? ''
        await guardrails.override(operator, { type: 'recordUse', id, symbol, policies: waived })
      }
      tell(job, operator, { verdict: 'approved', policies, overrides: [...used.keys()] })
    },
  }
}

/** What is needed of the files; where they cannot be told nothing passes. */
function look({ spec }: NewJob, guardrails: Guardrails) {
  return orUnavailable(() => {
    const { approved, stores, deps } = guardrails
    const active = activeOverrides(stores.overrides.state, deps.now())
    const isFree = !Object.hasOwn(approved.strategies, spec.strategy)
    return { breaches: breachesOf(spec, approved), active, isFree }
  })
}

/** By override, the policies that it waives for this run; `null` where one remains. */
function waiversOf(
  { spec }: NewJob,
  policies: readonly PolicyName[],
  active: readonly ActiveOverride[],
): ReadonlyMap<string, readonly PolicyName[]> | null {
  const fitting = active.filter(
    ({ symbols }) => symbols === 'all' || spec.datasets.every(({ id }) => symbols.includes(id)),
  )
  const used = new Map<string, readonly PolicyName[]>()
  for (const policy of policies) {
    const waiver = fitting.find((override) => override.policies.includes(policy))
    if (waiver === undefined) return null
    used.set(waiver.id, [...(used.get(waiver.id) ?? []), policy])
  }
  return used
}

function withLimits(body: unknown, guardrails: Guardrails): unknown {
  const { limits } = orUnavailable(() => guardrails.approved)
  const isPlain = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  if (Object.keys(limits).length === 0 || !isPlain(body)) return body
  const asked = 'limits' in body ? body.limits : {}
  return isPlain(asked) ? { ...body, limits: { ...limits, ...asked } } : body
}

function haltedProblem({ stores: { trading } }: Guardrails): ProblemError {
  const { by, reason } = trading.state
  const why =
    trading.failure === null ? `${by.id}: ${reason}` : 'its file cannot be trusted, the log of the service says why'
  return new ProblemError('trading-halted', `Halted (${why}). Two people can re-arm: POST /risk/rearm.`)
}

function reducingProblem({ spec }: NewJob): ProblemError {
  const detail = `Reducing: only strategies with approved parameters are run, exactly as approved; ${spec.strategy} is not.`
  return new ProblemError('trading-halted', detail)
}

function outsideProblem({ spec }: NewJob, breaches: readonly Breach[]): ProblemError {
  const errors = breaches.flatMap((breach) => breach.errors)
  const how = `POST /proposals with a target that holds what is wanted (GET /policies shows what is approved), and have it approved`
  return new ProblemError('outside-limits', `${spec.strategy} may not be run like this. ${how}.`, { errors })
}
