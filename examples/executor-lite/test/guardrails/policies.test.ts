import { expect, it } from 'vitest'
import { POLICIES_HASH, POLICY_NAMES, WAIVABLE } from '../../src/guardrails/policies.ts'

it('names the same rules with the same hash, under which open proposals were made', () => {
  expect(POLICIES_HASH).toBe('3ebf754fe1659f9f8b9a9bd1c2cb808c6c57964794a4a27fdd7bd7d612d4018e')
  expect(POLICY_NAMES).toEqual(['trading-mode', 'approved-parameters', 'max-drawdown', 'max-notional'])
  expect(WAIVABLE).toEqual(['approved-parameters', 'max-drawdown', 'max-notional'])
})
