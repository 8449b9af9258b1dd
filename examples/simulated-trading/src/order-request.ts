import type { BuyOrder, SellOrder, Side } from '@tezgah/backtest'

const SIZES = ['quantity', 'quoteAmount', 'percentOfEquity', 'percentOfCash', 'percentOfPosition'] as const

export type Size = { readonly kind: (typeof SIZES)[number]; readonly value: string }

/** An order as the strategy asked for it. With neither price it is a market order. */
export type OrderRequest = {
  readonly type: 'place'
  /** As the strategy knows it. */
  readonly id: number
  readonly side: Side
  readonly size: Size
  readonly limit: string | null
  readonly stop: string | null
}

export type Action = OrderRequest | { readonly type: 'cancel'; readonly id: number }

/** @throws RangeError for what this trader cannot do; a backtest knows more kinds of orders than BTCTurk */
export function readOrderRequest(id: number, side: Side, order: BuyOrder | SellOrder): OrderRequest {
  const { limit, stop, tag: _tag, ...rest } = order
  const given = Object.entries(rest).filter(([, value]) => value !== undefined)
  const [kind, value] = given[0] ?? []
  const isSize = given.length === 1 && (SIZES as readonly unknown[]).includes(kind)
  if (!isSize || (typeof value !== 'string' && typeof value !== 'number')) {
    throw unsupported(side, given.map(([key]) => key).join(', '))
  }
  if (limit !== undefined && stop !== undefined) throw unsupported(side, 'stop with limit')
  return {
    type: 'place',
    id,
    side,
    size: { kind: kind as Size['kind'], value: String(value) },
    limit: limit === undefined ? null : String(limit),
    stop: stop === undefined ? null : String(stop),
  }
}

export function unsupported(call: string, received: string): RangeError {
  return new RangeError(
    `${call}: this trader takes market, limit or stop orders with one size of ${SIZES.join(', ')}, received ${received}`,
  )
}
