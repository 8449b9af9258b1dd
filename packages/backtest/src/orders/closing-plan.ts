import type { Leg } from '../account/leg.ts'
import { HUNDRED, ZERO } from '../money/decimal.ts'
import type { OrderPlan } from './read-request.ts'
import { marketTerms, type Side, type Size } from './terms.ts'

const WHOLE_POSITION: Size = { kind: 'percentOfPosition', value: HUNDRED, reference: ZERO }
const PLAIN_PLANS = { buy: plainPlan('buy'), sell: plainPlan('sell') }

/** A market order for all of a position. Most strategies close on every other decision, so the plain plan is one object. */
export function closingPlan(leg: Leg, tag: string | null): OrderPlan {
  const side = leg.quantityMark > 0 ? 'sell' : 'buy'
  const plain = PLAIN_PLANS[side]
  if (tag === null && leg.side === null && leg.symbol === 0) return plain
  return { ...plain, terms: { ...plain.terms, symbol: leg.symbol, positionSide: leg.side, tag } }
}

function plainPlan(side: Side): OrderPlan {
  return { terms: marketTerms(0, side, WHOLE_POSITION), stopLoss: null, takeProfit: null, onFill: [] }
}
