import { createHash, randomBytes } from 'node:crypto'
import { UsageError } from '../usage-error.ts'
import { OPERATOR_NAME, type TokenHolder } from './token-file.ts'

type HeldToken = TokenHolder['tokens'][number]

/** A new token, to be shown once, and what is kept of it. */
export type NewToken = { readonly token: string; readonly held: HeldToken }

/** 256 random bits, with a beginning by which scanners and logs know a token. `now` in epoch milliseconds. */
export function makeToken(now: number): NewToken {
  const token = `tzg_${randomBytes(32).toString('base64url')}`
  const createdAt = new Date(now).toISOString()
  // A name that is never given again: the audit log names it.
  const id = `${createdAt.slice(0, 10)}-${randomBytes(4).toString('hex')}`
  return { token, held: { id, sha256: createHash('sha256').update(token).digest('hex'), createdAt, expiresAt: null } }
}

/** @throws UsageError if there is such an operator already, or the name cannot be one */
export function withNew(
  holders: readonly TokenHolder[],
  id: string,
  role: TokenHolder['role'],
  held: HeldToken,
): readonly TokenHolder[] {
  if (!OPERATOR_NAME.test(id)) {
    throw new UsageError(
      `operator: give 1 to 32 of a-z, 0-9 and "-", a letter first, and not admin; was ${JSON.stringify(id)}`,
    )
  }
  if (holders.some((holder) => holder.id === id)) {
    throw new UsageError(`operator: ${id} is there already; tezgah token rotate makes a new token`)
  }
  return [...holders, { id, role, tokens: [held] }]
}

/**
 * A new token beside the one there is, which ends after `overlapMs`.
 *
 * @throws UsageError if there is no such operator, or two of its tokens are valid: a third would end one that somebody uses
 */
export function withRotated(
  holders: readonly TokenHolder[],
  id: string,
  held: HeldToken,
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
): readonly TokenHolder[] {
  const holder = find(holders, id)
  const end = now + overlapMs
  const live = holder.tokens.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
  const [old, second] = live
  if (second !== undefined && overlapMs > 0) {
    const until = old?.expiresAt ?? 'it is revoked'
    throw new UsageError(
      `operator: ${id} is rotating: ${old?.id} is valid until ${until}; revoke it, or give --overlap 0s`,
    )
  }
  const kept = overlapMs === 0 || old === undefined ? [] : [{ ...old, expiresAt: earlier(old.expiresAt, end) }]
  return holders.map((other) => (other === holder ? { ...holder, tokens: [...kept, held] } : other))
}

/** @throws UsageError if there is no such operator, or it has no such token */
export function withoutToken(
  holders: readonly TokenHolder[],
  id: string,
  token: string | undefined,
): readonly TokenHolder[] {
  const holder = find(holders, id)
  if (token === undefined) return holders.filter((other) => other !== holder)
  const tokens = holder.tokens.filter((held) => held.id !== token)
  if (tokens.length === holder.tokens.length) {
    throw new UsageError(
      `--token: ${id} has none of that name; there are ${holder.tokens.map((held) => held.id).join(', ') || 'none'}`,
    )
  }
  return holders.map((other) => (other === holder ? { ...holder, tokens } : other))
}

function find(holders: readonly TokenHolder[], id: string): TokenHolder {
  const holder = holders.find((candidate) => candidate.id === id)
  if (holder !== undefined) return holder
  const known = holders.map((candidate) => candidate.id).join(', ') || 'none'
  throw new UsageError(`operator: no ${JSON.stringify(id)}; there are ${known}`)
}

function earlier(expiresAt: string | null, end: number): string {
  return new Date(expiresAt === null ? end : Math.min(Date.parse(expiresAt), end)).toISOString()
}
