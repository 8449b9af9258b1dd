import { ProblemError } from '../problem.ts'

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
