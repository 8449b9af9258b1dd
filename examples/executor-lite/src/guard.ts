import type { FastifyRequest } from 'fastify'
import { headerValues, type TokenVerdict } from './admin-token.ts'
import type { AuditTrail, ExecutorMetrics } from './ports.ts'
import { ProblemError } from './problem.ts'
import type { RateLimiter } from './rate-limit.ts'

/** Who may use a route, and which bucket its requests are counted in. */
export type RouteConfig = {
  /** `admin` routes change something and need the token. */
  readonly access: 'open' | 'admin'
  /**
   * `requests`: the limit of the service. `watching`: ten times that, for the two routes that are asked again and again while a
   * backtest runs. `uncounted`: probes and scrapes, which must not starve.
   */
  readonly bucket: 'requests' | 'watching' | 'uncounted'
}

/** Used for whatever has no route. */
const DEFAULT_ROUTE: RouteConfig = { access: 'open', bucket: 'requests' }

export type GuardDeps = {
  readonly checkToken: (rawHeaders: readonly string[]) => TokenVerdict
  readonly limiters: Readonly<Record<Exclude<RouteConfig['bucket'], 'uncounted'>, RateLimiter>>
  /** Exact values that the `Host` header may have. */
  readonly allowedHosts: () => ReadonlySet<string>
  readonly audit: AuditTrail
  readonly metrics: ExecutorMetrics
}

/** The header in which a holder of the token names the client it speaks for. */
const CLIENT_HEADER = 'x-tezgah-client'
const CLIENT_NAME = /^[\w.:-]{1,64}$/

/** Runs before a request's body is read: host, token, rate limit, in this order. */
export function createGuard(deps: GuardDeps): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    checkHost(request, deps.allowedHosts())
    const { access, bucket } = configOf(request)
    if (bucket === 'uncounted') return
    const verdict = deps.checkToken(request.raw.rawHeaders)
    const client = clientOf(request, verdict)
    const taken = deps.limiters[bucket].take(client)
    if (!taken.allowed) throw await rateLimited(deps, request, client, taken.retryAfterMs)
    // A token that is sent is always checked, also where none is needed: nobody can try tokens unseen.
    if (verdict === 'valid' || (verdict === 'missing' && access === 'open')) return
    throw await unauthorized(deps, request, client, verdict)
  }
}

/** The client as it stands in the rate limiter and in the audit log. */
export function clientOf(request: FastifyRequest, verdict: TokenVerdict): string {
  if (verdict !== 'valid') return `anonymous@${request.ip}`
  const named = headerValues(request.raw.rawHeaders, CLIENT_HEADER)
  const name = named.length === 1 ? named[0] : undefined
  return name !== undefined && CLIENT_NAME.test(name) ? `operator:${name}` : `operator@${request.ip}`
}

function checkHost(request: FastifyRequest, allowed: ReadonlySet<string>): void {
  const [host, ...more] = headerValues(request.raw.rawHeaders, 'host')
  if (host !== undefined && more.length === 0 && allowed.has(host.toLowerCase())) return
  throw new ProblemError('wrong-host', `Use one of: ${[...allowed].join(', ')}.`)
}

function configOf(request: FastifyRequest): RouteConfig {
  const { config } = request.routeOptions
  return 'access' in config && 'bucket' in config ? (config as unknown as RouteConfig) : DEFAULT_ROUTE
}

/** The route as it was declared; never the address as it was sent, which may hold anything. */
function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? '(no route)'}`
}

async function unauthorized(
  { audit, metrics }: GuardDeps,
  request: FastifyRequest,
  client: string,
  verdict: Exclude<TokenVerdict, 'valid'>,
): Promise<ProblemError> {
  metrics.authenticationFailed()
  const event = {
    actor: client,
    action: 'auth.failed',
    subject: routeOf(request),
    outcome: 'refused',
    details: { reason: verdict },
  } as const
  await audit.append(event).catch((error: unknown) => noteAuditFailure(request, metrics, error))
  const detail = {
    missing: 'This route changes something: send the header x-admin-token.',
    repeated: 'The header x-admin-token must occur exactly once.',
    wrong: 'The header x-admin-token does not hold the token of this service.',
  }[verdict]
  return new ProblemError('unauthorized', detail, { headers: { 'www-authenticate': 'x-admin-token' } })
}

async function rateLimited(
  { audit, metrics, limiters }: GuardDeps,
  request: FastifyRequest,
  client: string,
  retryAfterMs: number,
): Promise<ProblemError> {
  metrics.rateLimited()
  const { bucket } = configOf(request)
  const event = {
    actor: client,
    action: 'rate.limited',
    subject: routeOf(request),
    outcome: 'refused',
    details: { bucket },
  } as const
  await audit.append(event).catch((error: unknown) => noteAuditFailure(request, metrics, error))
  const limit = bucket === 'uncounted' ? 0 : limiters[bucket].limit
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  return new ProblemError('rate-limited', `At most ${limit} requests in any 60 s; try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  })
}

/** The answer stays a refusal when the audit log is down: nothing was let through. */
function noteAuditFailure(request: FastifyRequest, metrics: ExecutorMetrics, error: unknown): void {
  metrics.auditFailed()
  request.log.error({ err: error }, 'the audit log could not be written')
}
