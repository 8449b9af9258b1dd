import { describeValue, shorten } from '@tezgah/core/describe'
import { readStopLoss, readTakeProfit } from './read-exit.ts'
import { readPrice, readTag, readTrail } from './read-price.ts'
import { explainSpotSize, readSize, sizeKeys } from './read-size.ts'
import type { BuyOrder, OrderConditions, SellOrder } from './request.ts'
import {
  isRefusal,
  marketTerms,
  NO_SIZE,
  type OrderTerms,
  type PositionSide,
  type Refusal,
  type Side,
  type TimeInForce,
} from './terms.ts'

/** An order with the orders that follow from it. */
export type OrderList = {
  readonly terms: OrderTerms
  readonly stopLoss: OrderTerms | null
  readonly takeProfit: OrderTerms | null
  readonly onFill: readonly OrderList[]
}

/** A request whose size or price is unusable: what could be read of its terms, and why it is refused. */
export type RefusedOrder = { readonly terms: OrderTerms; readonly refusal: Refusal }

const CONDITION_KEYS = [
  'symbol',
  'limit',
  'stop',
  'touch',
  'trail',
  'timeInForce',
  'goodTill',
  'postOnly',
  'reduceOnly',
  'positionSide',
  'stopLoss',
  'takeProfit',
  'onFill',
  'tag',
] as const
const NO_LISTS: readonly OrderList[] = []

/** A request of a size and nothing else, and what it was read as. */
type PlainRequest = { readonly key: string; readonly input: unknown; readonly list: OrderList }

/**
 * Reads what a strategy asks for into exact terms.
 *
 * Strategies mostly repeat themselves, so the last plain market order of each side is kept: the same request again costs
 * no new object.
 */
export class RequestReader {
  readonly #symbols: readonly string[]
  readonly #sizeKeys: Readonly<Record<Side, readonly string[]>>
  readonly #isHedging: boolean
  readonly #model: 'spot' | 'margin'
  readonly #last: Record<Side, PlainRequest | null> = { buy: null, sell: null }

  constructor(symbols: readonly string[], model: 'spot' | 'margin', positions: 'netting' | 'hedging' = 'netting') {
    this.#symbols = symbols
    this.#isHedging = positions === 'hedging'
    this.#model = model
    this.#sizeKeys = { buy: sizeKeys(model, 'buy'), sell: sizeKeys(model, 'sell') }
  }

  /**
   * A price or size that is no positive number becomes a refusal, since it usually comes from data (an indicator that
   * is not warm yet); a request of the wrong shape is a mistake in the program and throws.
   *
   * @param isAttached - true for an order that waits for another to fill
   * @throws TypeError when no size or more than one is given, a key is unknown, or keys contradict one another
   */
  read(side: Side, request: BuyOrder | SellOrder, isAttached: boolean = false): OrderList | RefusedOrder {
    const keys = Object.keys(request ?? {})
    const last = this.#last[side]
    if (keys.length === 1 && last !== null && keys[0] === last.key) {
      if ((request as Record<string, unknown>)[last.key] === last.input) return last.list
    }
    const key = sizeKey(side, keys, this.#sizeKeys[side])
    const input = (request as Record<string, unknown>)[key]
    const list = this.#readList(side, key, input, request, isAttached)
    const isPlain = keys.length === 1 && typeof input !== 'object' && !('refusal' in list)
    if (isPlain) this.#last[side] = { key, input, list }
    return list
  }

  #readList(
    side: Side,
    key: string,
    input: unknown,
    request: OrderConditions,
    isAttached: boolean,
  ): OrderList | RefusedOrder {
    const blank = this.#plainTerms(side, request)
    const size = readSize(this.#model, key, input, request)
    const limit = readPrice('limit', request.limit)
    const stop = readPrice('stop', request.stop)
    const touch = readPrice('touch', request.touch)
    const trail = readTrail(request.trail, isAttached)
    for (const part of [size, limit, stop, touch, trail]) {
      if (part !== null && isRefusal(part)) return { terms: blank, refusal: part }
    }
    const terms = { ...blank, size, limit, stop, touch, trail } as OrderTerms
    checkCombination(terms)
    return this.#withContingent(terms, request)
  }

  #withContingent(terms: OrderTerms, request: OrderConditions): OrderList | RefusedOrder {
    const stopLoss = request.stopLoss === undefined ? null : readStopLoss(terms, request.stopLoss)
    if (stopLoss !== null && isRefusal(stopLoss)) return { terms, refusal: stopLoss }
    const takeProfit = request.takeProfit === undefined ? null : readTakeProfit(terms, request.takeProfit)
    if (takeProfit !== null && isRefusal(takeProfit)) return { terms, refusal: takeProfit }
    const onFill: OrderList[] = []
    for (const { side, ...follower } of request.onFill ?? []) {
      const list = this.read(side, follower as BuyOrder, true)
      if ('refusal' in list) return { terms, refusal: list.refusal }
      onFill.push(list)
    }
    return { terms, stopLoss, takeProfit, onFill: onFill.length === 0 ? NO_LISTS : onFill }
  }

