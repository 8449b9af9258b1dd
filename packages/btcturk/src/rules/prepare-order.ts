import { ceilToStep, type Decimal, floorToStep, parseDecimal, readDecimal } from '@tezgah/core/decimal'
import type { NewOrder } from '../endpoints/submit-order.ts'
import { invalidRequest } from '../errors.ts'
import type { OrderMethod, OrderSide } from '../wire/orders.ts'
import type { MarketRules } from './market-rules.ts'

/**
 * Exact decimals on the way into an order: text or a `Decimal` of decimal.js or a library like it, never a `number`, which
 * may have lost digits already.
 */
export type DecimalInput = string | DecimalObject

/** The part of a decimal object that is read: `toFixed()` gives plain notation with every digit. */
export interface DecimalObject {
  toFixed(): string
  toNumber(): number
}

const DECIMAL = /^\d{1,12}(\.\d{1,60})?$/

/** @returns `null` where `value` is not a decimal of up to 12 digits before the dot, above 0 */
function positiveDecimal(value: unknown): Decimal | null {
  const text = isDecimalObject(value) ? value.toFixed() : value
  if (typeof text !== 'string' || !DECIMAL.test(text)) return null
  const decimal = readDecimal(text)
  return decimal.isPositive ? decimal : null
}

function isDecimalObject(value: unknown): value is DecimalObject {
  return typeof value === 'object' && value !== null && 'toFixed' in value && 'toNumber' in value
}

export type RefusalCode =
  | 'not_trading'
  | 'method_not_allowed'
  | 'invalid_decimal'
  | 'missing'
  | 'not_allowed'
  | 'quantity_below_lot'
  | 'quantity_below_minimum'
  | 'quantity_above_maximum'
  | 'spend_below_step'
  | 'price_below_tick'
  | 'price_below_minimum'
  | 'price_above_maximum'
  | 'value_below_minimum'
  | 'stop_not_above_ask'
  | 'stop_not_below_bid'

/** Why an order would be refused: the field, what holds, and what was asked for. */
export type Refusal = {
  readonly code: RefusalCode
  readonly field: 'symbol' | 'method' | 'quantity' | 'spend' | 'price' | 'stopPrice' | 'value'
  readonly limit: string
  readonly received: string
}

/** What is wanted, before the market's rules. */
export type OrderIntent = {
  readonly side: OrderSide
  readonly method: OrderMethod
  /** Base units. For every order but a market or stop-market buy. */
  readonly quantity?: DecimalInput | undefined
  /** Quote currency, fee included. For a market or stop-market buy alone: the exchange counts those in quote. */
  readonly spend?: DecimalInput | undefined
  /** For limit and stop-limit orders. */
  readonly price?: DecimalInput | undefined
  /** For stop orders. */
  readonly stopPrice?: DecimalInput | undefined
  readonly clientOrderId?: string | undefined
}

/** The market now; what is not given is not checked. */
export type TopOfBook = { readonly bid?: DecimalInput | undefined; readonly ask?: DecimalInput | undefined }

export type PreparedOrder =
  | {
      readonly ok: true
      readonly order: NewOrder
      /** Fields whose value was rounded. */
      readonly rounded: readonly ('quantity' | 'spend' | 'price' | 'stopPrice')[]
      /** What the exchange holds against the minimum, quote currency; `null` for a market sell without a bid. */
      readonly value: string | null
    }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

type Amounts = Partial<Record<'quantity' | 'spend' | 'price' | 'stopPrice', Decimal>>

/**
 * Fits an intent to the market's rules, or says everything that is wrong with it, before a request is spent.
 *
 * Rounding is never in the user's favour: a quantity and an amount to spend down; a limit price away from the market, a
 * buy's down and a sell's up, so that it never trades beyond what was asked for; a stop price towards the worse trigger, a
 * buy's up and a sell's down.
 */
export function prepareOrder(rules: MarketRules, intent: OrderIntent, market: TopOfBook = {}): PreparedOrder {
  const refusals: Refusal[] = [...checkMarket(rules, intent)]
  const given = readAmounts(intent, refusals)
  const amounts = roundAmounts(rules, intent.side, given)
  const value = orderValue(amounts, market)
  refusals.push(...checkAmounts(rules, amounts, given), ...checkStop(intent.side, amounts, market))
  if (value !== null && !isAnyZero(amounts) && isBelow(value, rules.minValue)) {
    refusals.push(refuse('value_below_minimum', 'value', `at least ${rules.minValue} ${rules.quote}`, value))
  }
  if (refusals.length > 0) return { ok: false, refusals }
  const fields = Object.keys(amounts) as (keyof Amounts)[]
  const texts = Object.fromEntries(fields.map((field) => [field, amounts[field]!.toString()]))
  const { side, method, clientOrderId } = intent
  const id = clientOrderId === undefined ? {} : { clientOrderId }
  return {
    ok: true,
    order: { symbol: rules.symbol, side, method, ...texts, ...id } as NewOrder,
    rounded: fields.filter((field) => amounts[field]!.compare(given[field]!) !== 0),
    value: value?.toString() ?? null,
  }
}

function checkMarket(rules: MarketRules, { method }: OrderIntent): Refusal[] {
  const refusals: Refusal[] = []
  if (!rules.isTrading) refusals.push(refuse('not_trading', 'symbol', 'a symbol that trades', rules.symbol))
  if (!rules.methods.includes(method)) {
    refusals.push(refuse('method_not_allowed', 'method', rules.methods.join(', '), method))
  }
  return refusals
}

