import { hasRole, type Role } from '@tezgah/core/node/operators-file'
import { ProblemError, problem } from '@tezgah-examples/service-kit/problem'
import type { Identification, Principal } from './principal.ts'

/** What a route requires of the sender. */
export type Access = {
  /** `null`: no credentials. */
  readonly role: Role | null
  /** Requires a person who has signed in and confirmed the password within the last minutes. */
  readonly stepUp: boolean
}

const refusal = (status: number, slug: string, title: string, detail: string): ProblemError =>
  new ProblemError(problem(status, slug, title, detail))

/**
 * Checks that the sender may use a route.
 *
 * @param now - epoch milliseconds
 * @returns the sender; `null` on a public route
 * @throws ProblemError `sign-in-needed`, `session-expired`, `role-needed` or `step-up-needed`
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

/** @throws ProblemError where the sender is not identified */
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
