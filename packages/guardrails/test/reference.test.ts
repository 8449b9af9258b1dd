import { compilePolicies, type OrderIntent, type PolicyData, review, type State } from '@tezgah/guardrails'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orders, states } from './arbitrary.ts'
import { only } from './example.ts'

const D = Decimal.clone({ precision: 120 })
type Seen = { readonly order: OrderIntent; readonly state: State }

/** The most a unit costs or fetches, in the words of the guide. */
function price({ order, state }: Seen): Decimal {
  const { bid, ask, lastPrice } = state.markets![order.symbol]!
  const market = D.max(bid, ask, lastPrice)
  if (order.limitPrice !== null) return order.side === 'buy' ? new D(order.limitPrice) : D.max(order.limitPrice, market)
  return D.max(order.stopPrice ?? 0, market).times('1.05')
}

function held({ state }: Seen, symbol: string): Decimal {
  return new D(state.positions!.find((position) => position.symbol === symbol)?.quantity ?? 0)
}

function working({ state }: Seen, symbol: string, side: string): Decimal {
  const open = state.openOrders!.filter((one) => one.symbol === symbol && one.side === side && !one.reduceOnly)
  return open.reduce((sum, one) => sum.plus(one.quantity), new D(0))
}

/** Where the position ends if the order and all that works on its side trade: above zero away from flat. */
function reach(seen: Seen): Decimal {
  const { symbol, side, quantity } = seen.order
  const sign = side === 'buy' ? 1 : -1
  return held(seen, symbol)
    .times(sign)
    .plus(working(seen, symbol, side))
    .plus(quantity)
}

function mark(seen: Seen, symbol: string): Decimal {
  const { bid, ask, lastPrice } = seen.state.markets![symbol]!
  const market = D.max(bid, ask, lastPrice)
  return symbol === seen.order.symbol ? D.max(market, price(seen)) : market
}

function total(seen: Seen): Decimal {
  const symbols = ['BTCTRY', 'ETHTRY'].map((symbol) => {
    const long = held(seen, symbol).plus(working(seen, symbol, 'buy'))
    const short = working(seen, symbol, 'sell').minus(held(seen, symbol))
    const own = symbol === seen.order.symbol ? reach(seen) : 0
    return D.max(0, long, short, own).times(mark(seen, symbol))
  })
  return D.sum(...symbols)
}

/** A second opinion on some kinds, written from the guide with another arithmetic: true if the order breaks them. */
const breaks: Partial<Record<PolicyData['kind'], (limit: string, seen: Seen) => boolean>> = {
  maxQuantity: (limit, { order }) => new D(order.quantity).gt(limit),
  maxNotional: (limit, seen) => price(seen).times(seen.order.quantity).gt(limit),
  positionLimit: (limit, seen) => reach(seen).gt(limit),
  maxSymbolExposure: (limit, seen) => reach(seen).gt(0) && reach(seen).times(mark(seen, seen.order.symbol)).gt(limit),
  maxTotalExposure: (limit, seen) => reach(seen).gt(0) && total(seen).gt(limit),
  balance(limit, seen) {
    const { order, state } = seen
    const { base, quote } = state.markets![order.symbol]!
    const free = state.account!.balances[order.side === 'buy' ? quote : base]?.free
    if (free === undefined) return true
    const fee = new D(limit).plus(1)
    return order.side === 'buy' ? price(seen).times(order.quantity).times(fee).gt(free) : new D(order.quantity).gt(free)
  },
  dailyLoss: (limit, { state }) => new D(state.equity!.dayStart!.equity).minus(state.account!.equity).gt(limit),
  maxDrawdown: (limit, { state }) => new D(state.equity!.peak!.equity).minus(state.account!.equity).gt(limit),
}

const policyOf = (kind: string, limit: string): PolicyData =>
  ({
    name: 'p',
    kind,
    exemptReducing: false,
    ...({
      maxQuantity: { maxQuantity: limit },
      maxNotional: { maxNotional: limit, currency: 'TRY' },
      positionLimit: { maxPosition: limit },
      maxSymbolExposure: { maxExposure: limit, currency: 'TRY' },
      maxTotalExposure: { maxExposure: limit, currency: 'TRY' },
      balance: { feeFraction: limit },
      dailyLoss: { maxLoss: limit },
      maxDrawdown: { maxLoss: limit },
    }[kind] as object),
  }) as PolicyData

/** Limits around which orders of the sample fall on either side. */
const limits: Readonly<Record<string, readonly string[]>> = {
  maxQuantity: ['0.05', '0.06', '0.1'],
  maxNotional: ['50000', '60000', '1000'],
  positionLimit: ['0.07', '0.1', '0'],
  maxSymbolExposure: ['50000', '70007', '100000'],
  maxTotalExposure: ['70000', '90012', '150000'],
  balance: ['0', '0.002', '4'],
  dailyLoss: ['0', '1000', '5000'],
  maxDrawdown: ['0', '5000', '20000'],
}

it.each(Object.entries(breaks))('%s agrees with a second opinion in another arithmetic', (kind, opinion) => {
  const count = { approved: 0, refused: 0 }
  const sets = limits[kind]!.map((limit) => ({ limit, policies: compilePolicies(only(policyOf(kind, limit))) }))
  fc.assert(
    fc.property(orders, states, fc.constantFrom(...sets), (intent, before, { limit, policies }) => {
      const order = { ...intent, reduceOnly: false }
      const state = { ...before, mode: 'active' as const }
      const { verdict } = review(order, state, policies)
      const broken = opinion(limit, { order, state })
      expect(verdict).toBe(broken ? 'refused' : 'approved')
      count[broken ? 'refused' : 'approved']++
    }),
    { seed: 21, numRuns: 1500 },
  )
  expect(Math.min(count.approved, count.refused)).toBeGreaterThan(50)
})
