import { createHash, randomBytes } from 'node:crypto'
import { UsageError } from '../../usage-error.ts'
import { findOperator, replaced, withOperator } from './operator-change.ts'
import type { Operator } from './operators-file.ts'

type HeldToken = Operator['tokens'][number]

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
  operators: readonly Operator[],
  id: string,
  role: Operator['role'],
  held: HeldToken,
): readonly Operator[] {
  return withOperator(operators, { id, role, tokens: [held] }, 'tezgah token rotate makes a new token')
}

/**
 * A new token beside the one there is, which ends after `overlapMs`.
 *
 * @throws UsageError if there is no such operator, or two of its tokens are valid: a third would end one that somebody uses
 */
export function withRotated(
  operators: readonly Operator[],
  id: string,
  held: HeldToken,
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
): readonly Operator[] {
  const operator = findOperator(operators, id)
  const end = now + overlapMs
  const live = operator.tokens.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
  const [old, second] = live
  if (second !== undefined && overlapMs > 0) {
    const until = old?.expiresAt ?? 'it is revoked'
    throw new UsageError(
      `operator: ${id} is rotating: ${old?.id} is valid until ${until}; revoke it, or give --overlap 0s`,
    )
  }
  const kept = overlapMs === 0 || old === undefined ? [] : [{ ...old, expiresAt: earlier(old.expiresAt, end) }]
  // Whatever the token was trusted with, the new one is as well.
  const speaks = operator.tokens.at(-1)?.speaksForOthers === true ? { speaksForOthers: true as const } : {}
  return replaced(operators, { ...operator, tokens: [...kept, { ...held, ...speaks }] })
}

/** @throws UsageError if there is no such operator, or it has no such token */
export function withoutToken(
  operators: readonly Operator[],
  id: string,
  token: string | undefined,
): readonly Operator[] {
  const operator = findOperator(operators, id)
  if (token === undefined) return operators.filter((other) => other !== operator)
  const tokens = operator.tokens.filter((held) => held.id !== token)
  if (tokens.length === operator.tokens.length) {
    throw new UsageError(
      `--token: ${id} has none of that name; there are ${operator.tokens.map((held) => held.id).join(', ') || 'none'}`,
    )
  }
  return replaced(operators, { ...operator, tokens })
}

function earlier(expiresAt: string | null, end: number): string {
  return new Date(expiresAt === null ? end : Math.min(Date.parse(expiresAt), end)).toISOString()
}
