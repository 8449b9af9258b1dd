import type { OrderIntent, PolicyData, PolicySet, State } from '@tezgah/guardrails'

/** Wednesday, 15 January 2025, 12:00 UTC. */
export const NOW = 1_736_942_400_000
const MINUTE = 60_000
const DAY = 86_400_000

export const order: OrderIntent = {
  kind: 'order',
  id: 'order-1',
  symbol: 'BTCTRY',
  side: 'buy',
  type: 'limit',
  quantity: '0.01',
  limitPrice: '1000000',
  stopPrice: null,
  reduceOnly: false,
  at: NOW,
}

/** A state in which `order` passes every policy of `allPolicies`, and which holds nothing that none of them reads. */
export const state = {
  at: NOW,
  clockErrorMs: 5,
  mode: 'active',
  account: {
    at: NOW - 500,
    equity: '200000',
    balances: { TRY: { free: '50000', total: '60000' }, BTC: { free: '0.05', total: '0.05' } },
  },
  positions: [
    { symbol: 'BTCTRY', quantity: '0.05' },
    { symbol: 'ETHTRY', quantity: '-0.5' },
  ],
  openOrders: [
    { id: 'open-1', symbol: 'BTCTRY', side: 'buy', quantity: '0.01', price: '990000', reduceOnly: false },
    { id: 'open-2', symbol: 'ETHTRY', side: 'buy', quantity: '0.1', price: null, reduceOnly: true },
  ],
  markets: {
    BTCTRY: {
      base: 'BTC',
      quote: 'TRY',
      at: NOW - 200,
      lastPrice: '1000000',
      bid: '999900',
      ask: '1000100',
      tickSize: '10',
      lotSize: '0.00000001',
      minNotional: '100',
      recentPrices: [
        { at: NOW - 6 * MINUTE, price: '995000' },
        { at: NOW - 3 * MINUTE, price: '1001000' },
        { at: NOW - 1 * MINUTE, price: '1000500' },
      ],
    },
    ETHTRY: {
      base: 'ETH',
      quote: 'TRY',
      at: NOW - 300,
      lastPrice: '40000',
      bid: '39990',
      ask: '40010',
      tickSize: '1',
      lotSize: '0.0001',
      minNotional: '100',
    },
  },
  activity: {
    since: NOW - 2 * DAY,
    orders: [
      { at: NOW - 50_000, symbol: 'BTCTRY', side: 'buy', quantity: '0.01', price: '990000' },
      { at: NOW - 20_000, symbol: 'ETHTRY', side: 'buy', quantity: '0.1', price: null },
    ],
    trades: [{ at: NOW - 40_000 }],
    closed: [
      { at: NOW - 50 * MINUTE, symbol: 'BTCTRY', profit: '-100', exit: 'stop' },
      { at: NOW - 40 * MINUTE, symbol: 'BTCTRY', profit: '120.5', exit: 'other' },
      { at: NOW - 35 * MINUTE, symbol: 'ETHTRY', profit: '-30', exit: 'other' },
    ],
  },
  equity: {
    dayStart: { at: NOW - 12 * 60 * MINUTE, equity: '201000' },
    peak: { at: NOW - 3 * DAY, equity: '205000' },
    samples: [
      { at: NOW - 70 * MINUTE, equity: '200500' },
      { at: NOW - 30 * MINUTE, equity: '200800' },
      { at: NOW - 1 * MINUTE, equity: '200100' },
    ],
  },
} satisfies State

/** One policy of every kind, with limits that `order` keeps. */
export const allPolicies: readonly PolicyData[] = [
  { name: 'quantity', kind: 'maxQuantity', maxQuantity: '0.05' },
  { name: 'notional', kind: 'maxNotional', maxNotional: '20000', currency: 'TRY' },
  { name: 'symbol-exposure', kind: 'maxSymbolExposure', maxExposure: '100000', currency: 'TRY' },
  { name: 'total-exposure', kind: 'maxTotalExposure', maxExposure: '150000', currency: 'TRY' },
  { name: 'gross-exposure', kind: 'maxGrossExposure', maxExposure: '150000' },
  { name: 'open-orders', kind: 'maxOpenOrders', maxTotal: 5, maxPerSymbol: 3 },
  { name: 'position', kind: 'positionLimit', maxPosition: '0.1' },
  { name: 'collar', kind: 'priceCollar', maxFraction: '0.02', reference: 'mid' },
  { name: 'minimum', kind: 'marketMinimum' },
  { name: 'balance', kind: 'balance', feeFraction: '0.002' },
  { name: 'rate', kind: 'orderRate', maxOrders: 10, windowMs: 60_000 },
  { name: 'ratio', kind: 'orderToTradeRatio', maxRatio: '10', freeOrders: 1, windowMs: 3_600_000 },
  { name: 'duplicate', kind: 'duplicateOrder', windowMs: 60_000 },
  { name: 'daily-loss', kind: 'dailyLoss', maxLoss: '5000', maxFraction: '0.02' },
  { name: 'rolling-loss', kind: 'rollingLoss', maxLoss: '4000', maxFraction: '0.02', windowMs: 3_600_000 },
  { name: 'drawdown', kind: 'maxDrawdown', maxLoss: '20000', maxFraction: '0.1' },
  { name: 'losses', kind: 'consecutiveLosses', losses: 3, windowMs: DAY, coolDownMs: 3_600_000, scope: 'all' },
  { name: 'stops', kind: 'stopLossGuard', stops: 3, windowMs: DAY, coolDownMs: 3_600_000, scope: 'all' },
  { name: 'cool-down', kind: 'coolDown', coolDownMs: 300_000 },
  {
    name: 'freshness',
    kind: 'dataFreshness',
    maxMarketAgeMs: 2000,
    maxClockErrorMs: 50,
    maxAccountAgeMs: 5000,
    maxIntentAgeMs: 1000,
  },
  { name: 'spread', kind: 'spreadLimit', maxFraction: '0.005' },
  { name: 'volatility', kind: 'volatilityLimit', maxFraction: '0.05', windowMs: 300_000 },
  { name: 'symbols', kind: 'allowedSymbols', allow: ['BTCTRY', 'ETHTRY'] },
  {
    name: 'hours',
    kind: 'tradingHours',
    utcOffsetMinutes: 180,
    windows: [{ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
  },
  { name: 'leverage', kind: 'maxLeverage', maxLeverage: '1', currency: 'TRY' },
]

export const allSet: PolicySet = { version: 1, policies: allPolicies }

/** A set of one policy. */
export function only(policy: PolicyData): PolicySet {
  return { version: 1, policies: [policy] }
}
