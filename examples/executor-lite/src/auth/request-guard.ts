import { headerValues } from '@tezgah-examples/service-kit/raw-headers'
import type { FastifyRequest } from 'fastify'
import type { AuditTrail } from '../audit/trail.ts'
import { ProblemError } from '../http/problem.ts'
import { type RouteAccess, type RouteConfig, routeConfigOf } from '../http/route.ts'
import type { ExecutorMetrics } from '../metrics/port.ts'
import { checkTokenPlace, delegated, readDelegation } from './authenticate.ts'
import { clientAddressOf } from './client-address.ts'
import type { FailureLimiter } from './failure-limiter.ts'
import type { Authenticator, AuthVerdict, Operator } from './identity.ts'
import { clientOf, setIdentity } from './identity.ts'
import type { RateLimiter } from './rate-limiter.ts'

export type RequestGuardDeps = {
  readonly authenticate: Authenticator
  readonly failures: FailureLimiter
  readonly limiters: Readonly<Record<Exclude<RouteConfig['bucket'], 'uncounted'>, RateLimiter>>
  /** Exact values that the `Host` header may have. */
  readonly allowedHosts: () => ReadonlySet<string>
  /** Proxies between clients and this process. */
  readonly trustedHops: number
  readonly audit: AuditTrail
  readonly metrics: ExecutorMetrics
}

/** More headers than any client of this service has a use for. */
const MAX_HEADERS = 64
/** Each role may what the ones before it may. */
const RANKS: readonly RouteAccess[] = ['open', 'viewer', 'operator', 'risk', 'admin']

/** Runs before a request's body is read: headers, host, site, credentials, rate limit, role, in this order. */
export function createRequestGuard(deps: RequestGuardDeps): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    checkHeaderCount(request)
    checkHost(request, deps.allowedHosts())
    const { rawHeaders } = request.raw
    checkFetchSite(request.method, rawHeaders)
    const { access, bucket } = routeConfigOf(request.routeOptions.config)
    if (bucket === 'uncounted') return
    const peer = clientAddressOf({ remoteAddress: request.ip, rawHeaders }, deps.trustedHops)
    const verdict = deps.authenticate({ rawHeaders })
    if (typeof verdict === 'object') checkTokenPlace(rawHeaders)
    const delegation = readDelegation(rawHeaders)
    const operator = operatorFor(verdict, delegation)
    setIdentity(request, { operator, peer })
    const refusal = refusalOf(verdict, delegation !== null, access)
    const isLocked = refusal !== null && noteFailure(deps, peer)
    const taken = deps.limiters[bucket].take(clientOf(request), operator !== null)
    if (!taken.allowed) throw await rateLimited(deps, request, taken.retryAfterMs)
    if (isLocked) throw tooManyFailures()
    if (refusal !== null) throw await unauthorized(deps, request, refusal)
    if (delegation instanceof ProblemError) throw delegation
    if (operator !== null && RANKS.indexOf(operator.role) < RANKS.indexOf(access))
      throw await forbidden(deps, request, access)
  }
}

function checkHeaderCount({ raw }: FastifyRequest): void {
  const count = raw.rawHeaders.length / 2
  if (count > MAX_HEADERS)
    throw new ProblemError('too-many-headers', `At most ${MAX_HEADERS} headers are read, received ${count}.`)
}

function checkHost(request: FastifyRequest, allowed: ReadonlySet<string>): void {
  const [host, ...more] = headerValues(request.raw.rawHeaders, 'host')
  if (host !== undefined && more.length === 0 && allowed.has(host.toLowerCase())) return
  throw new ProblemError('wrong-host', `Use one of: ${[...allowed].join(', ')}.`)
}

