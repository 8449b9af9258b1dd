import { describeValue, shorten } from '../describe-value.ts'
import { Decimal } from '../money/decimal.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import type { OrderPrice, OrderTerms, Refusal, RefusedRequest, Side, Size, SizeKind } from './order.ts'

type Conditions = {
  /** Worst acceptable price, in quote currency per base unit. With `stop` as well, a stop-limit order. */
  readonly limit?: DecimalInput
  /** Trigger price, in quote currency per base unit. */
  readonly stop?: DecimalInput
  /** Free text that stands in the result's `orders`, and as `exitReason` of a trade that this order closes. */
  readonly tag?: string
}

/** Exactly one key of `Sizes`: two sizes in one request do not compile. */
type OneOf<Sizes> = {
  [Kind in keyof Sizes]: Pick<Sizes, Kind> & { readonly [Other in Exclude<keyof Sizes, Kind>]?: never }
}[keyof Sizes]

/** How much a buy is to take: exactly one of these. Quantities are floored to the lot. */
export type BuySize = OneOf<{
  /** Base units. */
  readonly quantity: DecimalInput
  /** Quote currency to spend at most, fee included. */
  readonly quoteAmount: DecimalInput
  /** Above 0 up to 100: share of equity, marked at the fill price, to spend at most, fee included. */
  readonly percentOfEquity: DecimalInput
  /** Above 0 up to 100: share of the free cash to spend at most, fee included. */
  readonly percentOfCash: DecimalInput
}>

/** How much a sell is to give: exactly one of these. Quantities are floored to the lot. */
export type SellSize = OneOf<{
  /** Base units. */
  readonly quantity: DecimalInput
  /** Above 0 up to 100: share of the position held when the order fills. */
  readonly percentOfPosition: DecimalInput
}>

export type BuyOrder = BuySize & Conditions
export type SellOrder = SellSize & Conditions

const SIZE_KINDS: Record<Side, readonly SizeKind[]> = {
  buy: ['quantity', 'quoteAmount', 'percentOfEquity', 'percentOfCash'],
  sell: ['quantity', 'percentOfPosition'],
}
const CONDITIONS = ['limit', 'stop', 'tag']

/**
 * Reads what a strategy asks for into exact terms.
 *
 * Strategies mostly repeat themselves, so the last market order of each side is kept: the same request again costs no
 * new object.
 */
export class RequestReader {
  readonly #last: Record<Side, OrderTerms | null> = { buy: null, sell: null }
  #lastInput: Record<Side, unknown> = { buy: undefined, sell: undefined }

  /**
   * A price or size that is no positive number becomes a refusal, since it usually comes from data (an indicator that
   * is not warm yet); a request of the wrong shape is a mistake in the program and throws.
   *
   * @throws TypeError when no size or more than one is given, or a key is unknown
   */
  read(side: Side, request: BuyOrder | SellOrder): OrderTerms | RefusedRequest {
    const kind = sizeKind(side, request)
    const { limit, stop, tag } = request
    const input = (request as Partial<Record<SizeKind, DecimalInput>>)[kind]!
    if (limit !== undefined || stop !== undefined || tag !== undefined) return readTerms(side, kind, input, request)
    const last = this.#last[side]
    if (last !== null && last.size.kind === kind && this.#lastInput[side] === input) return last
    const terms = readTerms(side, kind, input, request)
    if ('side' in terms) {
      this.#last[side] = terms
      this.#lastInput[side] = input
    }
    return terms
  }
}

function sizeKind(side: Side, request: object): SizeKind {
  let kind: SizeKind | null = null
  for (const key in request) {
    if (CONDITIONS.includes(key)) continue
    if (!isSizeKind(side, key))
      throw new TypeError(`${side}: unknown key "${key}", expected one of ${allowedKeys(side)}`)
    if (kind !== null) throw new TypeError(`${side}: give one size, received both "${kind}" and "${key}"`)
    kind = key
  }
  if (kind === null) throw new TypeError(`${side}: give one size, one of ${SIZE_KINDS[side].join(', ')}`)
  return kind
}

function isSizeKind(side: Side, key: string): key is SizeKind {
  return (SIZE_KINDS[side] as readonly string[]).includes(key)
}

function allowedKeys(side: Side): string {
  return [...SIZE_KINDS[side], ...CONDITIONS].join(', ')
}

function readTerms(
  side: Side,
  kind: SizeKind,
  input: DecimalInput,
  conditions: Conditions,
): OrderTerms | RefusedRequest {
  const tag = conditions.tag === undefined ? null : String(conditions.tag)
  const size = readSize(kind, input)
  if ('reason' in size) return { ...size, tag }
  const limit = readPrice('limit', conditions.limit)
  if (limit !== null && 'reason' in limit) return { ...limit, tag }
  const stop = readPrice('stop', conditions.stop)
  if (stop !== null && 'reason' in stop) return { ...stop, tag }
  return { side, size, limit, stop, tag }
}

const HUNDRED = new Decimal(100n, 0)

function readSize(kind: SizeKind, input: DecimalInput): Size | Refusal {
  const value = toDecimal(input)
  const isShare = kind !== 'quantity' && kind !== 'quoteAmount'
  if (value?.isPositive && !(isShare && value.compare(HUNDRED) > 0)) return { kind, value }
  return { reason: 'invalid_size', observed: `${kind} ${asGiven(input)}`, limit: isShare ? '> 0 and <= 100' : '> 0' }
}

function readPrice(name: 'limit' | 'stop', input: DecimalInput | undefined): OrderPrice | Refusal | null {
  if (input === undefined) return null
  const exact = toDecimal(input)
  if (exact?.isPositive) return { exact, mark: exact.toNumber() }
  return { reason: 'invalid_price', observed: `${name} ${asGiven(input)}`, limit: '> 0' }
}

function asGiven(input: DecimalInput): string {
  return typeof input === 'string' ? shorten(input) : describeValue(input)
}
