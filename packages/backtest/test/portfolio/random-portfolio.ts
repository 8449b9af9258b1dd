import {
  type BacktestOptions,
  type BacktestResult,
  backtest,
  type CandleSeries,
  createSeries,
  defineStrategy,
  type OrderRequest,
  type Strategy,
  type StrategyContext,
} from '@tezgah/backtest'
import fc from 'fast-check'
import { z } from 'zod'

/** Decimals of prices and of quantities, and where prices begin. */
type Market = { readonly digits: number; readonly lot: string; readonly start: number }

/** BTCTurk's BTCTRY and a coin quoted with eight decimals; then as many digits as are promised: 18 of a price, 18 decimals of a quantity. */
const MARKETS: readonly Market[] = [
  { digits: 0, lot: '0.00000001', start: 2_400_000 },
  { digits: 8, lot: '0.0001', start: 0.00012345 },
  { digits: 2, lot: '0.01', start: 104.5 },
  { digits: 9, lot: '0.000000000000000001', start: 123_456_789.123456 },
]

type Step = {
  readonly gap: number
  readonly body: number
  readonly up: number
  readonly down: number
  readonly volume: number
}

/** Moves of an order's prices from the last close, in thousandths of it. */
type Action = {
  readonly kind: 'order' | 'bracket' | 'either' | 'target' | 'close' | 'cancel' | 'modify'
  readonly symbol: number
  readonly isBuy: boolean
  readonly isLong: boolean
  readonly size: number
  readonly type: 'market' | 'limit' | 'stop' | 'stopLimit' | 'touch' | 'trail'
  readonly away: number
  readonly orderId: number
  readonly isTimed: boolean
}

export type RandomPortfolio = {
  readonly series: readonly CandleSeries[]
  readonly plan: readonly (readonly Action[])[]
  readonly account: NonNullable<BacktestOptions['account']>
  readonly execution: NonNullable<BacktestOptions['execution']>
}

/** When candles open: of another length, or later, than those of the first symbol. */
type Grid = { readonly interval: string; readonly intervalMs: number; readonly offsetMs: number }

const SYMBOLS = ['AAA', 'BBB', 'CCC']
const HOUR_MS = 3_600_000

const step: fc.Arbitrary<Step> = fc.record({
  gap: fc.integer({ min: -30, max: 30 }),
  body: fc.integer({ min: -60, max: 60 }),
  up: fc.nat({ max: 40 }),
  down: fc.nat({ max: 40 }),
  volume: fc.nat({ max: 30 }),
})

const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom('order', 'order', 'order', 'order', 'bracket', 'either', 'target', 'close', 'cancel', 'modify'),
  symbol: fc.nat({ max: 2 }),
  isBuy: fc.boolean(),
  isLong: fc.boolean(),
  size: fc.nat({ max: 8 }),
  type: fc.constantFrom('market', 'market', 'market', 'limit', 'stop', 'stopLimit', 'touch', 'trail'),
  away: fc.integer({ min: -60, max: 60 }),
  orderId: fc.integer({ min: 1, max: 20 }),
  isTimed: fc.boolean(),
})

const grid: fc.Arbitrary<Grid> = fc
  .record({ minutes: fc.constantFrom(15, 60, 60, 180, 1440), offset: fc.constantFrom(0, 0, 15, 30, 45, 200) })
  .map(({ minutes, offset }) => ({
    interval: `${minutes}m`,
    intervalMs: minutes * 60_000,
    offsetMs: offset * 60_000,
  }))

function candles(symbol: string, market: Market, steps: readonly Step[], present: readonly boolean[]): CandleSeries {
  const round = (price: number): number => Math.max(Number(price.toFixed(market.digits)), 10 ** -market.digits)
  let close = market.start
  const rows = steps.map(({ gap, body, up, down, volume }) => {
    const open = round(close * (1 + gap / 1000))
    close = round(open * (1 + body / 1000))
    const high = Math.max(open, close, round(Math.max(open, close) * (1 + up / 1000)))
    const low = Math.min(open, close, round(Math.min(open, close) * (1 - down / 1000)))
    return { open, high, low, close, volume }
  })
  const shown = rows
    .map((row, index) => ({ ...row, time: index * HOUR_MS }))
    .filter((_, index) => index === 0 || present[index])
  const column = (name: 'time' | keyof (typeof rows)[number]): number[] => shown.map((row) => row[name])
  return createSeries({
    symbol,
    interval: '1h',
    time: column('time'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  })
}

const rate = fc.constantFrom('0', '0.001', '0.00123456', '0.05')

const fees = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ fixed: fc.constantFrom('0.05', '1.000000000000000007'), minimum: fc.constantFrom('0', '3.21') }),
  fc.record({ currency: fc.constant('base' as const), fixed: fc.constantFrom('0', '0.05') }),
)

