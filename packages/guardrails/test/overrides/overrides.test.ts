import {
  activeOverrides,
  applyOverrideCommand,
  createOverrides,
  type OverrideCommand,
  type OverridesState,
} from '@tezgah/guardrails'
import { expect, it } from 'vitest'
import { ayse, ayseByAnotherName, ayseWithAnotherKey, burak, cem } from '../people.ts'

const NOW = 1_736_942_400_000

const asking: OverrideCommand & { readonly type: 'request' } = {
  type: 'request',
  id: 'o1',
  actor: ayse,
  policies: ['collar', 'spread'],
  symbols: ['BTCTRY'],
  from: NOW + 10,
  until: NOW + 100,
  maxUses: 2,
  reason: 'the venue has widened its spreads',
}

function after(state: OverridesState, command: OverrideCommand, now = NOW): OverridesState {
  const outcome = applyOverrideCommand(state, command, now)
  if (outcome.refused) throw new Error(`${outcome.refused.code}: ${outcome.refused.message}`)
  return outcome.state
}

const codeOf = (state: OverridesState, command: OverrideCommand, now = NOW) =>
  applyOverrideCommand(state, command, now).refused?.code

const asked = after(createOverrides(), asking)
const { content } = asked.overrides[0]!
const approval: OverrideCommand = { type: 'approve', id: 'o1', actor: burak, content }
const approved = after(asked, approval)
const use: OverrideCommand & { readonly type: 'recordUse' } = {
  type: 'recordUse',
  id: 'o1',
  actor: cem,
  symbol: 'BTCTRY',
  policies: ['collar'],
}

it('is in force within its window only, once another person has approved it', () => {
  const inForce = (state: OverridesState, now: number) => activeOverrides(state, now).map(({ id }) => id)
  expect(inForce(asked, NOW + 10)).toEqual([])
  expect([NOW + 9, NOW + 10, NOW + 99, NOW + 100].map((now) => inForce(approved, now).length)).toEqual([0, 1, 1, 0])
  expect(activeOverrides(approved, NOW + 10)[0]).toEqual({
    id: 'o1',
    policies: ['collar', 'spread'],
    symbols: ['BTCTRY'],
    from: NOW + 10,
    until: NOW + 100,
    usesLeft: 2,
  })
})

it.each([ayse, ayseByAnotherName, ayseWithAnotherKey])(
  'lets $id with $credential not approve what ayse asked',
  (actor) => {
    expect(codeOf(asked, { ...approval, actor })).toBe('same_person')
    expect(codeOf(asked, { type: 'reject', id: 'o1', actor, reason: 'no' })).toBe('same_person')
  },
)

it('counts its uses and ends with the last', () => {
  const once = after(approved, use, NOW + 10)
  const twice = after(once, use, NOW + 99)
  expect(activeOverrides(once, NOW + 99)[0]?.usesLeft).toBe(1)
  expect(activeOverrides(twice, NOW + 99)).toEqual([])
  expect(codeOf(twice, use, NOW + 99)).toBe('not_in_force')
})

it('cannot be used outside its window and scope', () => {
  expect(codeOf(asked, use, NOW + 50)).toBe('not_in_force')
  expect(codeOf(approved, use, NOW + 9)).toBe('not_in_force')
  expect(codeOf(approved, use, NOW + 100)).toBe('not_in_force')
  expect(codeOf(approved, { ...use, symbol: 'ETHTRY' }, NOW + 50)).toBe('out_of_scope')
  expect(codeOf(approved, { ...use, policies: ['collar', 'daily-loss'] }, NOW + 50)).toBe('out_of_scope')
})

it('is ended by anyone at any time, and never begins again', () => {
  const revoked = after(approved, { type: 'revoke', id: 'o1', actor: ayse, reason: 'over' }, NOW - 50)
  expect(activeOverrides(revoked, NOW + 50)).toEqual([])
  expect(codeOf(revoked, approval)).toBe('not_pending')
  const expired = after(approved, { ...asking, id: 'o2', until: NOW + 200 }, NOW + 100)
  expect(activeOverrides(expired, NOW + 50)).toEqual([])
  expect(codeOf(after(asked, { ...asking, id: 'o2', until: NOW + 200 }, NOW + 100), approval)).toBe('expired')
})

it('refuses what makes no sense, and names it', () => {
  const refusal = (change: object) => applyOverrideCommand(asked, { ...asking, id: 'o2', ...change }, NOW).refused
  expect(refusal({ id: 'o1' })?.code).toBe('duplicate_id')
  expect(refusal({ policies: ['guardrails'] })?.message).toContain('command.policies')
  expect(refusal({ maxUses: 1001 })?.message).toContain('command.maxUses')
  expect(refusal({ until: NOW + 10 })?.code).toBe('invalid_window')
  expect(refusal({ from: NOW - 10, until: NOW })?.code).toBe('invalid_window')
  expect(refusal({ until: NOW + 11 + 604_800_000 })?.code).toBe('invalid_window')
  expect(codeOf(asked, { ...approval, content: 'c'.repeat(64) })).toBe('other_content')
  expect(codeOf(asked, approval, NOW - 1)).toBe('clock_went_back')
  expect(codeOf(approved, approval)).toBe('not_pending')
  expect(codeOf(asked, { ...use, id: 'o9' })).toBe('not_found')
})

it('bounds what is open, and remembers a bounded number of what is over', () => {
  let state = createOverrides()
  for (let n = 0; n < 100; n++) state = after(state, { ...asking, id: `o${n}` })
  expect(codeOf(state, { ...asking, id: 'more' })).toBe('too_many_open')
  state = after(state, { ...asking, id: 'more', from: NOW, until: NOW + 200 }, NOW + 100)
  expect(state.overrides.length).toBe(51)
})
