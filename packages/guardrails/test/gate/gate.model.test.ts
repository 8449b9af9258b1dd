import {
  type Actor,
  applyGateCommand,
  createGate,
  type GateCommand,
  type GateState,
  type Parameters,
  type Proposal,
  parametersHash,
} from '@tezgah/guardrails'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { everybody, isOnePerson } from '../people.ts'
import { seed } from '../seed.ts'

const QUORUM = 2
const LIFETIME = 40
const actor = fc.constantFrom(...everybody, { id: 'derya', credential: 'key-5' }, { id: 'emre', credential: 'key-6' })
const parameters = fc.constantFrom(0, 1, 2).map((limit): Parameters => ({ values: { limit: limit * 10 } }))
const policies = fc.constantFrom('a'.repeat(64), 'a'.repeat(64), 'a'.repeat(64), 'b'.repeat(64))
const step = fc.record({
  type: fc.constantFrom(
    ...([
      'propose',
      'propose',
      'amend',
      'approve',
      'approve',
      'approve',
      'approve',
      'apply',
      'apply',
      'apply',
    ] as const),
    ...(['reject', 'withdraw', 'schedule', 'emergencyApply', 'expire'] as const),
  ),
  id: fc.constantFrom('p1', 'p1', 'p2') as fc.Arbitrary<string>,
  actor,
  target: parameters,
  current: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: parameters }),
  policies,
  time: fc.nat(20),
  stale: fc.nat(3),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What the test itself knows of a proposal, from the commands that were accepted. */
type Known = {
  readonly proposer: Actor
  readonly base: string
  readonly target: string
  readonly policies: string
  readonly expiresAt: number
  readonly notBefore: number
  readonly approvers: readonly Actor[]
  readonly over: boolean
}

/** The command of a step: it names what an approver saw, now or in an earlier version, and what is in force, mostly. */
function commandOf(
  { type, id, actor, target, time, ...step }: Step,
  inForce: Parameters,
  seen: readonly string[],
): GateCommand {
  const use = { id, actor, current: step.current ?? inForce, policies: step.policies }
  const common = { id, actor, reason: 'because' }
  if (type === 'propose' || type === 'amend')
    return { type, ...use, target, reason: 'because', expiresAt: time + LIFETIME / 2 }
  if (type === 'approve') return { type, id, actor, content: seen.at(step.stale === 0 ? 0 : -1) ?? 'c'.repeat(64) }
  if (type === 'apply') return { type, ...use }
  if (type === 'emergencyApply') return { type, ...use, reason: 'fire' }
  if (type === 'schedule') return { type, id, actor, notBefore: time + 5 }
  return type === 'expire' ? { type, actor } : { type, ...common }
}

const isOpen = ({ status }: Proposal) => /pending|approved|scheduled/.test(status)

class World {
  state: GateState
  inForce: Parameters
  applied = 0
  readonly #known = new Map<string, Known>()
  /** Content hashes that each proposal has had. */
  readonly #seen = new Map<string, string[]>()

  constructor() {
    this.inForce = { values: { limit: 0 } }
    const rules = { quorum: QUORUM, thresholds: [], maxOpen: 2, maxLifetimeMs: LIFETIME, emergencyRole: 'emergency' }
    this.state = createGate(rules, this.inForce)
  }

  run(step: Step, now: number): void {
    const id = this.#idOf(step)
    const command = commandOf({ ...step, id, time: now }, this.inForce, this.#seen.get(id) ?? [])
    const outcome = applyGateCommand(this.state, command, now)
    if (outcome.refused) return
    this.state = outcome.state
    expect(this.state.proposals.filter(isOpen).length).toBeLessThan(3)
    this.#learn(command, now)
    if (outcome.applied !== null && (command.type === 'apply' || command.type === 'emergencyApply')) {
      this.#judge(command, outcome.applied, now)
    }
    for (const { id, content } of this.state.proposals) {
      const seen = this.#seen.get(id) ?? []
      if (!seen.includes(content)) this.#seen.set(id, [...seen, content])
    }
  }

  /** A proposal that is over is followed by one of another id, and sometimes asked for once more. */
  #idOf({ id, stale }: Step): string {
    let version = 0
    const isOver = () => this.state.proposals.some((known) => known.id === `${id}.${version}` && !isOpen(known))
    while (isOver()) version += 1
    return `${id}.${stale === 3 && version > 0 ? version - 1 : version}`
  }

  #learn(command: GateCommand, now: number): void {
    if (command.type === 'expire') return
    const before = this.#known.get(command.id)
    if (command.type === 'propose' || command.type === 'amend') {
      const { current, target, policies, expiresAt } = command
      const proposer = command.type === 'amend' ? before!.proposer : command.actor
      const hashes = { base: parametersHash(current), target: parametersHash(target) }
      if (command.type === 'amend') expect(isOnePerson(proposer, command.actor)).toBe(true)
      const fresh = { proposer, ...hashes, policies, expiresAt, notBefore: 0, approvers: [], over: false }
      this.#known.set(command.id, fresh)
      return
    }
    const { approvers, over, expiresAt, proposer } = before!
    expect(over, `${command.type} of what is over`).toBe(false)
    expect(now).toBeLessThan(expiresAt)
    if (command.type === 'approve') {
      expect(command.content, 'approves what stands').toBe(this.#seen.get(command.id)?.at(-1))
      for (const other of [proposer, ...approvers]) expect(isOnePerson(other, command.actor)).toBe(false)
      this.#known.set(command.id, { ...before!, approvers: [...approvers, command.actor] })
    } else if (command.type === 'schedule') {
      this.#known.set(command.id, { ...before!, notBefore: command.notBefore })
    } else {
      this.#known.set(command.id, { ...before!, over: true })
    }
  }

  #judge(command: GateCommand & { readonly type: 'apply' | 'emergencyApply' }, applied: Parameters, now: number): void {
    const { base, target, policies, approvers, notBefore } = this.#known.get(command.id)!
    expect([parametersHash(command.current), parametersHash(applied), command.policies]).toEqual([
      base,
      target,
      policies,
    ])
    if (command.type === 'emergencyApply') expect(command.actor.roles).toContain('emergency')
    else {
      expect(approvers).toHaveLength(QUORUM)
      expect(now).toBeGreaterThanOrEqual(notBefore)
      this.applied += 1
    }
    this.inForce = applied
  }
}

it(`applies only what distinct others approved, once, in time, on its base, under its policies (seed ${seed})`, {
  timeout: 120_000,
}, () => {
  let applied = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const world = new World()
      // Time mostly goes on, and sometimes back.
      let now = 100
      for (const step of steps) {
        now += step.time < 18 ? Math.floor(step.time / 6) : -5
        world.run(step, now)
      }
      applied += world.applied
    }),
    { seed, numRuns: 1500 },
  )
  expect(applied).toBeGreaterThan(100)
})
