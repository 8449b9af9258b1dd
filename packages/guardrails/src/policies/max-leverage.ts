import { type Amount, formatAmount, formatRatio, ONE } from '../amount.ts'
import { totalExposure } from '../facts/exposure.ts'
import { CannotTell } from '../facts/read.ts'
import { amountOf, type Breach, currencyName, limitAmount, type PolicyKind } from '../policy.ts'

export type MaxLeverageLimits = {
  /** Most times the equity that may be held, and highest leverage that an order may ask for. */
  readonly maxLeverage: string
  /** Currency of the account's equity. */
  readonly currency: string
}

/** What is held with the order, and the leverage that the order asks for, stay within a multiple of the equity. */
export const maxLeverage: PolicyKind<MaxLeverageLimits> = {
  limits: { maxLeverage: limitAmount, currency: currencyName },
  exemptReducing: false,
  compile({ maxLeverage: text, currency }) {
    const limit = amountOf(text)
    return (facts) => {
      const { equity } = facts
      if (equity <= 0n) throw new CannotTell('INVALID_INPUT', `account.equity = ${formatAmount(equity)}`, 'above zero')
      const exposure = totalExposure(facts, currency)
      const asked = facts.order.leverage ?? ONE
      const breaches: Breach[] = []
      if (exposure > limit * equity) breaches.push(tooHigh(formatRatio(exposure, equity * ONE), limit, 'times equity'))
      if (asked > limit) breaches.push(tooHigh(formatAmount(asked), limit, 'asked for'))
      return breaches
    }
  },
}

function tooHigh(observed: string, limit: Amount, unit: string): Breach {
  return { code: 'LEVERAGE_ABOVE_LIMIT', observed, limit: formatAmount(limit), unit }
}
