import { ProblemError, problem } from '../http/problem.ts'
import { hasRole, type Role } from '../operators/role.ts'
import type { Identification, Principal } from './principal.ts'

/** What a route asks of whoever uses it. */
export type Access = {
  /** `null`: anybody, without being known. */
  readonly role: Role | null
  /** Only a person who signed in, and typed the password within the last minutes. */
  readonly stepUp: boolean
}

const refusal = (status: number, slug: string, title: string, detail: string): ProblemError =>
  new ProblemError(problem(status, slug, title, detail))

/**
 * Lets through who may use a route.
 *
 * @param now - epoch milliseconds
 * @returns who it is; `null` where the route does not ask
 * @throws ProblemError saying what is missing: `sign-in-needed`, `session-expired`, `role-needed` or `step-up-needed`
 */
export function checkAccess(who: Identification, { role, stepUp }: Access, now: number): Principal | null {
  if (role === null) return null
  const principal = requirePrincipal(who)
  if (stepUp && principal.by === 'local')
    throw signInNeeded(`This needs the role ${role}, and a person who has signed in.`)
  if (!hasRole(principal.role, role))
    throw refusal(
      403,
      'role-needed',
      'Another role needed',
      `This needs the role ${role}; ${principal.id} has ${principal.role}.`,
    )
  if (stepUp) checkStepUp(principal, now)
  return principal
}

/** @throws ProblemError where nobody is known */
export function requirePrincipal(who: Identification): Principal {
  if (typeof who === 'object') return who
  if (who === 'session-over')
    throw refusal(401, 'session-expired', 'The session has ended', 'Sign in again; nothing was done.')
  throw signInNeeded(who === 'wrong-token' ? 'The bearer token is not valid, or has ended.' : 'Sign in first.')
}

function signInNeeded(detail: string): ProblemError {
  return refusal(401, 'sign-in-needed', 'Sign in first', detail)
}

function checkStepUp({ by, session }: Principal, now: number): void {
  if (session?.stepUpUntil != null && now < session.stepUpUntil) return
  const detail =
    by === 'token'
      ? 'A token is no person: sign in on the page with a password for this.'
      : 'Confirm your password again, then repeat this; nothing was done.'
  throw refusal(403, 'step-up-needed', 'Confirm that it is you', detail)
}
