import { formatAmount, type OrderIntent, type State } from '@tezgah/guardrails'
import fc from 'fast-check'
import { NOW, order, state } from './example.ts'

const amount = (min: number, max: number, decimals: number) =>
  fc.integer({ min, max }).map((units) => formatAmount(BigInt(units) * 10n ** BigInt(18 - decimals)))
/** Orders of every type, near the market of `state`. */
export const orders: fc.Arbitrary<OrderIntent> = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constantFrom('market' as const, 'limit' as const, 'stopMarket' as const, 'stopLimit' as const),
    quantity: amount(1, 120, 3),
    price: amount(98, 103, -4),
    symbol: fc.constantFrom('BTCTRY', 'BTCTRY', 'ETHTRY'),
    reduceOnly: fc.constantFrom(false, false, true),
  })
  .map(({ side, type, quantity, price, symbol, reduceOnly }) => ({
    ...order,
    side,
    type,
    quantity,
    symbol,
    reduceOnly,
    limitPrice: type === 'limit' || type === 'stopLimit' ? price : null,
    stopPrice: type === 'stopMarket' || type === 'stopLimit' ? price : null,
  }))
/** States in which some of the policies of `allPolicies` hold. */
export const states: fc.Arbitrary<State> = fc
  .record({
    mode: fc.constantFrom(
      'active' as const,
      'active' as const,
      'active' as const,
      'reducing' as const,
      'halted' as const,
    ),
    equity: amount(180_000, 205_000, 0),
    position: amount(-100, 100, 3),
    free: amount(0, 100_000, 0),
    bid: amount(98, 100, -4),
    age: fc.integer({ min: 0, max: 2500 }),
  })
  .map(({ mode, equity, position, free, bid, age }) => ({
    ...state,
    mode,
    account: { ...state.account, equity, balances: { ...state.account.balances, TRY: { free, total: '100000' } } },
    positions: [{ symbol: 'BTCTRY', quantity: position }, ...state.positions.slice(1)],
    markets: { ...state.markets, BTCTRY: { ...state.markets.BTCTRY, bid, at: NOW - age } },
  }))
