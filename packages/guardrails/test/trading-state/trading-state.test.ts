import { applyTradingCommand, createTradingState, type TradingCommand, type TradingState } from '@tezgah/guardrails'
import { expect, it } from 'vitest'
import { ayse, ayseByAnotherName, ayseWithAnotherKey, burak } from '../people.ts'

const NOW = 1_736_942_400_000
const halted = createTradingState({ actor: ayse, reason: 'first start', now: NOW })

function apply(state: TradingState, command: TradingCommand, now: number): TradingState {
  const outcome = applyTradingCommand(state, command, now)
  if (outcome.refused) throw new Error(outcome.refused.code)
  return outcome.state
}

const code = (state: TradingState, command: TradingCommand, now: number) =>
  applyTradingCommand(state, command, now).refused?.code

const ask: TradingCommand = {
  type: 'requestRearm',
  id: 'r1',
  to: 'active',
  actor: ayse,
  reason: 'the feed is back',
  expiresAt: NOW + 1000,
}
const asked = apply(halted, ask, NOW)
const approval: TradingCommand = { type: 'approveRearm', id: 'r1', actor: burak }
const active = apply(asked, approval, NOW + 1)

it('starts halted and is active once two people want it', () => {
  expect([halted.mode, asked.mode, active.mode]).toEqual(['halted', 'halted', 'active'])
})

it('tells who asked, who approved and from which state to which', () => {
  const outcome = applyTradingCommand(asked, approval, NOW + 1)
  if (outcome.refused) throw new Error(outcome.refused.code)
  expect(outcome.events).toEqual([
    {
      actor: 'burak',
      action: 'trading.rearmed',
      subject: 'r1',
      outcome: 'success',
      details: {
        at: NOW + 1,
        identifiedBy: 'key-2',
        reason: 'the feed is back',
        before: expect.stringMatching(/^[0-9a-f]{64}$/),
        after: expect.stringMatching(/^[0-9a-f]{64}$/),
        alarm: false,
      },
    },
  ])
})

it.each([ayse, ayseByAnotherName, ayseWithAnotherKey])(
  'lets $id with $credential not approve what ayse asked',
  (actor) => {
    expect(code(asked, { ...approval, actor }, NOW)).toBe('same_person')
  },
)

it('takes an approval until the last millisecond and not at the expiry', () => {
  expect(code(asked, approval, NOW + 999)).toBeUndefined()
  expect(code(asked, approval, NOW + 1000)).toBe('expired')
  expect(code(asked, approval, NOW - 1)).toBe('clock_went_back')
})

it('only worsens by a trip, and discards what was asked before it', () => {
  const trip = { type: 'trip', actor: burak, reason: 'odd fills' } as const
  const reducing = apply(active, { ...trip, to: 'reducing' }, NOW + 2)
  expect(reducing.mode).toBe('reducing')
  expect(apply(reducing, { ...trip, to: 'halted' }, NOW + 3).mode).toBe('halted')
  const again = apply(asked, { ...trip, to: 'reducing' }, NOW + 2)
  expect(again).toMatchObject({ mode: 'halted', request: null })
  expect(code(again, approval, NOW + 3)).toBe('not_found')
  expect(code(active, { ...trip, to: 'active' as 'halted' }, NOW)).toBe('invalid_command')
})

it('trips even if the rest of the command is wrong', () => {
  const broken = { type: 'trip', to: 'halted', actor: null, reason: '' } as unknown as TradingCommand
  expect(apply(active, broken, Number.NaN)).toMatchObject({ mode: 'halted', since: NOW + 1, by: { id: 'unknown' } })
})

it('refuses what makes no sense, and names it', () => {
  expect(code(active, ask, NOW + 2)).toBe('not_better')
  expect(code(asked, { ...ask, id: 'r2' }, NOW + 2)).toBe('request_pending')
  expect(code(asked, { ...ask, id: 'r2', expiresAt: NOW + 2000 }, NOW + 1000)).toBeUndefined()
  expect(code(halted, { ...ask, expiresAt: NOW }, NOW)).toBe('invalid_expiry')
  expect(code(halted, { ...ask, expiresAt: NOW + 86_400_001 }, NOW)).toBe('invalid_expiry')
  expect(code(asked, { type: 'withdrawRearm', id: 'r1', actor: burak }, NOW)).toBe('not_requester')
  expect(apply(asked, { type: 'withdrawRearm', id: 'r1', actor: ayse }, NOW).request).toBeNull()
  expect(applyTradingCommand(halted, { ...ask, reason: 'x'.repeat(501) }, NOW).refused).toMatchObject({
    code: 'invalid_command',
    message: expect.stringContaining('command.reason'),
  })
  expect(code(halted, ask, 1.5)).toBe('invalid_command')
})
