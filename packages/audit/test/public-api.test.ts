import * as core from '@tezgah/audit'
import * as node from '@tezgah/audit/node'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/audit and no other', () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "AuditError",
      "EMPTY_CHAIN",
      "MAX_DETAILS_DEPTH",
      "MAX_NAME_LENGTH",
      "MAX_RECORD_BYTES",
      "REDACTED",
      "appendRecord",
      "canonicalJson",
      "createVerifier",
      "isAuditError",
      "isSecretName",
      "redactEvent",
      "verifyLog",
    ]
  `)
})

it('exports these names from @tezgah/audit/node and no other', () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "openAuditLog",
      "readAuditFile",
      "verifyAuditFile",
    ]
  `)
})
