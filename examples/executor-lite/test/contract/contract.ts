import { readFile } from 'node:fs/promises'
import path from 'node:path'
import openapiTypescript, { astToString } from 'openapi-typescript'
import { createHarness, HOST } from '../fixtures/harness.ts'

const EXAMPLES = path.resolve(import.meta.dirname, '../../..')

/** The committed OpenAPI document. */
export const DOCUMENT_FILE = path.join(EXAMPLES, 'executor-lite', 'openapi.json')
/** The panel's types, made from it. */
export const TYPES_FILE = path.join(EXAMPLES, 'proxy', 'web', 'api', 'contract.d.ts')

const HEADER = "// Written by `npm run contract` from the executor's OpenAPI document. Do not edit.\n"

/** What both files must hold: the document of a service that is built in this process, and the types made from it. */
export const makeContract = async (): Promise<{ readonly document: string; readonly types: string }> => {
  const harness = await createHarness()
  try {
    const document = (await harness.app.inject({ url: '/openapi.json', headers: { host: HOST } })).json()
    const types = await openapiTypescript(document)
    return { document: `${JSON.stringify(document, null, 2)}\n`, types: `${HEADER}${astToString(types)}` }
  } finally {
    await harness.close()
  }
}

export const readContract = async (): Promise<{ readonly document: string; readonly types: string }> => ({
  document: await readFile(DOCUMENT_FILE, 'utf8'),
  types: await readFile(TYPES_FILE, 'utf8'),
})
