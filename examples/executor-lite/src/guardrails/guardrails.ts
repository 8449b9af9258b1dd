import {
  type Actor,
  applyGateCommand,
  applyOverrideCommand,
  applyTradingCommand,
  type GateCommand,
  type GateOutcome,
  type OverrideCommand,
  type Policies,
  type RearmCommand,
  type TripCommand,
} from '@tezgah/guardrails'
import type { GateStore, OverridesStore, TradingStateStore } from '@tezgah/guardrails/node'
import type { AuditedDeps } from '../audited.ts'
import type { Operator } from '../ports.ts'
import { type Approved, approvedSchema } from './approved.ts'
import type { InForce } from './in-force.ts'
import { type Accepted, type AnyOutcome, type Recordable, recorded } from './recorded.ts'
import { Turns } from './turns.ts'

/** What is kept on disk. */
export type GuardrailStores = {
  readonly trading: TradingStateStore
  readonly gate: GateStore
  readonly overrides: OverridesStore
  readonly inForce: InForce
}

export type GuardrailsDeps = AuditedDeps & {
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A command as a request brings it: who commands is known from its credentials alone. */
type Anonymous<Command> = Command extends unknown ? Omit<Command, 'actor'> : never

type Applied = Accepted<GateOutcome>

/** The guardrails of this service: every change is judged, recorded, written and only then told. */
export class Guardrails {
  readonly stores: GuardrailStores
  readonly deps: GuardrailsDeps
  readonly #gateTurns = new Turns()
  readonly #overrideTurns = new Turns()
  readonly #rearmTurns = new Turns()
  readonly #listeners = new Set<() => void>()

  /** Use `openGuardrails`. */
  constructor(stores: GuardrailStores, deps: GuardrailsDeps) {
    this.stores = stores
    this.deps = deps
  }

  /** What people have approved together. @throws where the file could not be written */
  get approved(): Approved {
    return this.stores.inForce.approved
  }

  /** The policies on starts. @throws where the file of what is approved could not be written */
  get policies(): Policies {
    return this.stores.inForce.policies
  }

  /** Calls back after each command, whatever came of it. Returns what stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Worsens the mode. Waits for no other change; from the moment it is recorded nothing is started any more. */
  async kill(operator: Operator, { to, reason }: Omit<TripCommand, 'type' | 'actor'>): Promise<void> {
    const { trading } = this.stores
    const command = { to, reason, actor: actorOf(operator) }
    const now = this.deps.now()
    await this.#recorded({
      operator,
      name: 'trading.trip',
      foresee: () => applyTradingCommand(trading.state, { ...command, type: 'trip' }, now),
      act: () => this.#tellingMode(() => trading.trip(command, now)),
    })
  }

  /** Asks for a better mode, or approves that. */
  async rearm(operator: Operator, command: Anonymous<RearmCommand>): Promise<void> {
    const { trading } = this.stores
    const whole = { ...command, actor: actorOf(operator) }
    await this.#rearmTurns.take(() => {
      const now = this.deps.now()
      return this.#recorded({
        operator,
        name: `trading.${command.type}`,
        foresee: () => applyTradingCommand(trading.state, whole, now),
        act: () => this.#tellingMode(() => trading.rearm(whole, now)),
      })
    })
  }

  /** Judges a command on proposals; one that is applied is in force when this returns. */
  gate(operator: Operator, command: Anonymous<GateCommand>): Promise<Applied> {
    const whole: GateCommand = { ...command, actor: actorOf(operator) }
    return this.#gateTurns.take(() => {
      const now = this.deps.now()
      const { gate } = this.stores
      const foreseen = () => applyGateCommand(gate.state, whole, now)
      const act = () => this.#putIntoForce(foreseen(), whole, () => gate.apply(whole, now))
      return this.#recorded({ operator, name: `gate.${command.type}`, foresee: foreseen, act })
    })
  }

  /** Judges a command on overrides. */
  async override(operator: Operator, command: Anonymous<OverrideCommand>): Promise<void> {
    const whole: OverrideCommand = { ...command, actor: actorOf(operator) }
    await this.#overrideTurns.take(() => {
      const now = this.deps.now()
      const { overrides } = this.stores
      return this.#recorded({
        operator,
        name: `override.${command.type}`,
        foresee: () => applyOverrideCommand(overrides.state, whole, now),
        act: () => overrides.apply(whole, now),
      })
    })
  }

  async #recorded<Outcome extends AnyOutcome>(command: Recordable<Outcome>): Promise<Accepted<Outcome>> {
    try {
      return await recorded(this.deps, command)
    } finally {
      for (const listener of this.#listeners) listener()
    }
  }

  /** A worse mode holds before it is on the disk, and one that cannot be written has halted. */
  async #tellingMode<T>(change: () => Promise<T>): Promise<T> {
    const tell = () => this.deps.metrics.setTradingState(this.stores.trading.mode)
    const written = change()
    tell()
    return written.finally(tell)
  }

  async #putIntoForce(
    foreseen: GateOutcome,
    command: GateCommand,
    apply: () => Promise<GateOutcome>,
  ): Promise<GateOutcome> {
    if (foreseen.refused !== undefined || foreseen.applied === null || !('id' in command)) return apply()
    const next = approvedSchema.parse(foreseen.applied.values)
    return this.stores.inForce.replace(
      command.id,
      next,
      apply,
      (outcome) => !outcome.refused && outcome.applied !== null,
    )
  }
}

const ROLES = ['viewer', 'operator', 'risk', 'admin'] as const

/** An operator as the guardrails know people: by name and by the name of the token. */
function actorOf({ id, role, credential }: Operator): Actor {
  return { id, credential, roles: ROLES.slice(0, ROLES.indexOf(role) + 1) }
}
