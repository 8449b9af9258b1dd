import { applyGateCommand, createGate, parametersHash } from '@tezgah/guardrails'
import { expect, it } from 'vitest'
import { ayse, ayseByAnotherName, ayseWithAnotherKey, burak, cem } from '../people.ts'
import { after, applying, approving, codeOf, current, find, gate, NOW, proposing, rules, target } from './gate-kit.ts'

const proposed = after(gate, proposing)
const approved = after(proposed, approving(proposed))

it('applies once what another person has approved, and hands out its parameters', () => {
  expect(codeOf(proposed, applying)).toBe('not_approved')
  const outcome = applyGateCommand(approved, applying, NOW)
  if (outcome.refused) throw new Error(outcome.refused.code)
  expect(outcome.applied).toEqual(target)
  expect(outcome.state.baseline).toEqual(target)
  expect(outcome.events).toMatchObject([
    { action: 'gate.applied', details: { before: parametersHash(current), after: parametersHash(target) } },
  ])
  expect(codeOf(outcome.state, applying)).toBe('not_open')
})

it.each([ayse, ayseByAnotherName, ayseWithAnotherKey])(
  'lets $id with $credential not approve what ayse proposed',
  (actor) => {
    expect(codeOf(proposed, approving(proposed, actor))).toBe('same_person')
    expect(codeOf(proposed, { type: 'reject', id: 'p1', actor, reason: 'no' })).toBe('same_person')
  },
)

it('counts every person once', () => {
  const two = after(createGate({ ...rules, quorum: 2 }, current), proposing)
  const one = after(two, approving(two))
  expect(find(one, 'p1').status).toBe('pending')
  expect(codeOf(one, approving(one, { id: 'b', credential: 'key-2' }))).toBe('same_person')
  expect(codeOf(one, approving(one, { id: 'burak', credential: 'key-9' }))).toBe('same_person')
  expect(find(after(one, approving(one, cem)), 'p1').status).toBe('approved')
  expect(codeOf(approved, approving(approved, cem))).toBe('enough_approvals')
})

it('takes approvals and applies before the expiry and not at it', () => {
  expect(codeOf(proposed, approving(proposed), NOW + 999)).toBeUndefined()
  expect(codeOf(proposed, approving(proposed), NOW + 1000)).toBe('expired')
  expect(codeOf(approved, applying, NOW + 999)).toBeUndefined()
  expect(codeOf(approved, applying, NOW + 1000)).toBe('expired')
  expect(codeOf(approved, applying, NOW - 1)).toBe('clock_went_back')
  const expired = after(approved, { type: 'expire', actor: cem }, NOW + 1000)
  expect(codeOf(expired, applying, NOW)).toBe('expired')
})

it('forgets approvals when the proposal is amended, and takes none of what it was', () => {
  const amended = after(approved, { ...proposing, type: 'amend', target: { values: { maxOrder: '9000' } } })
  expect(find(amended, 'p1')).toMatchObject({ status: 'pending', approvals: [] })
  expect(codeOf(amended, approving(proposed))).toBe('other_content')
  expect(codeOf(approved, { ...proposing, type: 'amend', actor: burak })).toBe('not_proposer')
  const renamed = after(proposed, { ...proposing, type: 'amend', actor: ayseByAnotherName, reason: 'again' })
  expect(codeOf(renamed, approving(renamed, ayse))).toBe('same_person')
})

it('applies on no other base and under no other policies than were approved', () => {
  for (const changed of [
    { current: target },
    { policies: 'b'.repeat(64) },
    { current: { ...current, defaults: {} } },
  ]) {
    const outcome = applyGateCommand(approved, { ...applying, ...changed }, NOW)
    expect(outcome).toMatchObject({ applied: null, events: [{ action: 'gate.conflicted' }] })
    if (!outcome.refused) expect(codeOf(outcome.state, applying)).toBe('not_open')
  }
})

it('needs no approval within the thresholds, measured from what was approved however small the steps', () => {
  let [state, fast] = [gate, 10]
  const step = (to: number, id: string) => {
    const values = { maxOrder: '1000', mode: 'calm' }
    const [from, next] = [{ values: { ...values, fast } }, { values: { ...values, fast: to } }]
    state = after(state, { ...proposing, id, current: from, target: next })
    const { quorum } = find(state, id)
    if (quorum === 0) {
      state = after(state, { ...applying, id, current: from })
      fast = to
    }
    return quorum
  }
  expect([step(11, 's1'), step(12, 's2'), step(13, 's3'), step(8, 's4')]).toEqual([0, 0, 1, 1])
})

