import * as core from '@tezgah/guardrails'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/guardrails and no other', () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "formatAmount",
      "hashJson",
      "parseAmount",
    ]
  `)
})
