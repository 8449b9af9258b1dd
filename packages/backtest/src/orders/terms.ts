import { type Decimal, ZERO } from '@tezgah/core/decimal'
import type { RefusalReason } from './reasons.ts'

export type Side = 'buy' | 'sell'
/** Which of the two positions of a symbol an order is meant for, where the account keeps both. */
export type PositionSide = 'long' | 'short'
export const ORDER_TYPES = [
  'market',
  'limit',
  'stop-market',
  'stop-limit',
  'trailing-stop',
  'market-if-touched',
  'limit-if-touched',
] as const
export type OrderType = (typeof ORDER_TYPES)[number]
export const ORDER_STATUSES = [
  'waiting',
  'working',
  'partially-filled',
  'filled',
  'cancelled',
  'refused',
  'expired',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]
export const SIZE_KINDS = [
  'quantity',
  'quoteAmount',
  'percentOfEquity',
  'percentOfCash',
  'percentOfPosition',
  'riskPercent',
  'volatilityPercent',
  'targetPercent',
  'parentQuantity',
] as const
export type SizeKind = (typeof SIZE_KINDS)[number]
export const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'GTD'] as const
export type TimeInForce = (typeof TIMES_IN_FORCE)[number]

/** How much to trade; the quantity of a share or an amount is known only at the fill price. */
export type Size = {
  readonly kind: SizeKind
  readonly value: Decimal
  /** `riskPercent`: the stop price. `volatilityPercent`: quote currency that one unit moves. Else zero. */
  readonly reference: Decimal
}

/** Stands where a request gave no usable size. */
export const NO_SIZE: Size = { kind: 'quantity', value: ZERO, reference: ZERO }

/** A price in both of its forms: exact for the fill, double for the comparison with candles. */
export type OrderPrice = { readonly exact: Decimal; readonly mark: number }

/** A number per candle that ends at now, such as a view of an indicator. */
export interface Trailing {
  at(back: number): number
}

/** How far a trailing stop follows behind the best price. */
export type Trail = {
  readonly kind: 'amount' | 'percent' | 'indicator'
  /** Quote currency, percent of the best price, or the factor on the indicator. */
  readonly value: Decimal
  readonly indicator: Trailing | null
  /** The trail starts once this price is reached; `null` starts at once. */
  readonly activation: OrderPrice | null
  /** Set where the activation price follows from the entry's, in percent of it; then `activation` is filled in when the entry fills. */
  readonly activationPercent: Decimal | null
}

/** Where an exit stands before its entry has a price: a fixed price, or percent of the entry price away from it. */
export type ExitDistance = { readonly percent: Decimal; readonly isProfit: boolean }

export type OrderTerms = {
  /** Index of the symbol among the run's series. */
  readonly symbol: number
  readonly side: Side
  readonly size: Size
  readonly limit: OrderPrice | null
  readonly stop: OrderPrice | null
  readonly touch: OrderPrice | null
  readonly trail: Trail | null
  /** Set for exits whose price follows from the entry's; then `stop` or `limit` is filled in when the entry fills. */
  readonly distance: ExitDistance | null
  readonly timeInForce: TimeInForce
  /** Epoch milliseconds at which a GTD order ends; `Infinity` for all others. */
  readonly expiresAt: number
  readonly isPostOnly: boolean
  readonly isReduceOnly: boolean
  readonly positionSide: PositionSide | null
  /** The strategy's own label, `null` where it gave none. */
  readonly tag: string | null
}

/** The value that a check found and the limit that it broke; written as text only when the result is read. */
export type Refusal = {
  readonly reason: RefusalReason
  readonly observed: Decimal | string
  readonly limit: Decimal | string
}

export function isRefusal(value: object): value is Refusal {
  return 'reason' in value
}

export function orderType({ limit, stop, touch, trail, distance }: OrderTerms): OrderType {
  if (trail !== null) return 'trailing-stop'
  if (touch !== null) return limit === null ? 'market-if-touched' : 'limit-if-touched'
  if (distance !== null) return distance.isProfit ? 'limit' : 'stop-market'
  if (stop !== null) return limit === null ? 'stop-market' : 'stop-limit'
  return limit === null ? 'market' : 'limit'
}

/** A plain market order. */
export function marketTerms(symbol: number, side: Side, size: Size): OrderTerms {
  return {
    symbol,
    side,
    size,
    limit: null,
    stop: null,
    touch: null,
    trail: null,
    distance: null,
    timeInForce: 'GTC',
    expiresAt: Number.POSITIVE_INFINITY,
    isPostOnly: false,
    isReduceOnly: false,
    positionSide: null,
    tag: null,
  }
}
