import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { resultJsonSchema } from './result-json-schema.ts'

// Run after a change of the result's format: `npm run schema`.
writeFileSync(path.join(import.meta.dirname, 'result.schema.json'), resultJsonSchema())
