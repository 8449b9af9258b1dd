import { activeOverrides, applyOverrideCommand, createOverrides, type OverrideCommand } from '@tezgah/guardrails'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { everybody, isOnePerson } from '../people.ts'
import { seed } from '../seed.ts'

const actor = fc.constantFrom(...everybody)
const id = fc.constantFrom('o1', 'o1', 'o2')
const policy = fc.constantFrom('collar', 'spread')
const symbol = fc.constantFrom('BTCTRY', 'ETHTRY')
const policies = fc.uniqueArray(policy, { minLength: 1 })
const reason = fc.constant('because')

const step = fc.oneof(
  fc.record({
    type: fc.constant('request'),
    id,
    actor,
    policies,
    symbols: fc.oneof(fc.constant('all' as const), fc.uniqueArray(symbol, { minLength: 1 })),
    from: fc.nat(15),
    until: fc.integer({ min: 5, max: 40 }),
    maxUses: fc.integer({ min: 1, max: 3 }),
    reason,
  }),
  fc.record({ type: fc.constant('approve'), id, actor, content: fc.constant('') }),
  fc.record({ type: fc.constant('approve'), id, actor, content: fc.constant('') }),
  fc.record({ type: fc.constant('recordUse'), id, actor, symbol, policies }),
  fc.record({ type: fc.constant('recordUse'), id, actor, symbol, policies }),
  fc.record({ type: fc.constant('recordUse'), id, actor, symbol, policies }),
  fc.record({ type: fc.constantFrom('reject', 'revoke'), id, actor, reason }),
)

it(`is never used more often, elsewhere, or at another time than two people agreed (seed ${seed})`, {
  timeout: 120_000,
}, () => {
  let used = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(25)), { maxLength: 60, size: 'max' }), (steps) => {
      let state = createOverrides()
      const asked = new Map<string, OverrideCommand & { type: 'request' }>()
      const uses = new Map<string, number>()
      const agreed = new Set<string>()
      for (const [next, now] of steps) {
        const seen = state.overrides.find((override) => override.id === next.id)?.content ?? 'c'.repeat(64)
        const command = (next.type === 'approve' ? { ...next, content: seen } : next) as OverrideCommand
        const offered = activeOverrides(state, now)
        const outcome = applyOverrideCommand(state, command, now)
        if (outcome.refused) continue
        state = outcome.state
        const wish = asked.get(command.id)!
        if (command.type === 'request') asked.set(command.id, command)
        else if (command.type === 'approve') {
          expect(isOnePerson(wish.actor, command.actor)).toBe(false)
          agreed.add(command.id)
        } else if (command.type === 'recordUse') {
          const count = (uses.get(command.id) ?? 0) + 1
          uses.set(command.id, count)
          used += 1
          expect(agreed.has(command.id)).toBe(true)
          expect(count).toBeLessThanOrEqual(wish.maxUses)
          expect(wish.from <= now && now < wish.until).toBe(true)
          expect(wish.symbols === 'all' || wish.symbols.includes(command.symbol)).toBe(true)
          for (const policy of command.policies) expect(wish.policies).toContain(policy)
          expect(offered.map(({ id }) => id)).toContain(command.id)
        } else agreed.delete(command.id)
      }
    }),
    { seed, numRuns: 1000 },
  )
  expect(used).toBeGreaterThan(50)
})
