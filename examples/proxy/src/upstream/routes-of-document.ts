import { ROLES, type Role } from '@tezgah/core/node/operators-file'
import { z } from 'zod'

/** One route of the executor, as its OpenAPI document has it. */
export type ExecutorRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `:name` is a parameter. */
  readonly path: string
  /** `null`: the executor asks for no credentials. */
  readonly role: Role | null
  /** Names of its query parameters. */
  readonly query: readonly string[]
  /** Media types of its body; none where it has no body. */
  readonly mediaTypes: readonly string[]
  /** Whether it answers with server-sent events. */
  readonly streams: boolean
}

/** For machines beside the executor: these exist under no other address. */
const NOT_FORWARDED: ReadonlySet<string> = new Set(['/openapi.json', '/__routes', '/readyz', '/healthz', '/metrics'])

const operation = z.object({
  'x-role': z.enum(ROLES).optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
})

const methods = z.enum(['get', 'post', 'put', 'patch', 'delete'])
const documentSchema = z.object({ paths: z.record(z.string(), z.partialRecord(methods, operation)) })

/**
 * Reads what can be forwarded from the executor's OpenAPI document, in an order that does not depend on the document's.
 *
 * @throws z.ZodError where the document is not of the form that the executor writes
 */
export function routesOfDocument(document: unknown): readonly ExecutorRoute[] {
  const { paths } = documentSchema.parse(document)
  return Object.entries(paths)
    .filter(([path]) => !NOT_FORWARDED.has(path))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, found]) => ({
        method: method.toUpperCase() as ExecutorRoute['method'],
        path: path.replace(/\{(\w+)\}/g, ':$1'),
        role: found['x-role'] ?? null,
        query: found.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        mediaTypes: Object.keys(found.requestBody?.content ?? {}),
        streams: Object.values(found.responses).some(({ content }) => content?.['text/event-stream'] !== undefined),
      })),
    )
    .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
