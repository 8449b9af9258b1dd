import {
  compilePolicies,
  formatAmount,
  type OrderIntent,
  type PolicyData,
  parseAmount,
  review,
  type State,
} from '@tezgah/guardrails'
import { describe, expect, it } from 'vitest'
import { NOW, only, order, state } from './example.ts'

type Case = {
  readonly name: string
  /** The limit that the order exactly keeps: text of an amount, or a whole number. */
  readonly exact: string | number
  /** What a stricter limit is. Default `lower`. */
  readonly stricter?: 'higher'
  readonly code: string
  readonly policy: (limit: never) => PolicyData
  readonly intent?: Partial<OrderIntent>
  readonly state?: Partial<State>
}

const equity = (change: object): Partial<State> => ({ equity: { ...state.equity, ...change } })
const amountCase = (rest: Omit<Case, 'policy' | 'exact'> & { exact: string; policy: (limit: string) => PolicyData }) =>
  rest as Case
const countCase = (rest: Omit<Case, 'policy' | 'exact'> & { exact: number; policy: (limit: number) => PolicyData }) =>
  rest as Case
const MINUTE = 60_000

const cases: readonly Case[] = [
  amountCase({
    name: 'maxQuantity',
    exact: '0.01',
    code: 'QUANTITY_ABOVE_LIMIT',
    policy: (maxQuantity) => ({ name: 'p', kind: 'maxQuantity', maxQuantity }),
  }),
  amountCase({
    name: 'maxNotional',
    exact: '10000',
    code: 'NOTIONAL_ABOVE_LIMIT',
    policy: (maxNotional) => ({ name: 'p', kind: 'maxNotional', maxNotional, currency: 'TRY' }),
  }),
  amountCase({
    name: 'maxNotional of a market order',
    // 0.01 × 1 000 100 × 1.05
    exact: '10501.05',
    code: 'NOTIONAL_ABOVE_LIMIT',
    intent: { type: 'market', limitPrice: null },
    policy: (maxNotional) => ({ name: 'p', kind: 'maxNotional', maxNotional, currency: 'TRY' }),
  }),
  amountCase({
    name: 'maxNotional of a sell, which may fetch more than its limit price',
    exact: '10001',
    code: 'NOTIONAL_ABOVE_LIMIT',
    intent: { side: 'sell', limitPrice: '900000' },
    policy: (maxNotional) => ({ name: 'p', kind: 'maxNotional', maxNotional, currency: 'TRY' }),
  }),
  // (0.05 + 0.01 working + 0.01) × 1 000 100
  amountCase({
    name: 'maxSymbolExposure',
    exact: '70007',
    code: 'SYMBOL_EXPOSURE_ABOVE_LIMIT',
    policy: (maxExposure) => ({ name: 'p', kind: 'maxSymbolExposure', maxExposure, currency: 'TRY' }),
  }),
  // and 0.5 × 40 010
  amountCase({
    name: 'maxTotalExposure',
    exact: '90012',
    code: 'TOTAL_EXPOSURE_ABOVE_LIMIT',
    policy: (maxExposure) => ({ name: 'p', kind: 'maxTotalExposure', maxExposure, currency: 'TRY' }),
  }),
  // (0.05 + 0.01) × 1 000 100 and 0.5 × 40 010, without working orders
  amountCase({
    name: 'maxGrossExposure',
    exact: '80011',
    code: 'TOTAL_POSITION_ABOVE_LIMIT',
    policy: (maxExposure) => ({ name: 'p', kind: 'maxGrossExposure', maxExposure }),
  }),
  amountCase({
    name: 'maxGrossExposure of an order at a limit price above the market',
    // 0.06 × 1 100 000 and 0.5 × 40 010
    exact: '86005',
    code: 'TOTAL_POSITION_ABOVE_LIMIT',
    intent: { limitPrice: '1100000' },
    policy: (maxExposure) => ({ name: 'p', kind: 'maxGrossExposure', maxExposure, currency: 'TRY' }),
  }),
  // 90 012 of 200 000
  amountCase({
    name: 'maxLeverage',
    exact: '0.45006',
    intent: { leverage: '0.1' },
    code: 'LEVERAGE_ABOVE_LIMIT',
    policy: (maxLeverage) => ({ name: 'p', kind: 'maxLeverage', maxLeverage, currency: 'TRY' }),
  }),
  amountCase({
    name: 'maxLeverage that is asked for',
    exact: '3',
    intent: { leverage: '3' },
    code: 'LEVERAGE_ABOVE_LIMIT',
    policy: (maxLeverage) => ({ name: 'p', kind: 'maxLeverage', maxLeverage, currency: 'TRY' }),
  }),
  amountCase({
    name: 'positionLimit',
    exact: '0.07',
    code: 'POSITION_ABOVE_LIMIT',
    policy: (maxPosition) => ({ name: 'p', kind: 'positionLimit', maxPosition }),
  }),
  amountCase({
    name: 'priceCollar above the middle',
    exact: '0.01',
    intent: { limitPrice: '1010000' },
    code: 'PRICE_OUTSIDE_COLLAR',
    policy: (maxFraction) => ({ name: 'p', kind: 'priceCollar', maxFraction, reference: 'mid' }),
  }),
  amountCase({
    name: 'priceCollar below the last price',
    exact: '0.01',
    intent: { limitPrice: '990000' },
    code: 'PRICE_OUTSIDE_COLLAR',
    policy: (maxFraction) => ({ name: 'p', kind: 'priceCollar', maxFraction, reference: 'last' }),
  }),
  amountCase({
    name: 'priceCollar of a market order',
    exact: '0.0001',
    intent: { type: 'market', limitPrice: null },
    code: 'PRICE_OUTSIDE_COLLAR',
    policy: (maxFraction) => ({ name: 'p', kind: 'priceCollar', maxFraction, reference: 'mid' }),
  }),
  amountCase({
    name: 'spreadLimit',
    exact: '0.0002',
    code: 'SPREAD_ABOVE_LIMIT',
    policy: (maxFraction) => ({ name: 'p', kind: 'spreadLimit', maxFraction }),
  }),
  amountCase({
    name: 'volatilityLimit',
    exact: '0.25125',
    state: {
      markets: {
        ...state.markets,
        BTCTRY: {
          ...state.markets.BTCTRY,
          recentPrices: [
            { at: NOW - 6 * MINUTE, price: '800000' },
            { at: NOW - 3 * MINUTE, price: '1001000' },
          ],
        },
      },
    },
    code: 'VOLATILITY_ABOVE_LIMIT',
    policy: (maxFraction) => ({ name: 'p', kind: 'volatilityLimit', maxFraction, windowMs: 300_000 }),
  }),
  amountCase({
    name: 'dailyLoss',
    exact: '1000',
    code: 'DAILY_LOSS_ABOVE_LIMIT',
    policy: (maxLoss) => ({ name: 'p', kind: 'dailyLoss', maxLoss }),
  }),
  amountCase({
    name: 'dailyLoss as a fraction',
    exact: '0.2',
    state: equity({ dayStart: { ...state.equity.dayStart, equity: '250000' } }),
    code: 'DAILY_LOSS_ABOVE_LIMIT',
    policy: (maxFraction) => ({ name: 'p', kind: 'dailyLoss', maxFraction }),
  }),
  amountCase({
    name: 'rollingLoss',
    exact: '800',
    code: 'ROLLING_LOSS_ABOVE_LIMIT',
    policy: (maxLoss) => ({ name: 'p', kind: 'rollingLoss', maxLoss, windowMs: 3_600_000 }),
  }),
  amountCase({
    name: 'rollingLoss from the equity at the start of the window',
    exact: '0.2',
    state: equity({ samples: [{ at: NOW - 70 * MINUTE, equity: '250000' }] }),
    code: 'ROLLING_LOSS_ABOVE_LIMIT',
    policy: (maxFraction) => ({ name: 'p', kind: 'rollingLoss', maxFraction, windowMs: 3_600_000 }),
  }),
  amountCase({
    name: 'maxDrawdown',
    exact: '5000',
    code: 'DRAWDOWN_ABOVE_LIMIT',
    policy: (maxLoss) => ({ name: 'p', kind: 'maxDrawdown', maxLoss }),
  }),
  amountCase({
    name: 'maxDrawdown as a fraction',
    exact: '0.2',
    state: equity({ peak: { at: 0, equity: '250000' } }),
    code: 'DRAWDOWN_ABOVE_LIMIT',
    policy: (maxFraction) => ({ name: 'p', kind: 'maxDrawdown', maxFraction }),
  }),
  // 10 000 × (1 + 4) = 50 000, all that is free
  amountCase({
    name: 'balance',
    exact: '4',
    stricter: 'higher',
    code: 'INSUFFICIENT_BALANCE',
    policy: (feeFraction) => ({ name: 'p', kind: 'balance', feeFraction }),
  }),
  amountCase({
    name: 'orderToTradeRatio',
    exact: '3',
    code: 'ORDER_TO_TRADE_RATIO_ABOVE_LIMIT',
    policy: (maxRatio) => ({ name: 'p', kind: 'orderToTradeRatio', maxRatio, freeOrders: 0, windowMs: 60_000 }),
  }),
  countCase({
    name: 'orderToTradeRatio with free orders',
    exact: 3,
    code: 'ORDER_TO_TRADE_RATIO_ABOVE_LIMIT',
    policy: (freeOrders) => ({ name: 'p', kind: 'orderToTradeRatio', maxRatio: '1', freeOrders, windowMs: 60_000 }),
  }),
  countCase({
    name: 'orderRate',
    exact: 3,
    code: 'ORDER_RATE_ABOVE_LIMIT',
    policy: (maxOrders) => ({ name: 'p', kind: 'orderRate', maxOrders, windowMs: 60_000 }),
  }),
  countCase({
    name: 'orderRate at the edge of its window',
    exact: 50_000,
    stricter: 'higher',
    code: 'ORDER_RATE_ABOVE_LIMIT',
    policy: (windowMs) => ({ name: 'p', kind: 'orderRate', maxOrders: 2, windowMs }),
  }),
  countCase({
    name: 'maxOpenOrders',
    exact: 3,
    code: 'OPEN_ORDERS_ABOVE_LIMIT',
    policy: (maxTotal) => ({ name: 'p', kind: 'maxOpenOrders', maxTotal }),
  }),
  countCase({
    name: 'maxOpenOrders of a symbol',
    exact: 2,
    code: 'SYMBOL_OPEN_ORDERS_ABOVE_LIMIT',
    policy: (maxPerSymbol) => ({ name: 'p', kind: 'maxOpenOrders', maxPerSymbol }),
  }),
  countCase({
    name: 'duplicateOrder',
    exact: 50_000,
    stricter: 'higher',
    intent: { limitPrice: '990000.00' },
    code: 'DUPLICATE_ORDER',
    policy: (windowMs) => ({ name: 'p', kind: 'duplicateOrder', windowMs }),
  }),
  countCase({
    name: 'coolDown',
    exact: 40 * MINUTE,
    stricter: 'higher',
    code: 'COOLING_DOWN',
    policy: (coolDownMs) => ({ name: 'p', kind: 'coolDown', coolDownMs }),
  }),
  countCase({
    name: 'consecutiveLosses',
    exact: 2,
    code: 'CONSECUTIVE_LOSSES',
    policy: (losses) => ({
      name: 'p',
      kind: 'consecutiveLosses',
      losses,
      windowMs: 3_600_000,
      coolDownMs: 3_600_000,
      scope: 'all',
    }),
  }),
  countCase({
    name: 'consecutiveLosses after waiting',
    exact: 35 * MINUTE,
    stricter: 'higher',
    code: 'CONSECUTIVE_LOSSES',
    policy: (coolDownMs) => ({
      name: 'p',
      kind: 'consecutiveLosses',
      losses: 1,
      windowMs: 3_600_000,
      coolDownMs,
      scope: 'all',
    }),
  }),
  countCase({
    name: 'stopLossGuard',
    exact: 2,
    code: 'STOP_LOSS_GUARD',
    policy: (stops) => ({
      name: 'p',
      kind: 'stopLossGuard',
      stops,
      windowMs: 3_600_000,
      coolDownMs: 3_600_000,
      scope: 'symbol',
    }),
  }),
  countCase({
    name: 'stopLossGuard after waiting',
    exact: 50 * MINUTE,
    stricter: 'higher',
    code: 'STOP_LOSS_GUARD',
    policy: (coolDownMs) => ({
      name: 'p',
      kind: 'stopLossGuard',
      stops: 1,
      windowMs: 3_600_000,
      coolDownMs,
      scope: 'symbol',
    }),
  }),
  countCase({
    name: 'dataFreshness of the market',
    exact: 205,
    code: 'MARKET_DATA_OLD',
    policy: (maxMarketAgeMs) => ({ name: 'p', kind: 'dataFreshness', maxMarketAgeMs, maxClockErrorMs: 5 }),
  }),
  countCase({
    name: 'dataFreshness of the account',
    exact: 505,
    code: 'ACCOUNT_DATA_OLD',
    policy: (maxAccountAgeMs) => ({
      name: 'p',
      kind: 'dataFreshness',
      maxMarketAgeMs: 1000,
      maxClockErrorMs: 5,
      maxAccountAgeMs,
    }),
  }),
  countCase({
    name: 'dataFreshness of the intent',
    exact: 5,
    code: 'INTENT_OLD',
    policy: (maxIntentAgeMs) => ({
      name: 'p',
      kind: 'dataFreshness',
      maxMarketAgeMs: 1000,
      maxClockErrorMs: 5,
      maxIntentAgeMs,
    }),
  }),
  countCase({
    name: 'dataFreshness of the clock',
    exact: 5,
    code: 'CLOCK_ERROR_ABOVE_LIMIT',
    policy: (maxClockErrorMs) => ({ name: 'p', kind: 'dataFreshness', maxMarketAgeMs: 1000, maxClockErrorMs }),
  }),
]

