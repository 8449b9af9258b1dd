import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { routesOfDocument } from './upstream/routes-of-document.ts'

// Writes executor-routes.ts from the OpenAPI document of a running executor: `npm run routes` in this folder.
const executor = process.env['EXECUTOR_URL'] ?? 'http://127.0.0.1:4010'
const file = path.join(import.meta.dirname, 'upstream', 'executor-routes.ts')

const answer = await fetch(new URL('/openapi.json', executor))
const routes = routesOfDocument(await answer.json())
writeFileSync(
  file,
  `// Written by \`npm run routes\` from the executor's OpenAPI document. Do not edit.
import type { ExecutorRoute } from './routes-of-document.ts'

export const EXECUTOR_ROUTES: readonly ExecutorRoute[] = ${JSON.stringify(routes, null, 2)}
`,
)
console.log(`${routes.length} routes of ${executor} written to ${file}`)
