import {
  applyGateCommand,
  createGate,
  type GateCommand,
  type GateRules,
  type GateState,
  type Parameters,
  type Proposal,
} from '@tezgah/guardrails'
import { ayse, burak } from '../people.ts'

export const NOW = 1_736_942_400_000
export const POLICIES = 'a'.repeat(64)
export const current: Parameters = { values: { maxOrder: '1000', fast: 10, mode: 'calm' } }
export const target: Parameters = { values: { maxOrder: '5000', fast: 10, mode: 'calm' } }

export const rules: GateRules = {
  quorum: 1,
  thresholds: [{ path: '/fast', absolute: '2', relative: '0.5' }],
  maxOpen: 3,
  maxLifetimeMs: 1000,
  emergencyRole: 'emergency',
}

export const gate: GateState = createGate(rules, current)

export const proposing: GateCommand & { readonly type: 'propose' } = {
  type: 'propose',
  id: 'p1',
  actor: ayse,
  current,
  target,
  policies: POLICIES,
  reason: 'larger orders',
  expiresAt: NOW + 1000,
}

export const applying: GateCommand & { readonly type: 'apply' } = {
  type: 'apply',
  id: 'p1',
  actor: burak,
  current,
  policies: POLICIES,
}

/** The gate after a command that must be taken. */
export function after(state: GateState, command: GateCommand, now: number = NOW): GateState {
  const outcome = applyGateCommand(state, command, now)
  if (outcome.refused) throw new Error(`${outcome.refused.code}: ${outcome.refused.message}`)
  return outcome.state
}

export function codeOf(state: GateState, command: GateCommand, now: number = NOW): string | undefined {
  return applyGateCommand(state, command, now).refused?.code
}

export function find(state: GateState, id: string): Proposal {
  return state.proposals.find((proposal) => proposal.id === id)!
}

/** The approval of what stands there. */
export function approving(state: GateState, actor = burak, id = 'p1'): GateCommand {
  return { type: 'approve', id, actor, content: find(state, id).content }
}
