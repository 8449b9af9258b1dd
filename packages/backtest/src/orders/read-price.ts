import { type DecimalInput, HUNDRED, toDecimal } from '@tezgah/core/decimal'
import { describeValue, shorten } from '@tezgah/core/describe'
import type { TrailRequest } from './request.ts'
import { isRefusal, type OrderPrice, type Refusal, type Trail } from './terms.ts'

/** A price in both of its forms, `null` where none is given, or the refusal of one that is no number above zero. */
export function readPrice(name: string, input: DecimalInput | undefined): OrderPrice | Refusal | null {
  if (input === undefined) return null
  const exact = toDecimal(input)
  if (exact?.isPositive) return { exact, mark: exact.toNumber() }
  return { reason: 'invalid_price', observed: `${name} ${asGiven(input)}`, limit: '> 0' }
}

/** A received number as a refusal shows it. */
export function asGiven(input: unknown): string {
  return typeof input === 'string' ? shorten(input) : describeValue(input)
}

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

/** Tags come back in every trade, so their length has a limit. */
const MAX_TAG_LENGTH = 64

/** @throws TypeError if the tag is longer than 64 characters */
export function readTag(tag: string | undefined): string | null {
  if (tag === undefined) return null
  const text = String(tag)
  if (text.length <= MAX_TAG_LENGTH) return text
  throw new TypeError(`tag must have at most ${MAX_TAG_LENGTH} characters, received ${text.length}`)
}
