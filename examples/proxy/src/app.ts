import { setTimeout as pause } from 'node:timers/promises'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { checkAccess } from './auth/access.ts'
import { type IdentifyDeps, identify, isCredentialValid, type Principal } from './auth/principal.ts'
import { addSessionRoutes } from './auth/session-routes.ts'
import type { Mode } from './http/mode.ts'
import { answerProblems, BODY_LIMIT_BYTES, sendNotFound } from './http/problems.ts'
import { checkFromOwnPage, checkRequest, HEALTH_PATH } from './http/request-origin.ts'
import { SECURITY_HEADERS } from './http/security-headers.ts'
import type { OperatorDirectory } from './operators/directory.ts'
import { createPasswordCheck, type PasswordCheck } from './operators/password.ts'
import { servePage } from './page/serve.ts'
import { noSessionCookie } from './sessions/cookie.ts'
import { SignInLimits } from './sessions/sign-in-limits.ts'
import { type SessionLimits, SessionStore } from './sessions/store.ts'
import type { Upstream } from './upstream/client.ts'
import { forward, type RequestContext } from './upstream/forward.ts'
import { FORWARDED_ROUTES, type ForwardedRoute } from './upstream/routes.ts'
import { StreamRegistry } from './upstream/stream-registry.ts'

export type AppDependencies = {
  readonly upstream: Upstream
  readonly adminToken: string
  /** Folder of the built page. */
  readonly pageDirectory: string
  /** Called with every failure of the proxy, never with a mistake of a client. */
  readonly reportError: (error: unknown) => void
  readonly mode: Mode
  readonly operators: OperatorDirectory
  readonly sessionLimits: SessionLimits
  /** Address of the dashboards, for a link; `null`: none. */
  readonly grafanaUrl: string | null
  /** Called with one line for each sign-in. */
  readonly log: (line: string) => void
  /** Epoch milliseconds. */
  readonly now?: () => number
  readonly checkPassword?: PasswordCheck
}

const HEADERS_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 10_000
const TIMEOUT_CHECK_MS = 500
const MAX_CONNECTIONS = 512
/** Longest delay before a change of the operators file takes effect. */
const FOLLOW_EVERY_MS = 250
/** Longer than any id, so that a long id is refused by the route and not by the router. */
const MAX_PARAM_LENGTH = 200

/** The proxy as an app that does not listen yet; `main.ts` passes the environment, a test a fake upstream. */
export async function buildApp(deps: AppDependencies): Promise<FastifyInstance> {
  const { mode, operators, now = Date.now } = deps
  const app = createServer()
  const sessions = new SessionStore(deps.sessionLimits, now)
  const streams = new StreamRegistry()
  const identifyDeps = { mode, operators, sessions, now }
  const context = guardRequests(app, identifyDeps)
  answerProblems(app, { expiredCookie: noSessionCookie(mode), reportError: deps.reportError })

  app.get(HEALTH_PATH, (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  addSessionRoutes(app, {
    ...{ ...identifyDeps, grafanaUrl: deps.grafanaUrl, log: deps.log },
    checkPassword: deps.checkPassword ?? createPasswordCheck(),
    limits: new SignInLimits({ now: () => performance.now(), pause: (ms) => pause(ms, undefined, { ref: false }) }),
    whoIs: (request) => identify(request.headers, identifyDeps),
    peerOf: (request) => context(request).peer,
  })
  for (const route of FORWARDED_ROUTES) {
    app.route({
      method: route.method,
      url: route.path,
      config: { forwarded: route },
      handler: (request, reply) => forward(route, { ...deps, streams }, { request, reply, context: context(request) }),
    })
  }
  follow(app, () => {
    operators.refresh()
    sessions.sweep((session) => isCredentialValid(session, operators))
    streams.sweep()
  })
  await servePage(app, deps.pageDirectory)
  return app
}

function createServer(): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    forceCloseConnections: true,
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: MAX_PARAM_LENGTH },
    exposeHeadRoutes: false,
    frameworkErrors: (_error, _request, reply) => void sendNotFound(reply.headers(SECURITY_HEADERS)),
  })
  app.server.maxConnections = MAX_CONNECTIONS
  app.removeAllContentTypeParsers()
  // The bytes are forwarded unchanged; the executor validates them.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  // Files are streamed to the executor.
  const files = FORWARDED_ROUTES.filter(({ kind }) => kind === 'upload').flatMap(({ mediaTypes }) => mediaTypes)
  for (const type of new Set(files)) app.addContentTypeParser(type, (_request, body, done) => done(null, body))
  return app
}

/** Checks origin, sender and access of each request before its body is read. Returns the lookup of the result. */
function guardRequests(app: FastifyInstance, deps: IdentifyDeps): (request: FastifyRequest) => RequestContext {
  /** Not a property of the request: no parser of a request can set it. */
  const found = new WeakMap<FastifyRequest, RequestContext>()
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    const route = (request.routeOptions.config as { readonly forwarded?: ForwardedRoute }).forwarded
    const { method, headers } = request
    // The path of the route, not of the address: the router reads "/%61pi" as "/api", and so must every check.
    const path = request.routeOptions.url ?? request.url
    const localPort = request.socket.localPort ?? 0
    const mediaTypes = route?.kind === 'upload' ? { mediaTypes: route.mediaTypes } : {}
    const peer = checkRequest({ method, path, headers, localPort, ...mediaTypes }, deps.mode)
    found.set(request, { peer, principal: route === undefined ? null : admit(request, route, deps) })
  })
  return (request) => found.get(request) ?? { peer: 'unknown', principal: null }
}

function admit({ method, headers }: FastifyRequest, { access }: ForwardedRoute, deps: IdentifyDeps): Principal | null {
  const principal = checkAccess(identify(headers, deps), access, deps.now())
  if (principal?.by === 'session' || principal?.by === 'certificate') checkFromOwnPage(method, headers)
  if (principal?.session != null) deps.sessions.touch(principal.session)
  return principal
}

function follow(app: FastifyInstance, look: () => void): void {
  const timer = setInterval(look, FOLLOW_EVERY_MS).unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
