import { z } from 'zod'
import { type BacktestReport, RESULT_SCHEMA } from './result-types.ts'

const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Exact decimal')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.int().describe('Epoch milliseconds, UTC')
const index = z.int().min(0).describe('Candle index from 0')
const ratio = z.number().nullable()
const side = z.enum(['buy', 'sell'])

const assumptions = z.strictObject({
  account: z.literal('spot'),
  initialCash: decimal,
  makerFeeRate: decimal,
  takerFeeRate: decimal,
  feeRounding: z.literal('none'),
  lot: decimal,
  quantityRounding: z.literal('floor'),
  slippageBps: decimal,
  fillAt: z.literal('nextOpen'),
  limitFill: z.enum(['cross', 'touch']),
  limitGap: z.literal('open'),
  stopGap: z.literal('open'),
  path: z.literal('worst'),
  lots: z.literal('fifo'),
  daysPerYear: z.number(),
  periodsPerYear: ratio,
})

const manifest = z.strictObject({
  engineVersion: z.string(),
  strategy: z.string(),
  params: z.unknown().describe('Parameters of the strategy, defaults filled in'),
  assumptions,
  symbol: z.string(),
  interval: z.string(),
  from: time,
  to: time,
  candleCount: z.int().min(1),
  dataSha256: sha256,
  paramsSha256: sha256,
  seed: z.int().min(0),
  digest: sha256,
})

const stats = z.strictObject({
  initialCash: decimal,
  finalEquity: decimal,
  returnPct: ratio,
  buyAndHoldReturnPct: ratio,
  cagrPct: ratio,
  annualVolatilityPct: ratio,
  sharpe: ratio,
  sortino: ratio,
  calmar: ratio,
  maxDrawdownPct: ratio,
  maxDrawdownDurationMs: ratio,
  exposurePct: ratio,
  tradeCount: z.int().min(0),
  openTradeCount: z.int().min(0),
  winRatePct: ratio,
  profitFactor: ratio,
  expectancyPct: ratio,
  sqn: ratio,
  feesPaid: decimal,
  notes: z.record(z.string(), z.string()).describe('Why a statistic is null, by its name'),
})

const account = z.strictObject({
  initialCash: decimal,
  cash: decimal,
  quantity: decimal,
  mark: decimal,
  finalEquity: decimal,
  realised: decimal,
  unrealised: decimal,
  feesPaid: decimal,
})

const order = z.strictObject({
  id: z.int().min(1),
  symbol: z.string(),
  side,
  type: z.enum(['market', 'limit', 'stop-market', 'stop-limit']),
  size: z
    .strictObject({
      kind: z.enum(['quantity', 'quoteAmount', 'percentOfEquity', 'percentOfCash', 'percentOfPosition']),
      value: decimal,
    })
    .nullable(),
  limitPrice: decimal.nullable(),
  stopPrice: decimal.nullable(),
  status: z.enum(['working', 'filled', 'cancelled', 'refused']),
  reason: z
    .enum([
      'invalid_size',
      'invalid_price',
      'insufficient_cash',
      'insufficient_position',
      'below_lot',
      'cancelled_by_strategy',
      'replaced_by_close',
    ])
    .nullable(),
  observed: z.string().nullable(),
  limit: z.string().nullable(),
  tag: z.string().nullable(),
  createdIndex: index,
  createdTime: time,
  closedIndex: index.nullable(),
  closedTime: time.nullable(),
  filledQuantity: decimal.nullable(),
})

const fill = z.strictObject({
  orderId: z.int().min(1),
  symbol: z.string(),
  side,
  index,
  time,
  price: decimal,
  quantity: decimal,
  fee: decimal,
  liquidity: z.enum(['maker', 'taker']),
  reason: z.enum(['market', 'limit', 'limit_at_open', 'stop', 'stop_at_open', 'stop_limit', 'stop_limit_at_open']),
})

const trade = z.strictObject({
  symbol: z.string(),
  side: z.enum(['long', 'short']),
  quantity: decimal,
  entryIndex: index,
  entryTime: time,
  entryPrice: decimal,
  exitIndex: index.nullable(),
  exitTime: time.nullable(),
  exitPrice: decimal.nullable(),
  fees: decimal,
  profit: decimal,
  returnPct: z.number(),
  exitReason: z.string(),
})

const curve = z.strictObject({ time: z.array(time), equity: z.array(z.number()), drawdown: z.array(z.number()) })

/** The published form of a result. Its JSON Schema is `@tezgah/backtest/result.schema.json`. */
export const backtestResultSchema: z.ZodType<BacktestReport> = z.strictObject({
  schema: z.literal(RESULT_SCHEMA),
  manifest,
  stats,
  account,
  orders: z.array(order),
  fills: z.array(fill),
  trades: z.array(trade),
  equity: curve,
})
