import { type DecimalInput, HUNDRED, toDecimal, ZERO } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import { asGiven, readPrice, readTag, readTrail } from './read-price.ts'
import type { StopLossRequest, TakeProfitRequest } from './request.ts'
import { type ExitDistance, isRefusal, marketTerms, type OrderTerms, type Refusal, type Size } from './terms.ts'

const PARENT_QUANTITY: Size = { kind: 'parentQuantity', value: ZERO, reference: ZERO }

/** The protective exit of an entry with these terms. */
export function readStopLoss(entry: OrderTerms, request: StopLossRequest): OrderTerms | Refusal {
  if (typeof request !== 'object') return exitAt(entry, request, 'stopLoss')
  const tag = readTag(request.tag) ?? 'stopLoss'
  if ('trail' in request) {
    const trail = readTrail(request.trail, true)
    if (trail === null || isRefusal(trail)) return trail ?? noExit('stopLoss', request)
    return { ...exitTerms(entry, tag), trail }
  }
  if ('percent' in request) return exitAway(entry, 'stopLoss', request.percent, tag)
  if (!('price' in request)) return noExit('stopLoss', request)
  const limit = readPrice('stopLoss.limit', request.limit)
  if (limit !== null && isRefusal(limit)) return limit
  const exit = exitAt(entry, request.price, 'stopLoss')
  return isRefusal(exit) ? exit : { ...exit, limit, tag }
}

/** The profit target of an entry with these terms. */
export function readTakeProfit(entry: OrderTerms, request: TakeProfitRequest): OrderTerms | Refusal {
  if (typeof request !== 'object') return exitAt(entry, request, 'takeProfit')
  const tag = readTag(request.tag) ?? 'takeProfit'
  if ('percent' in request) return exitAway(entry, 'takeProfit', request.percent, tag)
  if (!('price' in request)) return noExit('takeProfit', request)
  const exit = exitAt(entry, request.price, 'takeProfit')
  return isRefusal(exit) ? exit : { ...exit, tag }
}

function exitAt(entry: OrderTerms, input: DecimalInput, name: 'stopLoss' | 'takeProfit'): OrderTerms | Refusal {
  const price = readPrice(name, input)
  if (price === null) return noExit(name, input)
  if (isRefusal(price)) return price
  const terms = exitTerms(entry, name)
  return name === 'stopLoss' ? { ...terms, stop: price } : { ...terms, limit: price }
}

function exitAway(
  entry: OrderTerms,
  name: 'stopLoss' | 'takeProfit',
  input: DecimalInput,
  tag: string,
): OrderTerms | Refusal {
  const percent = toDecimal(input)
  // A long entry's stop and a short entry's target lie below the entry price, which nothing falls by 100 %.
  const isBelow = (entry.side === 'buy') === (name === 'stopLoss')
  const isSound = percent?.isPositive && !(isBelow && percent.compare(HUNDRED) >= 0)
  if (!isSound) {
    const limit = isBelow ? '> 0 and < 100' : '> 0'
    return { reason: 'invalid_price', observed: `${name}.percent ${asGiven(input)}`, limit }
  }
  const distance: ExitDistance = { percent, isProfit: name === 'takeProfit' }
  return { ...exitTerms(entry, tag), distance }
}

function exitTerms({ symbol, side, positionSide }: OrderTerms, tag: string): OrderTerms {
  const terms = marketTerms(symbol, side === 'buy' ? 'sell' : 'buy', PARENT_QUANTITY)
  return { ...terms, isReduceOnly: true, positionSide, tag }
}

function noExit(name: string, request: unknown): never {
  throw new TypeError(
    `${name} must be a price, { price }, { percent } or { trail }, received ${describeValue(request)}`,
  )
}