const tiers = [
  { fromVolume: 0, makerFeeRate: '0.001', takerFeeRate: '0.002' },
  { fromVolume: '1000', makerFeeRate: '0.0005', takerFeeRate: '0.0012345' },
]

const models = {
  spot: fc.constant({ model: 'spot' as const }),
  margin: fc.record({
    model: fc.constant('margin' as const),
    positions: fc.constantFrom('netting' as const, 'hedging' as const),
    leverage: fc.constantFrom('1', '2.5', '10'),
    borrowRate: fc.constantFrom('0', '0.35', '10'),
  }),
}

const execution = fc.record({
  path: fc.constantFrom('worst', 'best', 'openHighLowClose', 'openLowHighClose', 'nearestExtremeFirst', 'byColour'),
  fillAt: fc.constantFrom('nextOpen', 'nextOpen', 'close', 'nextClose'),
  limitFill: fc.constantFrom('cross', 'touch'),
  bracketFrom: fc.constantFrom('fill', 'nextCandle', 'whenUnambiguous'),
  slippage: fc.constantFrom(
    { model: 'none' as const },
    { model: 'basisPoints' as const, bps: '12.5' },
    { model: 'fixed' as const, amount: '0.000001' },
    { model: 'volumeShare' as const },
  ),
  slippageOn: fc.constantFrom('takers', 'entries', 'everyFill'),
  participation: fc.constantFrom(undefined, undefined, '0.1'),
  latency: fc.constantFrom(undefined, { candles: 1 }, { milliseconds: 1 }),
  openTradesAtEnd: fc.constantFrom('keep', 'keep', 'close', 'closeAtOpen'),
}) as fc.Arbitrary<NonNullable<BacktestOptions['execution']>>

/** @param maxCandles - of each symbol */
export function randomPortfolio(model: 'spot' | 'margin', maxCandles = 16): fc.Arbitrary<RandomPortfolio> {
  return fc
    .record({
      market: fc.constantFrom(...MARKETS),
      symbols: fc.integer({ min: 1, max: 3 }),
      count: fc.integer({ min: 1, max: maxCandles }),
    })
    .chain(({ market, symbols, count }) =>
      fc
        .record({
          steps: fc.array(fc.array(step, { minLength: count, maxLength: count }), {
            minLength: symbols,
            maxLength: symbols,
          }),
          present: fc.array(fc.array(fc.boolean(), { minLength: count, maxLength: count }), {
            minLength: symbols,
            maxLength: symbols,
          }),
          plan: fc.array(fc.array(action, { maxLength: 3 }), { maxLength: count, size: 'max' }),
          model: models[model] as fc.Arbitrary<object>,
          fees,
          hasTiers: fc.constantFrom(false, false, true),
          makerFeeRate: rate,
          takerFeeRate: rate,
          lots: fc.constantFrom('fifo' as const, 'lifo' as const, 'average' as const),
          initialCash: fc.constantFrom('1000', '123456.789012345678', '1000000'),
          execution,
        })
        .map(({ steps, present, plan, model, fees, hasTiers, execution, ...rest }) => {
          const rates = hasTiers ? { fees: { ...fees, tiers } } : { ...rest, fees }
          const { lots, initialCash } = rest
          return {
            series: steps.map((each, index) =>
              candles(SYMBOLS[index]!, market, each, symbols === 1 ? each.map(() => true) : present[index]!),
            ),
            plan,
            account: { ...model, ...rates, lots, initialCash },
            execution: { ...execution, lot: market.lot },
          }
        }),
    )
}

/** The same on grids of any interval that open at any time. */
export function mixedPortfolio(model: 'spot' | 'margin'): fc.Arbitrary<RandomPortfolio> {
  return fc
    .tuple(randomPortfolio(model), fc.array(grid, { minLength: SYMBOLS.length, maxLength: SYMBOLS.length }))
    .map(([run, grids]) => ({ ...run, series: run.series.map((series, symbol) => onGrid(series, grids[symbol]!)) }))
}

function onGrid(series: CandleSeries, { interval, intervalMs, offsetMs }: Grid): CandleSeries {
  return createSeries({
    ...series,
    interval,
    time: series.time.map((time) => offsetMs + (time / HOUR_MS) * intervalMs),
  })
}