  #plainTerms(side: Side, request: OrderConditions): OrderTerms {
    return {
      ...marketTerms(this.#symbolIndex(side, request.symbol), side, NO_SIZE),
      timeInForce: readTimeInForce(side, request),
      expiresAt: readExpiry(side, request.goodTill),
      isPostOnly: readFlag(side, 'postOnly', request.postOnly),
      isReduceOnly: readFlag(side, 'reduceOnly', request.reduceOnly),
      positionSide: readPositionSide(side, request.positionSide, this.#isHedging),
      tag: readTag(request.tag),
    }
  }

  #symbolIndex(side: Side, symbol: string | undefined): number {
    if (symbol === undefined) return 0
    const index = this.#symbols.indexOf(symbol)
    if (index !== -1) return index
    const known = shorten(this.#symbols.join(', '))
    throw new TypeError(`${side}: symbol must be one of ${known}, received ${describeValue(symbol)}`)
  }
}

function sizeKey(side: Side, keys: readonly string[], allowed: readonly string[]): string {
  let found: string | null = null
  for (const key of keys) {
    if (allowed.includes(key)) {
      if (found !== null) throw new TypeError(`${side}: give one size, received both "${found}" and "${key}"`)
      found = key
    } else if (!(CONDITION_KEYS as readonly string[]).includes(key)) {
      const known = [...allowed, ...CONDITION_KEYS].join(', ')
      const reason = explainSpotSize(side, key) ?? `unknown key "${shorten(key)}", expected one of ${known}`
      throw new TypeError(`${side}: ${reason}`)
    }
  }
  if (found === null) throw new TypeError(`${side}: give one size, one of ${allowed.join(', ')}`)
  return found
}

function readTimeInForce(side: Side, { timeInForce, goodTill }: OrderConditions): TimeInForce {
  if (timeInForce !== undefined && timeInForce !== 'GTC' && timeInForce !== 'IOC' && timeInForce !== 'FOK') {
    throw new TypeError(`${side}: timeInForce must be GTC, IOC or FOK, received ${describeValue(timeInForce)}`)
  }
  if (goodTill === undefined) return timeInForce ?? 'GTC'
  if (timeInForce === undefined || timeInForce === 'GTC') return 'GTD'
  throw new TypeError(`${side}: goodTill cannot go with timeInForce ${timeInForce}, which ends at once`)
}

function readExpiry(side: Side, goodTill: number | undefined): number {
  if (goodTill === undefined) return Number.POSITIVE_INFINITY
  if (Number.isFinite(goodTill)) return goodTill
  throw new TypeError(`${side}: goodTill must be epoch milliseconds, received ${describeValue(goodTill)}`)
}

/** Which of two positions is meant cannot be guessed; where there is only one, naming a side is a misunderstanding. */
function readPositionSide(side: Side, value: unknown, isHedging: boolean): PositionSide | null {
  if (!isHedging && value === undefined) return null
  if (isHedging && (value === 'long' || value === 'short')) return value
  const allowed = isHedging
    ? 'long or short where account.positions is hedging'
    : 'left out unless account.positions is hedging'
  throw new TypeError(`${side}: positionSide must be ${allowed}, received ${describeValue(value)}`)
}

function readFlag(side: Side, name: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value === true
  throw new TypeError(`${side}: ${name} must be true or false, received ${describeValue(value)}`)
}

function checkCombination({ side, limit, stop, touch, trail, isPostOnly }: OrderTerms): void {
  const triggers = [stop, touch, trail].filter((trigger) => trigger !== null).length
  if (triggers > 1) throw new TypeError(`${side}: give one of stop, touch and trail`)
  if (trail !== null && limit !== null) throw new TypeError(`${side}: a trailing stop takes no limit`)
  if (isPostOnly && (limit === null || triggers > 0)) throw new TypeError(`${side}: postOnly is for limit orders`)
}
