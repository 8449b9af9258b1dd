import { ROLES, type Role } from '@tezgah/core/node/operators-file'
import { z } from 'zod'
import contract from '../../../executor-lite/openapi.json' with { type: 'json' }
import type { Access } from '../auth/access.ts'

export type ForwardedRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As the browser requests it; `:id` is a parameter. */
  readonly path: string
  /** As the executor serves it. */
  readonly upstreamPath: string
  /** Query parameters that are forwarded; any other is dropped. */
  readonly query: readonly string[]
  /** Media types of its body; none where it takes no body. */
  readonly mediaTypes: readonly string[]
  readonly kind: 'plain' | 'stream' | 'upload'
  readonly access: Access
}

/** For programs next to the executor: not forwarded under `/api`. */
const NOT_FORWARDED: ReadonlySet<string> = new Set(['/openapi.json', '/__routes', '/readyz', '/healthz', '/metrics'])
const JSON_TYPE = 'application/json'

const content = z.record(z.string(), z.unknown()).optional()
const operation = z.object({
  'x-role': z.enum(ROLES).optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.object({ content }).optional(),
  // A response that many routes share is a reference, and none of those is a stream.
  responses: z.record(z.string(), z.object({ content })),
})
const methods = z.enum(['get', 'post', 'put', 'patch', 'delete'])
const documentSchema = z.object({ paths: z.record(z.string(), z.partialRecord(methods, operation)) })

/**
 * The routes of the executor that are forwarded, from its OpenAPI document.
 *
 * @throws z.ZodError where the document does not have the form that the executor writes
 */
export function routesOf(document: unknown): readonly ForwardedRoute[] {
  return Object.entries(documentSchema.parse(document).paths)
    .filter(([path]) => !NOT_FORWARDED.has(path))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, found]) =>
        forwarded(method.toUpperCase() as ForwardedRoute['method'], path.replace(/\{(\w+)\}/g, ':$1'), found),
      ),
    )
}

function forwarded(
  method: ForwardedRoute['method'],
  path: string,
  { 'x-role': role, parameters, requestBody, responses }: z.output<typeof operation>,
): ForwardedRoute {
  const mediaTypes = Object.keys(requestBody?.content ?? {})
  const isUpload = mediaTypes.some((type) => type !== JSON_TYPE)
  const isStream = Object.values(responses).some((response) => response.content?.['text/event-stream'] !== undefined)
  return {
    method,
    path: `/api${path}`,
    upstreamPath: path,
    query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    mediaTypes,
    kind: isStream ? 'stream' : isUpload ? 'upload' : 'plain',
    access: accessOf(method, role),
  }
}

/** A route that the executor serves without credentials needs the role `viewer` here. */
function accessOf(method: string, role: Role | undefined): Access {
  // Kill, re-arm, approve: changes that need the role risk or admin also need a recent password.
  return { role: role ?? 'viewer', stepUp: method !== 'GET' && (role === 'risk' || role === 'admin') }
}

/** Health and metrics without credentials, for the monitoring of this machine. */
const PUBLIC_ROUTES: readonly ForwardedRoute[] = [
  publicRoute('/api/public/healthz', '/healthz'),
  publicRoute('/api/public/metrics/prom', '/metrics'),
]

function publicRoute(path: string, upstreamPath: string): ForwardedRoute {
  const access = { role: null, stepUp: false }
  return { method: 'GET', path, upstreamPath, query: [], mediaTypes: [], kind: 'plain', access }
}

/** Every route that is forwarded to the executor; no other path exists under `/api`. */
export const FORWARDED_ROUTES: readonly ForwardedRoute[] = [...PUBLIC_ROUTES, ...routesOf(contract)]

const PARAMETER = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/
const MAX_PARAMETER_LENGTH = 64

/** The executor's path with its parameters, or `null` when one of them has a character that no id has. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string | null {
  const isUsable = (value = ''): boolean => value.length <= MAX_PARAMETER_LENGTH && PARAMETER.test(value)
  if (!Object.values(params).every(isUsable)) return null
  return path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
}

/** The query that goes to the executor: names of the route only, each once. */
export function allowedQuery(names: readonly string[], url: string): string {
  const start = url.indexOf('?')
  if (start === -1 || names.length === 0) return ''
  const asked = new URLSearchParams(url.slice(start + 1))
  const allowed = new URLSearchParams()
  for (const name of names) {
    const value = asked.get(name)
    if (value !== null) allowed.set(name, value)
  }
  return allowed.size === 0 ? '' : `?${allowed}`
}
