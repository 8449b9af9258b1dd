import { ROLES } from '@tezgah/core/node/operators-file'
import { SerialQueue } from '@tezgah/core/serial-queue'
import {
  type Actor,
  applyGateCommand,
  applyOverrideCommand,
  applyTradingCommand,
  type ChangeEvent,
  type GateCommand,
  type GateOutcome,
  type OverrideCommand,
  type Policies,
  type RearmCommand,
  type TripCommand,
} from '@tezgah/guardrails'
import type { GateStore, OverridesStore, TradingStateStore } from '@tezgah/guardrails/node'
import { type RecordDeps, recordThenApply } from '../audit/record-change.ts'
import type { Operator } from '../auth/identity.ts'
import { type Approved, type ApprovedStore, approvedSchema } from './approved.ts'
import { refusalProblem, unavailable } from './refusal.ts'

type Refused = { readonly code: string; readonly message: string }

/** What a command would lead to, or has led to. */
export type AnyOutcome =
  | { readonly refused?: undefined; readonly events: readonly ChangeEvent[] }
  | { readonly refused: Refused }

/** The outcome of a command that was not refused. */
export type Accepted<Outcome extends AnyOutcome> = Outcome & { readonly refused?: undefined }

/** Who commands, what for the audit log, and both halves of the command. */
export type RecordedCommand<Outcome extends AnyOutcome> = {
  readonly operator: Operator
  /** Such as `gate.approve`, for a refusal: there is no event then. */
  readonly name: string
  /** What it would lead to now; changes nothing. */
  readonly preview: () => Outcome
  readonly apply: () => Promise<Outcome>
}

/**
 * Makes a change of the guardrails that is previewed and recorded first. A refusal is recorded as well: many from one person mean
 * something.
 *
 * @throws ProblemError the refusal; `audit-unavailable` where nothing could be recorded, and nothing was changed;
 *   `guardrails-unavailable` where a file cannot be written
 */