it('needs another person for every other kind of change', () => {
  const quorumOf = (values: object, defaults?: object) =>
    find(after(gate, { ...proposing, target: { values, ...(defaults && { defaults }) } as typeof target }), 'p1').quorum
  const same = { maxOrder: '1000', fast: 10, mode: 'calm' }
  expect(quorumOf({ ...same, fast: 12 })).toBe(0)
  expect(quorumOf({ ...same, fast: 12.000001 })).toBe(1)
  expect(quorumOf({ ...same, fast: 10 + 1e-10 })).toBe(0)
  expect(quorumOf({ ...same, fast: 1e-10 })).toBe(1)
  expect(quorumOf({ ...same, fast: '11' })).toBe(1)
  expect(quorumOf({ ...same, fast: 11, more: 1 })).toBe(1)
  expect(quorumOf({ maxOrder: '1000', mode: 'calm' })).toBe(1)
  expect(quorumOf({ ...same, mode: 'bold' })).toBe(1)
  expect(quorumOf(same, { fast: 99 })).toBe(1)
})

it('waits for the moment it is scheduled for', () => {
  expect(codeOf(proposed, { type: 'schedule', id: 'p1', actor: burak, notBefore: NOW + 5 })).toBe('not_approved')
  expect(codeOf(approved, { type: 'schedule', id: 'p1', actor: burak, notBefore: NOW + 1000 })).toBe('invalid_time')
  const scheduled = after(approved, { type: 'schedule', id: 'p1', actor: burak, notBefore: NOW + 5 })
  expect(codeOf(scheduled, applying, NOW + 4)).toBe('too_early')
  expect(codeOf(scheduled, applying, NOW + 5)).toBeUndefined()
})

it('lets the emergency role apply alone, with an alarm, and does not take that as approved', () => {
  const emergency = { ...applying, type: 'emergencyApply', reason: 'the limit blocks the exit' } as const
  expect(codeOf(proposed, { ...emergency, actor: burak })).toBe('not_allowed')
  const outcome = applyGateCommand(proposed, { ...emergency, actor: cem }, NOW)
  expect(outcome).toMatchObject({
    applied: target,
    state: { baseline: current },
    events: [{ action: 'gate.appliedInEmergency', details: { alarm: true, reason: 'the limit blocks the exit' } }],
  })
  expect(applyGateCommand(proposed, { ...emergency, actor: cem, policies: 'b'.repeat(64) }, NOW)).toMatchObject({
    applied: null,
  })
  const withoutRole = after(createGate({ ...rules, emergencyRole: null }, current), proposing)
  expect(codeOf(withoutRole, { ...emergency, actor: cem })).toBe('not_allowed')
})

it('keeps what was proposed when the object that was passed changes later', () => {
  const values = { maxOrder: '5000', fast: 10, mode: 'calm' }
  const kept = after(gate, { ...proposing, target: { values } })
  values.maxOrder = '999999'
  expect(find(kept, 'p1').parameters).toEqual(target)
})

it('bounds what is open, and remembers a bounded number of what is over', () => {
  let state = gate
  for (const id of ['a', 'b', 'c']) state = after(state, { ...proposing, id })
  expect(codeOf(state, { ...proposing, id: 'd' })).toBe('too_many_open')
  expect(codeOf(state, { ...proposing, id: 'a' })).toBe('duplicate_id')
  for (let n = 0; n < 70; n++) {
    const [id, later] = [`q${n}`, NOW + 1000 + n]
    state = after(state, { ...proposing, id, expiresAt: later + 10 }, later)
    state = after(state, { type: 'withdraw', id, actor: ayse, reason: 'no' }, later)
  }
  expect(state.proposals.length).toBe(50)
})

it('refuses what is malformed, and names it', () => {
  const refusal = (change: object) =>
    applyGateCommand(gate, { ...proposing, ...change } as typeof proposing, NOW).refused
  expect(refusal({ reason: '' })?.message).toContain('command.reason')
  expect(refusal({ reason: '  ' })?.code).toBe('invalid_command')
  expect(refusal({ actor: { id: 'a', credential: '' } })?.message).toContain('command.actor.credential')
  expect(refusal({ extra: 1 })?.code).toBe('invalid_command')
  expect(refusal({ target: { values: { a: Number.NaN } } })?.message).toContain('target')
  expect(refusal({ target: current })?.code).toBe('no_change')
  expect(refusal({ expiresAt: NOW + 1001 })?.code).toBe('invalid_time')
  expect(codeOf(gate, { ...applying, id: 'nothing' })).toBe('not_found')
  expect(() => createGate({ ...rules, quorum: 0 }, current)).toThrow(/rules.quorum/)
  expect(() => createGate({ ...rules, thresholds: [{ path: '/a' }] }, current)).toThrow(/rules.thresholds.0/)
})