/** The route as it was declared; never the address as it was sent, which may hold anything. */
function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? '(no route)'}`
}

type Refusal = Extract<AuthVerdict, string> | 'speaks-for-others'

/** The operator who is counted and recorded: the one that the token speaks for, else its own, also where a role is exceeded. */
function operatorFor(verdict: AuthVerdict, delegation: ReturnType<typeof readDelegation>): Operator | null {
  if (typeof verdict === 'string') return null
  if (delegation === null || delegation instanceof ProblemError || !verdict.speaksForOthers) return verdict.operator
  return delegated(verdict, delegation)
}

/**
 * Credentials that are sent are always checked, also where none are needed, so that no attempt at a token goes unseen. Only a token
 * that speaks for others may name another operator.
 */
function refusalOf(verdict: AuthVerdict, isDelegating: boolean, access: RouteAccess): Refusal | null {
  if (typeof verdict === 'object') return isDelegating && !verdict.speaksForOthers ? 'speaks-for-others' : null
  if (verdict !== 'missing') return verdict
  if (isDelegating) return 'speaks-for-others'
  return access === 'open' ? null : 'missing'
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  missing: 'This route needs an operator: send the header x-admin-token.',
  repeated: 'The header x-admin-token must occur exactly once.',
  wrong: 'The header x-admin-token does not hold a token of this service.',
  'speaks-for-others':
    'x-tezgah-operator and x-tezgah-role may come with ADMIN_TOKEN or a token that speaks for others, received without one.',
}

/** True once the peer has had too many. */
function noteFailure({ metrics, failures }: RequestGuardDeps, peer: string): boolean {
  metrics.authenticationFailed()
  return failures.record(peer)
}

/** Not recorded each time: endless attempts must not fill the audit log, which has the alarm and the failures before it. */
function tooManyFailures(): ProblemError {
  const detail =
    'Too many requests of this address failed to show who sent them; one with a valid token is still served.'
  return new ProblemError('too-many-failures', detail, { headers: { 'retry-after': '60' } })
}

async function unauthorized(deps: RequestGuardDeps, request: FastifyRequest, reason: Refusal): Promise<ProblemError> {
  await recordRefusal(deps, request, { action: 'auth.failed', details: { reason } })
  if (reason === 'speaks-for-others') return new ProblemError('invalid-request', REFUSALS[reason])
  return new ProblemError('unauthorized', REFUSALS[reason], { headers: { 'www-authenticate': 'x-admin-token' } })
}

async function forbidden(deps: RequestGuardDeps, request: FastifyRequest, access: RouteAccess): Promise<ProblemError> {
  await recordRefusal(deps, request, { action: 'auth.failed', details: { reason: 'role', needed: access } })
  return new ProblemError('forbidden', `This needs the role ${access}, or one above it.`)
}

async function rateLimited(
  deps: RequestGuardDeps,
  request: FastifyRequest,
  retryAfterMs: number,
): Promise<ProblemError> {
  deps.metrics.rateLimited()
  const { bucket } = routeConfigOf(request.routeOptions.config)
  await recordRefusal(deps, request, { action: 'rate.limited', details: { bucket } })
  const limit = bucket === 'uncounted' ? 0 : deps.limiters[bucket].limit
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  return new ProblemError('rate-limited', `At most ${limit} requests in any 60 s; try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  })
}

type Refused = { readonly action: string; readonly details: Readonly<Record<string, string>> }

/** The answer stays a refusal when the audit log is down: nothing was let through. */
async function recordRefusal(
  { audit, metrics }: RequestGuardDeps,
  request: FastifyRequest,
  refused: Refused,
): Promise<void> {
  const event = { actor: clientOf(request), subject: routeOf(request), outcome: 'refused', ...refused } as const
  await audit.append(event).catch((error: unknown) => {
    metrics.auditFailed()
    request.log.error({ err: error }, 'the audit log could not be written')
  })
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
/** No browser at all, this very origin, or the user by hand. */
const FOR_CHANGES: ReadonlySet<string | undefined> = new Set([undefined, 'same-origin', 'none'])
const FOR_READS: ReadonlySet<string | undefined> = new Set([...FOR_CHANGES, 'same-site'])

/**
 * Refuses what a browser sends on behalf of another site. Browsers set `Sec-Fetch-Site` themselves, no page can change it; clients that
 * are no browsers send none. A page of another port of this machine is `same-site`: it may read, but change nothing.
 *
 * @throws ProblemError `cross-site`
 */
export function checkFetchSite(method: string, rawHeaders: readonly string[]): void {
  const [site, ...more] = headerValues(rawHeaders, 'sec-fetch-site')
  const allowed = READS.has(method) ? FOR_READS : FOR_CHANGES
  if (more.length === 0 && allowed.has(site)) return
  throw new ProblemError('cross-site', 'Sec-Fetch-Site must be same-origin or none here, or not be sent.')
}
