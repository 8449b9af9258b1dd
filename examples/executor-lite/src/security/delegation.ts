import { headerValues } from '../admin-token.ts'
import type { Operator, TokenHolder } from '../ports.ts'
import { ProblemError } from '../problem.ts'
import { OPERATOR_ID, ROLES } from './operators-file.ts'

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
  // Node would join repeated headers; which of them a proxy in between looked at, nobody knows.
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
 * The operator whom a token speaks for, with the lower of both roles: nobody can do more through it than the token itself. The
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
