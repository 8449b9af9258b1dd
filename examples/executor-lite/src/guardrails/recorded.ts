import type { ChangeEvent } from '@tezgah/guardrails'
import { type AuditedDeps, audited } from '../audited.ts'
import type { Operator } from '../ports.ts'
import { refusalProblem, unavailable } from './refusal.ts'

type Refused = { readonly code: string; readonly message: string }

/** What a command would lead to, or has led to. */
export type AnyOutcome =
  | { readonly refused?: undefined; readonly events: readonly ChangeEvent[] }
  | { readonly refused: Refused }

/** The outcome of a command that was not refused. */
export type Accepted<Outcome extends AnyOutcome> = Outcome & { readonly refused?: undefined }

/** Who commands, what for the audit log, and both halves of the command. */
export type Recordable<Outcome extends AnyOutcome> = {
  readonly operator: Operator
  /** Such as `gate.approve`, for a refusal: there is no event then. */
  readonly name: string
  /** What it would lead to now; changes nothing. */
  readonly foresee: () => Outcome
  readonly act: () => Promise<Outcome>
}

/**
 * Makes a change of the guardrails that is foreseen and recorded first. A refusal is recorded as well: many from one person mean
 * something.
 *
 * @throws ProblemError the refusal; `audit-unavailable` where nothing could be recorded, and nothing was changed;
 *   `guardrails-unavailable` where a file cannot be written
 */
export async function recorded<Outcome extends AnyOutcome>(
  deps: AuditedDeps,
  { operator, name, foresee, act }: Recordable<Outcome>,
): Promise<Accepted<Outcome>> {
  try {
    const foreseen = foresee()
    if (foreseen.refused !== undefined) return await refuse(deps, operator, name, foreseen.refused)
    const effect = async () => accepted(await act())
    // From the last to the first, so that the log tells them in their order.
    return await foreseen.events.reduceRight<() => Promise<Accepted<Outcome>>>(
      (then, { outcome: _, ...event }) =>
        () =>
          audited(deps, event, then),
      effect,
    )()
  } catch (error) {
    throw unavailable(error)
  }
}

function accepted<Outcome extends AnyOutcome>(outcome: Outcome): Accepted<Outcome> {
  // Only where something came between the two looks, such as a kill between a re-arm and its record.
  if (outcome.refused !== undefined) throw refusalProblem(outcome.refused)
  return outcome as Outcome & { readonly refused?: undefined }
}

async function refuse(deps: AuditedDeps, { id, credential }: Operator, name: string, refused: Refused): Promise<never> {
  const details = { code: refused.code, identifiedBy: credential }
  const event = { actor: id, action: name, subject: 'guardrails', outcome: 'refused', details } as const
  await deps.audit.append(event).catch(() => deps.metrics.auditFailed())
  throw refusalProblem(refused)
}
