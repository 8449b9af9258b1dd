import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { recordJsonSchema } from './record-json-schema.ts'

// Run after a change of the vocabulary: node --conditions=@tezgah/source packages/audit/schema/write.ts
writeFileSync(path.join(import.meta.dirname, 'record.schema.json'), recordJsonSchema())