/** Exactly the amounts that side and method call for. */
function readAmounts(intent: OrderIntent, refusals: Refusal[]): Amounts {
  const { side, method } = intent
  const isCountedInQuote = side === 'buy' && (method === 'market' || method === 'stopmarket')
  const needed = {
    quantity: !isCountedInQuote,
    spend: isCountedInQuote,
    price: method === 'limit' || method === 'stoplimit',
    stopPrice: method === 'stopmarket' || method === 'stoplimit',
  }
  const amounts: Amounts = {}
  for (const field of ['quantity', 'spend', 'price', 'stopPrice'] as const) {
    const value = intent[field]
    const what = `a ${method} ${side}`
    if (value === undefined) {
      if (needed[field]) refusals.push(refuse('missing', field, `given for ${what}`, 'nothing'))
      continue
    }
    const decimal = positiveDecimal(value)
    if (!needed[field]) refusals.push(refuse('not_allowed', field, `left out for ${what}`, value))
    else if (decimal === null) refusals.push(refuse('invalid_decimal', field, LIMIT_OF_DECIMALS, value))
    else amounts[field] = decimal
  }
  return amounts
}

const LIMIT_OF_DECIMALS = 'a decimal above 0, below 1000000000000, as a string or Decimal'

function roundAmounts(rules: MarketRules, side: OrderSide, given: Amounts): Amounts {
  const { quantity, spend, price, stopPrice } = given
  const isBuy = side === 'buy'
  return {
    ...(quantity && { quantity: toStep(quantity, rules.lot, 'down') }),
    ...(spend && { spend: toStep(spend, rules.spendStep, 'down') }),
    ...(price && { price: toStep(price, rules.tick, isBuy ? 'down' : 'up') }),
    ...(stopPrice && { stopPrice: toStep(stopPrice, rules.tick, isBuy ? 'up' : 'down') }),
  }
}

function toStep(value: Decimal, step: string, direction: 'up' | 'down'): Decimal {
  return direction === 'up' ? ceilToStep(value, exact(step)) : floorToStep(value, exact(step))
}

/** A decimal of the rules. */
function exact(text: string): Decimal {
  const decimal = parseDecimal(text)
  if (decimal === null) throw invalidRequest('rules', 'made of decimals', text)
  return decimal
}

function isBelow(value: Decimal, limit: string): boolean {
  return value.compare(exact(limit)) < 0
}

function isAbove(value: Decimal, limit: string): boolean {
  return value.compare(exact(limit)) > 0
}

/** Of a stop-market sell at the stop, of a market sell at the bid. */
function orderValue({ quantity, spend, price, stopPrice }: Amounts, { bid }: TopOfBook): Decimal | null {
  if (spend !== undefined) return spend
  const at = price ?? stopPrice ?? (bid === undefined ? null : positiveDecimal(bid))
  return quantity === undefined || at === null ? null : quantity.times(at)
}

function checkAmounts(rules: MarketRules, amounts: Amounts, given: Amounts): Refusal[] {
  const { quantity, spend, price, stopPrice } = amounts
  const refusals: (Refusal | false | undefined)[] = [
    quantity?.isZero && refuse('quantity_below_lot', 'quantity', `at least ${rules.lot}`, given.quantity!),
    spend?.isZero && refuse('spend_below_step', 'spend', `at least ${rules.spendStep}`, given.spend!),
    quantity !== undefined && checkQuantity(rules, quantity),
  ]
  for (const [field, value] of [['price', price] as const, ['stopPrice', stopPrice] as const]) {
    if (value === undefined) continue
    if (value.isZero) refusals.push(refuse('price_below_tick', field, `at least ${rules.tick}`, given[field]!))
    else if (isBelow(value, rules.minPrice))
      refusals.push(refuse('price_below_minimum', field, `at least ${rules.minPrice}`, value))
    else if (isAbove(value, rules.maxPrice))
      refusals.push(refuse('price_above_maximum', field, `at most ${rules.maxPrice}`, value))
  }
  return refusals.filter((refusal) => refusal !== false && refusal !== undefined)
}

function checkQuantity({ minQuantity, maxQuantity }: MarketRules, quantity: Decimal): Refusal | false {
  if (quantity.isZero) return false
  if (minQuantity !== null && isBelow(quantity, minQuantity)) {
    return refuse('quantity_below_minimum', 'quantity', `at least ${minQuantity}`, quantity)
  }
  return maxQuantity !== null && isAbove(quantity, maxQuantity)
    ? refuse('quantity_above_maximum', 'quantity', `at most ${maxQuantity}`, quantity)
    : false
}

/** A stop on the wrong side of the market would trigger at once, and the exchange refuses it. */
function checkStop(side: OrderSide, { stopPrice }: Amounts, market: TopOfBook): Refusal[] {
  const [bid, ask] = [positiveDecimal(market.bid), positiveDecimal(market.ask)]
  if (stopPrice === undefined || stopPrice.isZero) return []
  if (side === 'buy' && ask !== null && stopPrice.compare(ask) <= 0) {
    return [refuse('stop_not_above_ask', 'stopPrice', `above the ask of ${ask.toString()}`, stopPrice)]
  }
  if (side === 'sell' && bid !== null && stopPrice.compare(bid) >= 0) {
    return [refuse('stop_not_below_bid', 'stopPrice', `below the bid of ${bid.toString()}`, stopPrice)]
  }
  return []
}

function isAnyZero(amounts: Amounts): boolean {
  return Object.values(amounts).some((amount) => amount.isZero)
}

function refuse(code: Refusal['code'], field: Refusal['field'], limit: string, received: unknown): Refusal {
  const text = isDecimalObject(received) ? received.toFixed() : String(received)
  return { code, field, limit, received: text.slice(0, 60) }
}
