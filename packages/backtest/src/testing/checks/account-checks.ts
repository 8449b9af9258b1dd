import { type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import { describeValue, requireWhole } from '@tezgah/core/describe'
import { positionAt, positionAtEnd } from '../position.ts'
import { checkRan, FILLS, ORDERS, type OrderPattern, type Ran } from './entries.ts'
import { has } from './entry-checks.ts'
import type { Verdict } from './pattern.ts'
import { isSameDecimal, type Pattern } from './pattern.ts'

/** Why an order was refused: the reason alone, or more of the order. */
export type Refusal = OrderPattern['reason'] | OrderPattern

/** When to look: at the close of a candle. Without it, at the end. */
export type Moment = { readonly at?: number }

/** So much is held, in base units. */
export function holds(ran: Ran, quantity: DecimalInput, { at }: Moment = {}): Verdict {
  checkRan(ran)
  checkDecimal(quantity)
  if (at !== undefined) requireWhole('at', at, 0)
  const held = at === undefined ? positionAtEnd(ran) : positionAt(ran, at)
  const pass = isSameDecimal(held, quantity)
  const when = at === undefined ? 'at the end' : `after candle ${at}`
  return {
    pass,
    ...(pass ? {} : { expected: String(quantity), actual: held }),
    message: () => {
      const first = pass
        ? `the position ${when} is ${held}, which was not expected`
        : `the position ${when} is ${held}, expected ${quantity}`
      const entries = FILLS.entries(ran)
      const before = at === undefined ? entries.length : entries.filter((entry) => (entry['at'] as number) <= at).length
      return `${first}\n\n${FILLS.table(ran, entries, before)}`
    },
  }
}

/** The account is worth so much at the last close, in quote currency. */
export function isWorth(ran: Ran, equity: DecimalInput): Verdict {
  checkRan(ran)
  checkDecimal(equity)
  const { cash, feesPaid, finalEquity, initialCash } = ran.account
  const pass = isSameDecimal(finalEquity, equity)
  return {
    pass,
    ...(pass ? {} : { expected: String(equity), actual: finalEquity }),
    message: () => {
      const first = pass
        ? `the final equity is ${finalEquity}, which was not expected`
        : `the final equity is ${finalEquity}, expected ${equity}`
      const account = `account: ${initialCash} at the start, then ${cash} in cash and ${positionAtEnd(ran)} held, ${feesPaid} paid in fees`
      return `${first}\n${account}\n\n${FILLS.table(ran, FILLS.entries(ran), 0)}`
    },
  }
}

/** An order was refused, for this reason. */
export function refused(ran: Ran, refusal: Refusal): Verdict {
  const pattern: Pattern = isOrderPattern(refusal) ? refusal : { reason: refusal }
  return has(ORDERS, ran, { status: 'refused', ...pattern })
}

function isOrderPattern(refusal: Refusal): refusal is OrderPattern {
  return typeof refusal === 'object' && refusal !== null && !('asymmetricMatch' in refusal)
}

function checkDecimal(value: DecimalInput): void {
  if (toDecimal(value) !== null) return
  throw new TypeError(`expected a decimal such as '1.5', received ${describeValue(value)}`)
}