/** One unit in the last place below and above. */
function around(exact: string | number): readonly [string | number, string | number] {
  if (typeof exact === 'number') return [exact - 1, exact + 1]
  const amount = parseAmount(exact)!
  return [formatAmount(amount - 1n), formatAmount(amount + 1n)]
}

describe.each(cases)('$name', ({ exact, stricter, code, policy, intent, state: changed }) => {
  const [below, beyond] = around(exact)
  const [strict, lax] = stricter === 'higher' ? [beyond, below] : [below, beyond]
  const judge = (limit: string | number) =>
    review({ ...order, ...intent }, { ...state, ...changed }, compilePolicies(only(policy(limit as never))))

  it('allows what is exactly the limit, and what is one unit within it', () => {
    expect(judge(exact)).toMatchObject({ verdict: 'approved' })
    expect(judge(lax)).toMatchObject({ verdict: 'approved' })
  })

  it('refuses what is one unit beyond it', () => {
    expect(judge(strict)).toMatchObject({ verdict: 'refused', reasons: [{ code, policy: 'p' }] })
  })
})

describe('market rules and hours', () => {
  const minimum = compilePolicies(only({ name: 'p', kind: 'marketMinimum' }))
  const codes = (intent: Partial<OrderIntent>, set = minimum, changed: Partial<State> = {}) =>
    review({ ...order, ...intent }, { ...state, ...changed }, set).reasons.map(({ code }) => code)

  it('take the least that the market takes and no less', () => {
    expect(codes({ quantity: '0.0001' })).toEqual([])
    expect(codes({ quantity: '0.00009999' })).toEqual(['BELOW_MINIMUM'])
  })

  it('take multiples of lot and tick alone', () => {
    expect(codes({ quantity: '0.010000005' })).toEqual(['OFF_LOT'])
    expect(codes({ limitPrice: '1000005' })).toEqual(['OFF_TICK'])
    expect(codes({ type: 'stopLimit', stopPrice: '1000000.1' })).toEqual(['OFF_TICK'])
  })

  it('open at the first and close before the last moment, by local weekday', () => {
    const hours = compilePolicies({
      ...only({
        name: 'p',
        kind: 'tradingHours',
        utcOffsetMinutes: 180,
        windows: [{ weekdays: [3], from: '00:00', to: '15:00' }],
      }),
    })
    // 15:00 in Istanbul on Wednesday is `NOW`; its midnight is 21:00 UTC on Tuesday.
    const at = (moment: number) => codes({ at: moment }, hours, { at: moment })
    expect(at(NOW)).toEqual(['OUTSIDE_TRADING_HOURS'])
    expect(at(NOW - 1)).toEqual([])
    expect(at(NOW - 15 * 60 * MINUTE)).toEqual([])
    expect(at(NOW - 15 * 60 * MINUTE - 1)).toEqual(['OUTSIDE_TRADING_HOURS'])
  })
})
