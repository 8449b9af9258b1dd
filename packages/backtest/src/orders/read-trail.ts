import { describeValue } from '../describe-value.ts'
import { HUNDRED } from '../money/decimal.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import { asGiven, readPrice } from './read-price.ts'
import type { TrailRequest } from './request.ts'
import { isRefusal, type Refusal, type Trail } from './terms.ts'

type Activation = Pick<Trail, 'activation' | 'activationPercent'>

/**
 * How a trailing stop follows, `null` where none is asked for.
 *
 * @param isAttached - true for an order that waits for an entry, whose price its activation may be a percentage of
 */
export function readTrail(request: TrailRequest | undefined, isAttached: boolean): Trail | Refusal | null {
  if (request === undefined) return null
  const activation = readActivation(request.activation, isAttached)
  if (isRefusal(activation)) return activation
  if ('amount' in request) return readDistance('amount', request.amount, null, activation)
  if ('percent' in request) return readDistance('percent', request.percent, null, activation)
  if ('indicator' in request && typeof request.indicator?.at === 'function') {
    return readDistance('indicator', request.times, request.indicator, activation)
  }
  throw new TypeError(`trail must give amount, percent, or indicator and times, received ${describeValue(request)}`)
}

function readActivation(input: TrailRequest['activation'], isAttached: boolean): Activation | Refusal {
  if (typeof input !== 'object') {
    const activation = readPrice('trail.activation', input)
    return activation !== null && isRefusal(activation) ? activation : { activation, activationPercent: null }
  }
  if (!isAttached) throw new TypeError('trail.activation: percent is of an entry, give a price')
  const percent = toDecimal(input.percent)
  if (percent?.isPositive) return { activation: null, activationPercent: percent }
  return { reason: 'invalid_price', observed: `trail.activation.percent ${asGiven(input.percent)}`, limit: '> 0' }
}

function readDistance(
  kind: Trail['kind'],
  input: DecimalInput,
  indicator: Trail['indicator'],
  activation: Activation,
): Trail | Refusal {
  const value = toDecimal(input)
  const isSound = value?.isPositive && (kind !== 'percent' || value.compare(HUNDRED) < 0)
  if (isSound) return { kind, value, indicator, ...activation }
  const limit = kind === 'percent' ? '> 0 and < 100' : '> 0'
  return { reason: 'invalid_price', observed: `trail.${kind} ${asGiven(input)}`, limit }
}
