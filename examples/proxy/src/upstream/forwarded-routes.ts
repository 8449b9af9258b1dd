import type { Access } from '../auth/access.ts'
import { EXECUTOR_ROUTES } from './executor-routes.ts'
import type { ExecutorRoute } from './routes-of-document.ts'

export type ForwardedRoute = {
  readonly method: ExecutorRoute['method']
  /** As the browser asks for it; `:id` is a parameter. */
  readonly path: string
  /** As the executor knows it. */
  readonly upstreamPath: string
  /** Query parameters that are passed on; any other is dropped. */
  readonly query: readonly string[]
  /** Media types of its body; none where it takes no body. */
  readonly mediaTypes: readonly string[]
  readonly kind: 'plain' | 'stream' | 'upload'
  readonly access: Access
}

const JSON_TYPE = 'application/json'

/** Health and metrics without credentials, for the monitoring of this machine. */
const PUBLIC_ROUTES: readonly ForwardedRoute[] = [
  publicRoute('/api/public/healthz', '/healthz'),
  publicRoute('/api/public/metrics/prom', '/metrics'),
]

/** Every route that is forwarded to the executor; no other path exists under `/api`. */
export const FORWARDED_ROUTES: readonly ForwardedRoute[] = [...PUBLIC_ROUTES, ...EXECUTOR_ROUTES.map(forwarded)]

function publicRoute(path: string, upstreamPath: string): ForwardedRoute {
  const access = { role: null, stepUp: false }
  return { method: 'GET', path, upstreamPath, query: [], mediaTypes: [], kind: 'plain', access }
}

/** A route that the executor serves without credentials needs the role `viewer` here. */
export function forwarded({ method, path, role, query, mediaTypes, streams }: ExecutorRoute): ForwardedRoute {
  const isUpload = mediaTypes.some((type) => type !== JSON_TYPE)
  return {
    ...{ method, query, mediaTypes, path: `/api${path}`, upstreamPath: path },
    kind: streams ? 'stream' : isUpload ? 'upload' : 'plain',
    // Kill, re-arm, approve: changes that need the role risk or admin also need a recent password.
    access: { role: role ?? 'viewer', stepUp: method !== 'GET' && (role === 'risk' || role === 'admin') },
  }
}

const PARAMETER = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/
const MAX_PARAMETER_LENGTH = 64

/** The executor's path with its parameters, or `null` when one of them has characters that no id has. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string | null {
  const isUsable = (value = ''): boolean => value.length <= MAX_PARAMETER_LENGTH && PARAMETER.test(value)
  if (!Object.values(params).every(isUsable)) return null
  return path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
}

/** The query that goes to the executor: known names only, each once. */
export function allowedQuery(names: readonly string[], url: string): string {
  const start = url.indexOf('?')
  if (start === -1 || names.length === 0) return ''
  const asked = new URLSearchParams(url.slice(start + 1))
  const passed = new URLSearchParams()
  for (const name of names) {
    const value = asked.get(name)
    if (value !== null) passed.set(name, value)
  }
  return passed.size === 0 ? '' : `?${passed}`
}