const SIZES_IN_QUOTE = ['10', '333.333333333333333333', '25000']
const SHARES = ['100', '33.3', '1']

/** A size that the account takes for the side. */
function sizeOf({ size, isBuy }: Action, model: string): object {
  const kind = Math.floor(size / 3)
  const value = size % 3
  if (kind === 0) return { quantity: ['0.5', '1.234567890123456789', '400'][value] }
  if (kind === 1) return { quoteAmount: SIZES_IN_QUOTE[value] }
  if (model === 'spot' && !isBuy) return { percentOfPosition: SHARES[value] }
  return value === 0 ? { percentOfCash: SHARES[value] } : { percentOfEquity: SHARES[value] }
}

function priceAt(close: number, away: number): string {
  // Up to 18 significant digits, which no double holds.
  return `${close * (1 + away / 1000)}`.includes('e')
    ? (close * (1 + away / 1000)).toFixed(18)
    : `${close * (1 + away / 1000)}`
}

function requestOf(
  item: Action,
  symbol: string,
  close: number,
  account: RandomPortfolio['account'],
  time: number,
): OrderRequest {
  const isHedging = account.positions === 'hedging'
  const { type, away, isBuy, isTimed } = item
  const level = priceAt(close, away)
  const farther = priceAt(close, away + (isBuy ? 10 : -10))
  return {
    side: isBuy ? 'buy' : 'sell',
    symbol,
    ...sizeOf(item, account.model!),
    ...(type === 'limit' ? { limit: level } : {}),
    ...(type === 'stop' ? { stop: level } : {}),
    ...(type === 'stopLimit' ? { stop: level, limit: farther } : {}),
    ...(type === 'touch' ? { touch: level } : {}),
    ...(type === 'trail' ? { trail: { percent: '2.5' } } : {}),
    ...(isTimed && away > 0 ? { goodTill: time + 3 * HOUR_MS } : {}),
    ...(isTimed && away < -40 ? { timeInForce: 'IOC' } : {}),
    ...(isHedging ? { positionSide: item.isLong ? 'long' : 'short' } : {}),
  } as unknown as OrderRequest
}

/** Follows a plan; `watch` is called at every close, after the actions. */
export function planned(
  { plan, account }: RandomPortfolio,
  watch: (context: StrategyContext) => void = () => {},
): Strategy {
  return defineStrategy({
    name: 'planned',
    params: z.object({}),
    setup: ({ market, symbols }) => ({
      onCandle(context) {
        for (const item of plan[context.index] ?? []) {
          const symbol = symbols[item.symbol % symbols.length]!
          act(context, item, symbol, market(symbol).close.at(0), account)
        }
        watch(context)
      },
    }),
  })
}

function act(
  context: StrategyContext,
  item: Action,
  symbol: string,
  close: number,
  account: RandomPortfolio['account'],
): void {
  const { side, ...request } = requestOf(item, symbol, close, account, context.time)
  const exit = item.isBuy ? 1 : -1
  const bracket = { stopLoss: priceAt(close, -20 * exit), takeProfit: { percent: '2' } }
  const isHedging = account.positions === 'hedging'
  const opens = isHedging ? item.isBuy === item.isLong : account.model === 'margin' || item.isBuy
  if (item.kind === 'order') context[side](request as never)
  else if (item.kind === 'bracket') context[side]({ ...request, ...(opens ? bracket : {}) } as never)
  else if (item.kind === 'either') {
    const other = requestOf({ ...item, type: 'stop', away: -item.away }, symbol, close, account, context.time)
    context.oneCancelsOther([{ side, ...request } as never, other])
  } else if (item.kind === 'target') {
    if (!isHedging) context.target({ [symbol]: [0, 50, 100, -50][item.size % 4]! })
  } else if (item.kind === 'close') context.close({ symbol })
  else if (item.kind === 'cancel') context.cancel(item.orderId)
  else modify(context, item, close)
}

/** Only orders that rest at a limit; other orders have nothing of the kind to change, which would be a mistake in the program. */
function modify(context: StrategyContext, { orderId, away }: Action, close: number): void {
  try {
    context.modify(orderId, { limit: priceAt(close, away) })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}

export function optionsOf(run: RandomPortfolio, watch?: (context: StrategyContext) => void): BacktestOptions {
  return { strategy: planned(run, watch), candles: run.series, account: run.account, execution: run.execution }
}

export function playPortfolio(run: RandomPortfolio, watch?: (context: StrategyContext) => void): BacktestResult {
  return backtest(optionsOf(run, watch))
}
