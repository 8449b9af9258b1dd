import { timingSafeEqual } from 'node:crypto'
import { OPERATOR_ID, ROLES } from '@tezgah/core/node/operators-file'
import { headerValues } from '@tezgah-examples/service-kit/raw-headers'
import { ProblemError } from '../http/problem.ts'
import type { Authenticator, Operator, TokenHolder } from './identity.ts'
import { digestOf, type TokenEntry } from './token-registry.ts'

/** The header that carries the token. */
const TOKEN_HEADER = 'x-admin-token'

export type AuthenticatorDeps = {
  readonly operators: { readonly entries: readonly TokenEntry[] }
  /** Epoch milliseconds: tokens end at a moment that people name. */
  readonly now: () => number
}

/**
 * Finds whose token a request carries. Failures before do not matter here: behind a proxy all clients share one address, and the
 * mistakes of one must not lock out another with a valid token.
 */
export function createAuthenticator({ operators, now }: AuthenticatorDeps): Authenticator {
  return ({ rawHeaders }) => {
    const [token, ...more] = headerValues(rawHeaders, TOKEN_HEADER)
    if (token === undefined) return 'missing'
    // Node joins repeated headers with a comma; which of them a proxy in between has checked is unknown.
    if (more.length > 0) return 'repeated'
    return findHolder(token, operators.entries, now()) ?? 'wrong'
  }
}

/** Digests are compared and not tokens, so length tells nothing; and all of them, so the time tells nothing of which one fits. */
function findHolder(token: string, entries: readonly TokenEntry[], now: number): TokenHolder | null {
  const sent = digestOf(token)
  let holder: TokenHolder | null = null
  for (const { digest, holder: owner, expiresAt } of entries) {
    const fits = timingSafeEqual(digest, sent)
    if (fits && now < expiresAt) holder = owner
  }
  return holder
}

/** A token as `tezgah token` makes it. */
const MADE_TOKEN = /tzg_[\w-]{43}/

/**
 * Refuses a request that carries a token in any other header than its own: such headers name clients and requests, and names are
 * stored and logged.
 *
 * @throws ProblemError `malformed-request`
 */
export function checkTokenPlace(rawHeaders: readonly string[]): void {
  const at = rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'x-admin-token')
  const token = at < 0 ? '' : (rawHeaders[at + 1] ?? '')
  const isElsewhere = rawHeaders.some((text, index) => {
    return index !== at + 1 && ((token.length > 0 && text.includes(token)) || MADE_TOKEN.test(text))
  })
  if (isElsewhere) throw new ProblemError('malformed-request', 'A token may stand in the header x-admin-token only.')
}

/** The headers in which a token that speaks for others says for whom, and as what. */
const OPERATOR_HEADER = 'x-tezgah-operator'
const ROLE_HEADER = 'x-tezgah-role'

/** Whom a request names as its operator, with the role that this one has where it was let in. */
export type Delegation = Pick<Operator, 'id' | 'role'>

/**
 * Reads for whom a request is sent; `null` where it has neither header.
 *
 * @returns the refusal where they are not both there exactly once, or one of them is not of the form that the file of operators
 *   wants: whether to tell it depends on who asks
 */
export function readDelegation(rawHeaders: readonly string[]): Delegation | ProblemError | null {
  const ids = headerValues(rawHeaders, OPERATOR_HEADER)
  const roles = headerValues(rawHeaders, ROLE_HEADER)
  if (ids.length === 0 && roles.length === 0) return null
  // Node would join repeated headers; which of them a proxy in between has checked is unknown.
  if (ids.length !== 1) return refused(OPERATOR_HEADER, `must occur exactly once beside ${ROLE_HEADER}, ${seen(ids)}`)
  if (roles.length !== 1)
    return refused(ROLE_HEADER, `must occur exactly once beside ${OPERATOR_HEADER}, ${seen(roles)}`)
  const [id = ''] = ids
  if (!OPERATOR_ID.test(id)) {
    const limit = 'must be 1 to 32 of a-z, 0-9 and "-", a letter first, and not admin, who sends no such header'
    return refused(OPERATOR_HEADER, `${limit}, received ${quoted(id)}`)
  }
  const role = ROLES.find((name) => name === roles[0])
  if (role === undefined)
    return refused(ROLE_HEADER, `must be one of ${ROLES.join(', ')}, received ${quoted(roles[0] ?? '')}`)
  return { id, role }
}

/**
 * The operator whom a token speaks for, with the lower of both roles: the token never grants more than its own role. The
 * credential names the way and the person, so that two people who come the same way are two.
 */
export function delegated({ operator }: TokenHolder, { id, role }: Delegation): Operator {
  const rank = Math.min(ROLES.indexOf(role), ROLES.indexOf(operator.role))
  return { id, role: ROLES[rank] ?? 'viewer', credential: `${operator.credential}>${id}` }
}

function refused(field: string, message: string): ProblemError {
  return new ProblemError('invalid-request', `${field} ${message}.`, { errors: [{ field, message }] })
}

function seen(values: readonly string[]): string {
  return `received ${values.length === 0 ? 'none' : `${values.length} of them`}`
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80))
}
