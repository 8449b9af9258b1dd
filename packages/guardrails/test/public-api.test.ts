import * as core from '@tezgah/guardrails'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/guardrails and no other', () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "GuardrailsError",
      "REASON_CODES",
      "applyEvent",
      "compilePolicies",
      "createLedger",
      "decide",
      "formatAmount",
      "hashJson",
      "isApproved",
      "isGuardrailsError",
      "parseAmount",
      "replay",
      "review",
      "stateOf",
    ]
  `)
})
