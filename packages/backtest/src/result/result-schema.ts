import * as z from 'zod'
import { EXECUTION } from '../options/execution.ts'
import { CANCEL_REASONS, EXPIRY_REASONS, FILL_REASONS, REFUSAL_REASONS } from '../orders/reasons.ts'
import { ORDER_STATUSES, ORDER_TYPES, SIZE_KINDS, TIMES_IN_FORCE } from '../orders/terms.ts'
import { assumptionsSchema } from '../settings/assumptions-schema.ts'
import { type BacktestReport, RESULT_SCHEMA } from './result-types.ts'

const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Exact decimal')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.int().describe('Epoch milliseconds, UTC')
const index = z.int().min(0).describe('Candle index from 0')
const orderIndex = z.int().min(-1).describe('Candle index from 0; −1 before the first candle of its symbol')
const ratio = z.number().nullable()
const side = z.enum(['buy', 'sell'])
const positionSide = z.enum(['long', 'short']).nullable().describe('null where a symbol has one position')

const count = z.int().min(0)

const quality = z.strictObject({
  symbol: z.string(),
  count: z.int().min(1).describe('Candles that are there'),
  missing: count.describe('Candles that are not, outside of sessions none'),
  gapCount: count,
  longestGap: z.strictObject({ from: time, to: time, missing: z.int().min(1) }).nullable(),
  hasSessions: z.boolean().describe('Whether the market closes at the same hours of each week'),
  holidayGaps: count.describe('Gaps of a day to a week between sessions, not counted as missing'),
  irregular: count.describe('Candles at no multiple of the interval after the one before'),
  zeroVolume: count,
  outliers: count.describe('Candles that reach farther than 25 times the mean move'),
})

const manifest = z.strictObject({
  engineVersion: z.string(),
  strategy: z.string(),
  params: z.unknown().describe('Parameters of the strategy, defaults filled in'),
  assumptions: assumptionsSchema,
  symbol: z.string(),
  symbols: z.array(z.string()).min(1),
  interval: z.string().describe('The shortest of the symbols’ intervals'),
  intervals: z.array(z.string()).min(2).optional().describe('The interval of each symbol, where they differ'),
  from: time,
  to: time,
  candleCount: z.int().min(1),
  quality: z.array(quality).describe('Gaps, empty candles and outliers of the candles, by symbol'),
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
  positions: z.array(
    z.strictObject({
      symbol: z.string(),
      positionSide,
      quantity: decimal,
      mark: decimal,
      unrealised: decimal,
    }),
  ),
  finalEquity: decimal,
  realised: decimal,
  unrealised: decimal,
  feesPaid: decimal,
  interestPaid: decimal,
})

const order = z.strictObject({
  id: z.int().min(1),
  symbol: z.string(),
  side,
  type: z.enum(ORDER_TYPES),
  size: z.strictObject({ kind: z.enum(SIZE_KINDS), value: decimal }).nullable(),
  limitPrice: decimal.nullable(),
  stopPrice: decimal.nullable(),
  touchPrice: decimal.nullable(),
  trail: z
    .strictObject({
      kind: z.enum(['amount', 'percent', 'indicator']),
      value: decimal,
      activation: decimal.nullable(),
    })
    .nullable(),
  timeInForce: z.enum(TIMES_IN_FORCE),
  expiresAt: z.number().nullable(),
  postOnly: z.boolean(),
  reduceOnly: z.boolean(),
  positionSide,
  status: z.enum(ORDER_STATUSES),
  reason: z.enum([...REFUSAL_REASONS, ...CANCEL_REASONS, ...EXPIRY_REASONS]).nullable(),
  observed: z.string().nullable(),
  limit: z.string().nullable(),
  tag: z.string().nullable(),
  createdIndex: orderIndex,
  createdTime: time,
  closedIndex: orderIndex.nullable(),
  closedTime: time.nullable(),
  filledQuantity: decimal.nullable(),
})

const fill = z.strictObject({
  orderId: z.int().min(1),
  symbol: z.string(),
  side,
  positionSide,
  index,
  time,
  price: decimal,
  quantity: decimal,
  fee: decimal.describe('Quote currency, what was taken in base included'),
  feeCurrency: z.enum(['quote', 'base']),
  baseFee: decimal.describe('Base units taken out of what was bought'),
  slippage: decimal,
  liquidity: z.enum(['maker', 'taker']),
  reason: z.enum(FILL_REASONS),
  pathDependent: z.boolean(),
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
  maePct: z.number().min(0),
  mfePct: z.number().min(0),
  entryTag: z.string().nullable(),
  exitReason: z.string(),
})

const curve = z.strictObject({ time: z.array(time), equity: z.array(z.number()), drawdown: z.array(z.number()) })

const bounds = z.strictObject({
  finalEquity: z.strictObject({ lowest: decimal, highest: decimal }),
  maxDrawdownPct: z.strictObject({ lowest: ratio, highest: ratio }),
  paths: z.array(z.strictObject({ path: z.enum(EXECUTION.path.choices), finalEquity: decimal, maxDrawdownPct: ratio })),
})

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
  bounds: bounds.nullable(),
  uncertainPaths: z.int().min(1).optional(),
})
