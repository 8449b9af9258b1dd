import { expect, it } from 'vitest'
import contract from '../../../../executor-lite/openapi.json' with { type: 'json' }
import { createOpenApiCheck, type OpenApi } from '../../../../executor-lite/test/fixtures/openapi-check.ts'
import { deskDocuments } from '../../support/desk-documents.ts'
import {
  guardrailDocuments,
  overrideDocument,
  proposalDocument,
  verdictDocument,
} from '../../support/guardrail-documents.ts'

const check = createOpenApiCheck(contract as unknown as OpenApi)
const { '/api/session': _ofTheProxy, '/api/risk': risk, ...desk } = deskDocuments()
const documents: Readonly<Record<string, unknown>> = {
  ...desk,
  ...guardrailDocuments(),
  '/api/risk': { ...(risk as object), verdicts: [verdictDocument('a', 1)] },
  '/api/proposals': { proposals: [proposalDocument('p')] },
  '/api/overrides': { overrides: [overrideDocument('o')] },
}

it.each(Object.entries(documents))('%s of the fake desk is an answer that the contract allows', (path, document) => {
  const answer = {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(document),
  }
  expect(check({ method: 'GET', url: path.replace('/api', ''), answer })).toBeNull()
})
