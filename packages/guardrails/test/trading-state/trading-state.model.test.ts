import { applyTradingCommand, createTradingState, type TradingCommand, type TradingMode } from '@tezgah/guardrails'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ayse, everybody, isOnePerson } from '../people.ts'
import { seed } from '../seed.ts'

const order: readonly TradingMode[] = ['active', 'reducing', 'halted']
const badness = (mode: TradingMode) => order.indexOf(mode)
const actor = fc.constantFrom(...everybody)
const id = fc.constantFrom('r1', 'r2')
const reason = fc.constant('because')

const command: fc.Arbitrary<TradingCommand> = fc.oneof(
  fc.record({ type: fc.constant('trip'), to: fc.constantFrom('reducing', 'halted'), actor, reason }),
  fc.record({
    type: fc.constant('requestRearm'),
    id,
    to: fc.constantFrom('active', 'reducing'),
    actor,
    reason,
    expiresAt: fc.nat(40),
  }),
  fc.record({ type: fc.constant('approveRearm'), id, actor }),
  fc.record({ type: fc.constant('approveRearm'), id, actor }),
  fc.record({ type: fc.constant('withdrawRearm'), id, actor }),
)

it(`is never better without two people, in time, and after no trip (seed ${seed})`, { timeout: 120_000 }, () => {
  let rearmed = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(command, fc.nat(30)), { maxLength: 60, size: 'max' }), (steps) => {
      let state = createTradingState({ actor: ayse, reason: 'start', now: 0 })
      // The pending request, as it follows from the accepted commands alone.
      let open: (TradingCommand & { type: 'requestRearm' }) | null = null
      for (const [next, now] of steps) {
        const before = state.mode
        const outcome = applyTradingCommand(state, next, now)
        if (outcome.refused) continue
        state = outcome.state
        expect(outcome.events).toHaveLength(1)
        if (badness(state.mode) < badness(before)) {
          expect(next.type).toBe('approveRearm')
          expect(open).toMatchObject({ id: 'id' in next ? next.id : '', to: state.mode })
          expect(isOnePerson(open!.actor, next.actor)).toBe(false)
          expect(now).toBeLessThan(open!.expiresAt)
          rearmed += 1
        }
        open = next.type === 'requestRearm' ? next : null
      }
    }),
    { seed, numRuns: 1000 },
  )
  expect(rearmed).toBeGreaterThan(50)
})
