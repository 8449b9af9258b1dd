import { writeFile } from 'node:fs/promises'
import { DOCUMENT_FILE, makeContract, TYPES_FILE } from './contract.ts'

// `npm run contract`: after a route, a schema or a problem has changed.
const { document, types } = await makeContract()
await writeFile(DOCUMENT_FILE, document)
await writeFile(TYPES_FILE, types)
console.log(`${DOCUMENT_FILE}\n${TYPES_FILE}`)
