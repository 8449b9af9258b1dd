import * as core from '@tezgah/guardrails'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/guardrails and no other', () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "GuardrailsError",
      "REASON_CODES",
      "START_POLICIES",
      "activeOverrides",
      "applyEvent",
      "applyGateCommand",
      "applyOverrideCommand",
      "applyTradingCommand",
      "compilePolicies",
      "costReport",
      "createGate",
      "createLedger",
      "createOverrides",
      "createTradingState",
      "decide",
      "describePolicy",
      "diffParameters",
      "formatAmount",
      "haltReasons",
      "hashJson",
      "isApproved",
      "isGuardrailsError",
      "orderGuard",
      "parametersHash",
      "parseAmount",
      "policyProblems",
      "replay",
      "review",
      "startPolicies",
      "stateOf",
    ]
  `)
})