export async function recordCommand<Outcome extends AnyOutcome>(
  deps: RecordDeps,
  { operator, name, preview, apply }: RecordedCommand<Outcome>,
): Promise<Accepted<Outcome>> {
  try {
    const previewed = preview()
    if (previewed.refused !== undefined) return await refuse(deps, operator, name, previewed.refused)
    const effect = async () => accepted(await apply())
    // From the last to the first, so that the log tells them in their order.
    return await previewed.events.reduceRight<() => Promise<Accepted<Outcome>>>(
      (then, { outcome: _, ...event }) =>
        () =>
          recordThenApply(deps, event, then),
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

async function refuse(deps: RecordDeps, { id, credential }: Operator, name: string, refused: Refused): Promise<never> {
  const details = { code: refused.code, identifiedBy: credential }
  const event = { actor: id, action: name, subject: 'guardrails', outcome: 'refused', details } as const
  await deps.audit.append(event).catch(() => deps.metrics.auditFailed())
  throw refusalProblem(refused)
}

/** What is kept on disk. */
export type GuardrailStores = {
  readonly trading: TradingStateStore
  readonly gate: GateStore
  readonly overrides: OverridesStore
  readonly approved: ApprovedStore
}

export type GuardrailsDeps = RecordDeps & {
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A command as a request brings it: who commands is known from its credentials alone. */
type Anonymous<Command> = Command extends unknown ? Omit<Command, 'actor'> : never

type Applied = Accepted<GateOutcome>

/** The guardrails of this service: every change is judged, recorded, written and only then published. */
export class Guardrails {
  readonly stores: GuardrailStores
  readonly deps: GuardrailsDeps
  readonly #gateQueue = new SerialQueue()
  readonly #overrideQueue = new SerialQueue()
  readonly #rearmQueue = new SerialQueue()
  readonly #listeners = new Set<() => void>()

  /** Use `openGuardrails`. */
  constructor(stores: GuardrailStores, deps: GuardrailsDeps) {
    this.stores = stores
    this.deps = deps
  }

  /** What people have approved together. @throws where the file could not be written */
  get approved(): Approved {
    return this.stores.approved.approved
  }

  /** The policies on starts. @throws where the file of what is approved could not be written */
  get policies(): Policies {
    return this.stores.approved.policies
  }

  /** Calls back after each command, accepted or refused. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Worsens the mode. Waits for no other change; from the moment it is recorded nothing is started any more. */
  async kill(operator: Operator, { to, reason }: Omit<TripCommand, 'type' | 'actor'>): Promise<void> {
    const { trading } = this.stores
    const command = { to, reason, actor: actorOf(operator) }
    const now = this.deps.now()
    await this.#recordCommand({
      operator,
      name: 'trading.trip',
      preview: () => applyTradingCommand(trading.state, { ...command, type: 'trip' }, now),
      apply: () => this.#reportingMode(() => trading.trip(command, now)),
    })
  }

  /** Asks for a better mode, or approves that. */
  async rearm(operator: Operator, command: Anonymous<RearmCommand>): Promise<void> {
    const { trading } = this.stores
    const whole = { ...command, actor: actorOf(operator) }
    await this.#rearmQueue.run(() => {
      const now = this.deps.now()
      return this.#recordCommand({
        operator,
        name: `trading.${command.type}`,
        preview: () => applyTradingCommand(trading.state, whole, now),
        apply: () => this.#reportingMode(() => trading.rearm(whole, now)),
      })
    })
  }

  /** Judges a command on proposals; one that is applied is in force when this returns. */
  gate(operator: Operator, command: Anonymous<GateCommand>): Promise<Applied> {
    const whole: GateCommand = { ...command, actor: actorOf(operator) }
    return this.#gateQueue.run(() => {
      const now = this.deps.now()
      const { gate } = this.stores
      const preview = () => applyGateCommand(gate.state, whole, now)
      const apply = () => this.#putIntoForce(preview(), whole, () => gate.apply(whole, now))
      return this.#recordCommand({ operator, name: `gate.${command.type}`, preview, apply })
    })
  }

  /** Judges a command on overrides. */
  async override(operator: Operator, command: Anonymous<OverrideCommand>): Promise<void> {
    const whole: OverrideCommand = { ...command, actor: actorOf(operator) }
    await this.#overrideQueue.run(() => {
      const now = this.deps.now()
      const { overrides } = this.stores
      return this.#recordCommand({
        operator,
        name: `override.${command.type}`,
        preview: () => applyOverrideCommand(overrides.state, whole, now),
        apply: () => overrides.apply(whole, now),
      })
    })
  }

  async #recordCommand<Outcome extends AnyOutcome>(command: RecordedCommand<Outcome>): Promise<Accepted<Outcome>> {
    try {
      return await recordCommand(this.deps, command)
    } finally {
      for (const listener of this.#listeners) listener()
    }
  }

  /** A worse mode holds before it is on the disk, and one that cannot be written has halted. */
  async #reportingMode<T>(change: () => Promise<T>): Promise<T> {
    const report = () => this.deps.metrics.setTradingState(this.stores.trading.mode)
    const written = change()
    report()
    return written.finally(report)
  }

  async #putIntoForce(
    previewed: GateOutcome,
    command: GateCommand,
    apply: () => Promise<GateOutcome>,
  ): Promise<GateOutcome> {
    if (previewed.refused !== undefined || previewed.applied === null || !('id' in command)) return apply()
    const next = approvedSchema.parse(previewed.applied.values)
    return this.stores.approved.apply(
      command.id,
      next,
      apply,
      (outcome) => !outcome.refused && outcome.applied !== null,
    )
  }
}

/** An operator as the guardrails know people: by name and by the name of the token. */
function actorOf({ id, role, credential }: Operator): Actor {
  return { id, credential, roles: ROLES.slice(0, ROLES.indexOf(role) + 1) }
}
