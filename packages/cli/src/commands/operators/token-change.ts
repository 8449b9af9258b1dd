import { createHash, randomBytes } from 'node:crypto'
import type { Operator, OperatorToken } from '@tezgah/core/node/operators-file'
import { UsageError } from '../../exit.ts'
import { findOperator, replaced, withOperator } from './operator-change.ts'

/** A new token, to be shown once, and the form in which it is stored. */
export type NewToken = { readonly token: string; readonly stored: OperatorToken }

/** 256 random bits, with a prefix by which scanners and logs recognise a token. `now` in epoch milliseconds. */
export function makeToken(now: number): NewToken {
  const token = `tzg_${randomBytes(32).toString('base64url')}`
  const createdAt = new Date(now).toISOString()
  // An id that is never used again: the audit log names it.
  const id = `${createdAt.slice(0, 10)}-${randomBytes(4).toString('hex')}`
  return { token, stored: { id, sha256: createHash('sha256').update(token).digest('hex'), createdAt, expiresAt: null } }
}

/** @throws UsageError if there is such an operator already, or `id` is not a valid id */
export function withNew(
  operators: readonly Operator[],
  id: string,
  role: Operator['role'],
  stored: OperatorToken,
): readonly Operator[] {
  return withOperator(operators, { id, role, tokens: [stored] }, 'tezgah token rotate makes a new token')
}

/**
 * A new token beside the one there is, which ends after `overlapMs`.
 *
 * @throws UsageError if there is no such operator, or two of its tokens are valid: a third would end one that is in use
 */
export function withRotated(
  operators: readonly Operator[],
  id: string,
  stored: OperatorToken,
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
  // The new token may do what the old one may.
  const speaks = operator.tokens.at(-1)?.speaksForOthers === true ? { speaksForOthers: true as const } : {}
  return replaced(operators, { ...operator, tokens: [...kept, { ...stored, ...speaks }] })
}

/** @throws UsageError if there is no such operator, or it has no such token */
export function withoutToken(
  operators: readonly Operator[],
  id: string,
  token: string | undefined,
): readonly Operator[] {
  const operator = findOperator(operators, id)
  if (token === undefined) return operators.filter((other) => other !== operator)
  const tokens = operator.tokens.filter((one) => one.id !== token)
  if (tokens.length === operator.tokens.length) {
    throw new UsageError(
      `--token: ${id} has no such token; there are ${operator.tokens.map((one) => one.id).join(', ') || 'none'}`,
    )
  }
  return replaced(operators, { ...operator, tokens })
}

function earlier(expiresAt: string | null, end: number): string {
  return new Date(expiresAt === null ? end : Math.min(Date.parse(expiresAt), end)).toISOString()
}
