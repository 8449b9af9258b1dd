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

/** For the monitoring of the machine, and the addresses that were there first. */
const PUBLIC_ROUTES: readonly ForwardedRoute[] = [
  publicRoute('/api/public/healthz', '/healthz'),
  publicRoute('/api/public/metrics/prom', '/metrics'),
]

/** Everything that may pass to the executor. What is not in this table does not exist under `/api`. */
export const FORWARDED_ROUTES: readonly ForwardedRoute[] = [...PUBLIC_ROUTES, ...EXECUTOR_ROUTES.map(forwarded)]

function publicRoute(path: string, upstreamPath: string): ForwardedRoute {
  const access = { role: null, stepUp: false }
  return { method: 'GET', path, upstreamPath, query: [], mediaTypes: [], kind: 'plain', access }
}

/** What the executor shows to anybody on its machine, the proxy shows to viewers. */
export function forwarded({ method, path, role, query, mediaTypes, streams }: ExecutorRoute): ForwardedRoute {
  const isUpload = mediaTypes.some((type) => type !== JSON_TYPE)
  return {
    ...{ method, query, mediaTypes, path: `/api${path}`, upstreamPath: path },
    kind: streams ? 'stream' : isUpload ? 'upload' : 'plain',
    // Kill, re-arm, approve and their like: a change by somebody who answers for risk.
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
