import type { IncomingHttpHeaders } from 'node:http'
import type { Operator, Role } from '@tezgah/core/node/operators-file'
import type { Mode } from '../http/mode.ts'
import type { OperatorDirectory } from '../operators/directory.ts'
import { readSessionCookie } from '../sessions/cookie.ts'
import type { Session, SessionStore } from '../sessions/store.ts'
import { verifiedFingerprint } from './client-certificate.ts'

/** The sender of a request, and how it was identified. */
export type Principal = {
  readonly id: string
  readonly role: Role
  /** `session` and `certificate` identify a person; `local` is the user of this machine. */
  readonly by: 'local' | 'token' | 'session' | 'certificate'
  readonly session: Session | null
  /** SHA-256 of the certificate that identified the sender, else `null`. */
  readonly fingerprint: string | null
  /** The role that the same credential has now; `null` once it is no longer valid. */
  readonly roleNow: () => Role | null
}

/** `unknown`: the request has no credentials. The other texts: its credentials are not valid. */
export type Identification = Principal | 'unknown' | 'wrong-token' | 'session-over'

export type IdentifyDeps = {
  readonly mode: Mode
  readonly operators: OperatorDirectory
  readonly sessions: SessionStore
  readonly now: () => number
}

/** The user of this machine in local mode. May work, except for changes that need a named person. */
const LOCAL: Principal = {
  id: 'local',
  role: 'operator',
  by: 'local',
  session: null,
  fingerprint: null,
  roleNow: () => 'operator',
}

/** Identifies the sender by token, else by session, else by certificate, else (in local mode) as the user of this machine. */
export function identify(headers: IncomingHttpHeaders, deps: IdentifyDeps): Identification {
  const { mode } = deps
  if (headers.authorization !== undefined) return byToken(headers.authorization, deps)
  const cookie = readSessionCookie(mode, headers.cookie)
  if (cookie !== 'none') return (cookie === 'unusable' ? null : bySession(cookie.id, deps)) ?? 'session-over'
  if (mode.kind === 'local') return LOCAL
  return (mode.clientCertificates ? byCertificate(headers, deps) : null) ?? 'unknown'
}

function byToken(authorization: string, { operators, now }: IdentifyDeps): Identification {
  const token = /^Bearer ([\x21-\x7e]{16,512})$/i.exec(authorization)?.[1]
  const find = (): Operator | null => (token === undefined ? null : operators.byToken(token, now()))
  const operator = find()
  if (operator === null) return 'wrong-token'
  const { id, role } = operator
  return { id, role, by: 'token', session: null, fingerprint: null, roleNow: () => roleOf(find(), id) }
}

function bySession(cookie: string, { operators, sessions }: IdentifyDeps): Principal | null {
  const session = sessions.find(cookie)
  if (session === null || !isCredentialValid(session, operators)) return null
  const role = operators.find(session.operator)?.role
  if (role === undefined) return null
  const roleNow = (): Role | null =>
    sessions.isOpen(session) && isCredentialValid(session, operators)
      ? (operators.find(session.operator)?.role ?? null)
      : null
  return { id: session.operator, role, by: 'session', session, fingerprint: session.certificate, roleNow }
}

function byCertificate(headers: IncomingHttpHeaders, { operators }: IdentifyDeps): Principal | null {
  const fingerprint = verifiedFingerprint(headers)
  const operator = fingerprint === null ? null : operators.byCertificate(fingerprint)
  if (fingerprint === null || operator === null) return null
  const { id, role } = operator
  const roleNow = (): Role | null => roleOf(operators.byCertificate(fingerprint), id)
  return { id, role, by: 'certificate', session: null, fingerprint, roleNow }
}

/** Whether the credential that a session was opened with is still in the operators file. */
export function isCredentialValid(
  { operator: id, password, certificate }: Session,
  operators: OperatorDirectory,
): boolean {
  const operator = operators.find(id)
  if (operator === null || (operator.password ?? null) !== password) return false
  return certificate === null || (operator.certificates ?? []).includes(certificate)
}

function roleOf(operator: Operator | null, id: string): Role | null {
  return operator?.id === id ? operator.role : null
}
