import { type Decimal, type DecimalInput, HUNDRED, toDecimal, ZERO } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import type { AccountModel } from '../options/account.ts'
import { asGiven } from './read-price.ts'
import type { OrderConditions, StopLossRequest } from './request.ts'
import type { Refusal, Side, Size, SizeKind } from './terms.ts'

/** Sizes that a request may give, each with the largest share that makes sense; `null` where there is none. */
const LARGEST = {
  quantity: null,
  quoteAmount: null,
  percentOfEquity: null,
  percentOfCash: HUNDRED,
  percentOfPosition: HUNDRED,
  riskPercent: HUNDRED,
  volatilityTarget: null,
} as const
type SizeKey = keyof typeof LARGEST
const SIZE_KEYS = Object.keys(LARGEST) as SizeKey[]
/** A spot account buys to open and sells to close, so some sizes can only be a mistake there. */
const SPOT_SIZE_KEYS: Readonly<Record<Side, readonly SizeKey[]>> = {
  buy: SIZE_KEYS.filter((key) => key !== 'percentOfPosition'),
  sell: ['quantity', 'quoteAmount', 'percentOfPosition'],
}

/** Sizes that a request of an account model may give. */
export function sizeKeys(model: AccountModel, side: Side): readonly string[] {
  return model === 'spot' ? SPOT_SIZE_KEYS[side] : SIZE_KEYS
}

/** Why a size of another model's accounts cannot be given on a spot account. */
export function explainSpotSize(side: Side, key: string): string | null {
  if (!(SIZE_KEYS as readonly string[]).includes(key)) return null
  const purpose = side === 'buy' ? 'a buy only opens' : 'a sell only closes what is held'
  return `${key} needs account.model margin: on a spot account ${purpose}; give one of ${SPOT_SIZE_KEYS[side].join(', ')}`
}

/** Reads the size under `key`; shares of risk take their stop from `conditions`. */
export function readSize(
  model: AccountModel,
  key: string,
  input: unknown,
  conditions: OrderConditions,
): Size | Refusal {
  if (key === 'volatilityTarget') return readVolatilityTarget(input)
  if (key === 'riskPercent') return readRisk(input as DecimalInput, conditions.stopLoss)
  // More than all of the equity takes borrowed money.
  const largest = key === 'percentOfEquity' && model === 'spot' ? HUNDRED : LARGEST[key as SizeKey]
  return readAmount(key as SizeKind, input as DecimalInput, ZERO, largest)
}

function readAmount(kind: SizeKind, input: DecimalInput, reference: Decimal, largest: Decimal | null): Size | Refusal {
  const value = toDecimal(input)
  if (value?.isPositive && (largest === null || value.compare(largest) <= 0)) return { kind, value, reference }
  const limit = largest === null ? '> 0' : `> 0 and <= ${largest}`
  return { reason: 'invalid_size', observed: `${kind} ${asGiven(input)}`, limit }
}

function readRisk(input: DecimalInput, stopLoss: StopLossRequest | undefined): Size | Refusal {
  const price = typeof stopLoss === 'object' && 'price' in stopLoss ? stopLoss.price : stopLoss
  if (price === undefined || typeof price === 'object') {
    throw new TypeError('riskPercent needs stopLoss with a price, since the risk is the way to it')
  }
  const stop = toDecimal(price)
  if (stop === null) return { reason: 'invalid_price', observed: `stopLoss ${asGiven(price)}`, limit: '> 0' }
  return readAmount('riskPercent', input, stop, HUNDRED)
}

function readVolatilityTarget(input: unknown): Size | Refusal {
  if (typeof input !== 'object' || input === null || !('percent' in input) || !('of' in input)) {
    throw new TypeError(`volatilityTarget must be { percent, of }, received ${describeValue(input)}`)
  }
  const move = toDecimal(input.of as DecimalInput)
  if (move === null || !move.isPositive) {
    return { reason: 'invalid_size', observed: `volatilityTarget.of ${asGiven(input.of)}`, limit: '> 0' }
  }
  return readAmount('volatilityPercent', input.percent as DecimalInput, move, null)
}
