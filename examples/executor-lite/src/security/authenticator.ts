import { timingSafeEqual } from 'node:crypto'
import { headerValues } from '../admin-token.ts'
import type { Authenticator, TokenHolder } from '../ports.ts'
import { type Candidate, digestOf } from './operators.ts'

/** The header that carries the token. */
const TOKEN_HEADER = 'x-admin-token'

export type AuthenticatorDeps = {
  readonly operators: { readonly candidates: readonly Candidate[] }
  /** Epoch milliseconds: tokens end at a moment that people name. */
  readonly now: () => number
}

/**
 * Tells whose token a request carries. It knows nothing of failures before: behind a proxy one address is everybody's, and nobody's
 * mistakes may keep out who has a valid token.
 */
export function createAuthenticator({ operators, now }: AuthenticatorDeps): Authenticator {
  return ({ rawHeaders }) => {
    const [token, ...more] = headerValues(rawHeaders, TOKEN_HEADER)
    if (token === undefined) return 'missing'
    // Node joins repeated headers with a comma; which of them a proxy in between looked at, nobody knows.
    if (more.length > 0) return 'repeated'
    return holderOf(token, operators.candidates, now()) ?? 'wrong'
  }
}

/** Digests are compared and not tokens, so length tells nothing; and all of them, so the time tells nothing of which one fits. */
function holderOf(token: string, candidates: readonly Candidate[], now: number): TokenHolder | null {
  const sent = digestOf(token)
  let holder: TokenHolder | null = null
  for (const { digest, holder: candidate, expiresAt } of candidates) {
    const fits = timingSafeEqual(digest, sent)
    if (fits && now < expiresAt) holder = candidate
  }
  return holder
}
