import { MissingDataError } from '../context/read.ts'
import { type Amount, amountOf, formatAmount, formatRatio, limitAmount, ONE } from '../model/amount.ts'
import type { Breach, ReasonCode } from '../model/reason.ts'
import type { OrderPolicyKind } from './policy.ts'
import { either } from './wording.ts'

export type LossLimits = {
  /** Largest loss, in the currency of the account's equity. */
  readonly maxLoss?: string | undefined
  /** Largest loss as a fraction of the equity that it is measured from. */
  readonly maxFraction?: string | undefined
}

export const lossLimits: OrderPolicyKind<LossLimits>['limits'] = {
  maxLoss: limitAmount.optional(),
  maxFraction: limitAmount.optional(),
}

export function lossProblem({ maxLoss, maxFraction }: LossLimits): string | null {
  return maxLoss === undefined && maxFraction === undefined ? 'needs maxLoss or maxFraction' : null
}

/** Judges the fall from one equity to another. */
export function compileLoss(code: ReasonCode, limits: LossLimits): (from: Amount, now: Amount) => readonly Breach[] {
  const maxLoss = limits.maxLoss === undefined ? null : amountOf(limits.maxLoss)
  const maxFraction = limits.maxFraction === undefined ? null : amountOf(limits.maxFraction)
  return (from, now) => {
    const loss = from - now
    const breaches: Breach[] = []
    if (maxLoss !== null && loss > maxLoss) {
      breaches.push({ code, observed: formatAmount(loss), limit: formatAmount(maxLoss), unit: 'account currency' })
    }
    if (maxFraction === null) return breaches
    if (from <= 0n)
      throw new MissingDataError('INVALID_INPUT', `equity = ${formatAmount(from)}`, 'above zero for a fraction')
    if (loss * ONE > maxFraction * from) {
      breaches.push({ code, observed: formatRatio(loss, from), limit: formatAmount(maxFraction), unit: 'fraction' })
    }
    return breaches
  }
}

/** The limits of a loss, for a sentence. */
export function describeLoss(maxLoss: string | undefined, maxFraction: string | undefined): string {
  return either([maxLoss, 'in its currency'], [maxFraction, 'as a fraction'])
}
