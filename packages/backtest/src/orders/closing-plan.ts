import type { Leg } from '../account/leg.ts'
import { Decimal, ZERO } from '../money/decimal.ts'
import type { OrderPlan } from './read-request.ts'
import { marketTerms, type Size } from './terms.ts'

const WHOLE_POSITION: Size = { kind: 'percentOfPosition', value: new Decimal(100n, 0), reference: ZERO }
const PLANS = new Map<string, OrderPlan>()

/** A market order for all of a position. Plans without a tag are kept, since most strategies close on every other decision. */
export function closingPlan(leg: Leg, tag: string | null): OrderPlan {
  const side = leg.quantityMark > 0 ? 'sell' : 'buy'
  if (tag !== null || leg.side !== null || leg.symbol !== 0) return planFor(leg, side, tag)
  let plan = PLANS.get(side)
  if (plan === undefined) PLANS.set(side, (plan = planFor(leg, side, null)))
  return plan
}

function planFor(leg: Leg, side: 'buy' | 'sell', tag: string | null): OrderPlan {
  const terms = { ...marketTerms(leg.symbol, side, WHOLE_POSITION), positionSide: leg.side, tag }
  return { terms, stopLoss: null, takeProfit: null, then: [] }
}
