import { totalExposure } from '../context/exposure.ts'
import { MissingDataError } from '../context/read.ts'
import { type Amount, amountOf, formatAmount, formatRatio, limitAmount, ONE } from '../model/amount.ts'
import type { Breach } from '../model/reason.ts'
import { currencyName, type OrderPolicyKind } from './policy.ts'

export type MaxLeverageLimits = {
  /** Most times the equity that may be held, and highest leverage that an order may ask for. */
  readonly maxLeverage: string
  /** Currency of the account's equity. */
  readonly currency: string
}

/** What is held with the order, and the leverage that the order asks for, stay within a multiple of the equity. */
export const maxLeverage: OrderPolicyKind<MaxLeverageLimits> = {
  subject: 'order',
  limits: { maxLeverage: limitAmount, currency: currencyName },
  exemptReducing: false,
  description: ({ maxLeverage, currency }) =>
    `an order that asks for more leverage than ${maxLeverage}, or could make everything held worth more than ${maxLeverage} times the equity in ${currency}`,
  compile({ maxLeverage: text, currency }) {
    const limit = amountOf(text)
    return (context) => {
      const { equity } = context
      if (equity <= 0n)
        throw new MissingDataError('INVALID_INPUT', `account.equity = ${formatAmount(equity)}`, 'above zero')
      const exposure = totalExposure(context, currency)
      const asked = context.order.leverage ?? ONE
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
