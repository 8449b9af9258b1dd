import type { Role } from '@tezgah/core/node/operators-file'
import { ProblemError, problem } from '@tezgah-examples/service-kit/problem'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { checkFromOwnPage } from '../http/request-origin.ts'
import { MAX_PASSWORD_LENGTH } from '../operators/password.ts'
import { noSessionCookie, sessionCookie } from '../sessions/cookie.ts'
import type { Session } from '../sessions/store.ts'
import { requirePrincipal } from './access.ts'
import type { Identification, IdentifyDeps, Principal } from './principal.ts'
import { type SignInDeps, signIn } from './sign-in.ts'

/** Milliseconds after a confirmed password in which changes of risk need none again. */
const STEP_UP_MS = 5 * 60_000

/** The session of the requesting person, as the page shows it. */
export type SessionDocument = {
  readonly mode: 'local' | 'shared'
  readonly operator: { readonly id: string; readonly role: Role; readonly signedIn: boolean } | null
  /** Epoch milliseconds until which changes of risk need no password again; `null`: they need it. */
  readonly stepUpUntil: number | null
  /** Epoch milliseconds at which the session expires if it is not used again. */
  readonly expiresAt: number | null
  readonly grafanaUrl: string | null
  readonly now: number
}

export type SessionRoutesDeps = IdentifyDeps &
  SignInDeps & {
    readonly grafanaUrl: string | null
    readonly whoIs: (request: FastifyRequest) => Identification
    readonly peerOf: (request: FastifyRequest) => string
  }

const text = (max: number) => z.string().min(1).max(max)
const signInBody = z.strictObject({ operator: text(64), password: text(MAX_PASSWORD_LENGTH) })
const stepUpBody = z.strictObject({ password: text(MAX_PASSWORD_LENGTH) })

/** `GET`, `POST`, `DELETE /api/session` and `POST /api/session/step-up`: they work while the executor is away. */
export function addSessionRoutes(app: FastifyInstance, deps: SessionRoutesDeps): void {
  const { mode, sessions, now } = deps

  app.get('/api/session', (request, reply) => {
    const who = deps.whoIs(request)
    if (who === 'session-over') reply.header('set-cookie', noSessionCookie(mode))
    return answer(reply, typeof who === 'object' ? who : whoElse(deps), deps)
  })

  app.post('/api/session', async (request, reply) => {
    const attempt = readBody(signInBody, request.body)
    const operator = await signIn({ ...attempt, peer: deps.peerOf(request) }, deps)
    // Ends the session that the browser had: signing in never upgrades an existing id (session fixation).
    endSession(deps.whoIs(request), deps)
    const { id, session } = sessions.create(operator, null)
    reply.header('set-cookie', sessionCookie(mode, id))
    return answer(reply, personOf(session, operator.role), deps)
  })

  app.delete('/api/session', (request, reply) => {
    checkFromOwnPage(request.method, request.headers)
    endSession(deps.whoIs(request), deps)
    reply.header('set-cookie', noSessionCookie(mode))
    return answer(reply, whoElse(deps), deps)
  })

  app.post('/api/session/step-up', async (request, reply) => {
    const person = requirePrincipal(deps.whoIs(request))
    checkIsPerson(person)
    checkFromOwnPage(request.method, request.headers)
    const { password } = readBody(stepUpBody, request.body)
    const operator = await signIn({ operator: person.id, password, peer: deps.peerOf(request) }, deps)
    if (person.roleNow() === null) throw sessionOver()
    const session = person.session ?? sessions.create(operator, person.fingerprint).session
    const id = sessions.stepUp(session, now() + STEP_UP_MS)
    reply.header('set-cookie', sessionCookie(mode, id))
    return answer(reply, personOf(session, operator.role), deps)
  })
}

/** What the document is made of; a principal without how it is known. */
type Shown = Pick<Principal, 'id' | 'role' | 'by' | 'session'>

function answer(
  reply: FastifyReply,
  who: Shown | null,
  { mode, sessions, grafanaUrl, now }: SessionRoutesDeps,
): FastifyReply {
  const session = who?.session ?? null
  const at = now()
  const stepUpUntil = session?.stepUpUntil ?? null
  const document: SessionDocument = {
    mode: mode.kind,
    operator: who && { id: who.id, role: who.role, signedIn: who.by === 'session' || who.by === 'certificate' },
    stepUpUntil: stepUpUntil !== null && at < stepUpUntil ? stepUpUntil : null,
    expiresAt: session && sessions.expiresAt(session),
    grafanaUrl,
    now: at,
  }
  return reply.header('cache-control', 'no-store').send(document)
}

/** Whom a request without a session is of. */
function whoElse({ mode }: SessionRoutesDeps): Shown | null {
  return mode.kind === 'local' ? { id: 'local', role: 'operator', by: 'local', session: null } : null
}

const personOf = (session: Session, role: Role): Shown => ({ id: session.operator, role, by: 'session', session })

function endSession(who: Identification, { sessions, log }: SessionRoutesDeps): void {
  if (typeof who !== 'object' || who.session === null) return
  sessions.end(who.session)
  log(`sign-out of ${who.id}`)
}

function checkIsPerson({ by }: Principal): void {
  if (by === 'session' || by === 'certificate') return
  const detail = by === 'token' ? 'A token is no person: sign in with a password.' : 'Sign in first.'
  throw new ProblemError(problem(401, 'sign-in-needed', 'Sign in first', detail))
}

function sessionOver(): ProblemError {
  return new ProblemError(problem(401, 'session-expired', 'The session has ended', 'Sign in again; nothing was done.'))
}

/** @throws ProblemError `invalid-request` naming every wrong field; never with a value, for one of them is a password */
function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(parseJson(body))
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }))
  const detail = errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
  throw new ProblemError(problem(400, 'invalid-request', 'Not a valid request', detail, errors))
}

function parseJson(body: unknown): unknown {
  try {
    return body instanceof Buffer ? JSON.parse(body.toString('utf8')) : undefined
  } catch {
    return undefined
  }
}
