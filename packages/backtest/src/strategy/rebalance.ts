import { describeValue } from '../describe-value.ts'
import type { OrderDesk } from '../execution/order-desk.ts'
import { ZERO } from '../money/decimal.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import { asGiven } from '../orders/read-price.ts'
import type { OrderPlan, RefusedPlan } from '../orders/read-request.ts'
import { marketTerms, NO_SIZE, type Refusal } from '../orders/terms.ts'

/** Percent of equity by symbol; 0 closes, a negative weight is short. */
export type TargetWeights = { readonly [symbol: string]: DecimalInput }

/**
 * Places the market orders that bring each symbol to its weight: sells before buys, so that what is sold pays for what is
 * bought. How much each trades is worked out at its fill; sides are chosen by the last closes. A weight that is no number
 * is refused like any other size that comes from data.
 *
 * @throws TypeError for an unknown symbol, and in a hedging account, where a weight does not say which position it is of
 */
export function rebalance(desk: OrderDesk, symbols: readonly string[], weights: TargetWeights): number[] {
  if (desk.account.settings.positions === 'hedging') {
    throw new TypeError('target is for accounts with one position of each symbol, account.positions is hedging')
  }
  const plans = Object.entries(weights).map(([name, weight]) => planFor(desk, symbols, name, weight))
  const inOrder = [...plans.filter(isSell), ...plans.filter((plan) => !isSell(plan))]
  return inOrder.map((plan) => desk.place(plan))
}

function isSell({ terms }: OrderPlan | RefusedPlan): boolean {
  return terms.side === 'sell'
}

function planFor(
  desk: OrderDesk,
  symbols: readonly string[],
  name: string,
  input: DecimalInput,
): OrderPlan | RefusedPlan {
  const symbol = symbols.indexOf(name)
  if (symbol === -1) {
    throw new TypeError(`target: symbol must be one of ${symbols.join(', ')}, received ${describeValue(name)}`)
  }
  const value = toDecimal(input)
  if (value === null) {
    const refusal: Refusal = { reason: 'invalid_size', observed: `target ${asGiven(input)}`, limit: 'a percentage' }
    return { terms: marketTerms(symbol, 'buy', NO_SIZE), refusal }
  }
  const { account } = desk
  const held = desk.netQuantityMark(symbol) * account.marks[symbol]!
  const wanted = (value.toNumber() / 100) * account.equityMark()
  const side = held > wanted ? 'sell' : 'buy'
  const terms = marketTerms(symbol, side, { kind: 'targetPercent', value, reference: ZERO })
  return { terms, stopLoss: null, takeProfit: null, onFill: [] }
}
