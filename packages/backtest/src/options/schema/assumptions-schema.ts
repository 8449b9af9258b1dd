import { z } from 'zod'
import type { Assumptions, RuleAssumption, SeriesAssumption } from '../assumptions.ts'
import * as choices from '../choices.ts'
import type { SlippageAssumption } from '../slippage-settings.ts'

const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Exact decimal')
const series: z.ZodType<SeriesAssumption> = z.strictObject({ symbol: z.string(), interval: z.string() })

const fees = z.strictObject({
  tiers: z.array(z.strictObject({ fromVolume: decimal, makerFeeRate: decimal, takerFeeRate: decimal })).min(1),
  fixed: decimal,
  minimum: decimal,
  currency: z.enum(choices.FEE_CURRENCIES),
})

const slippage: z.ZodType<SlippageAssumption> = z.union([
  z.strictObject({ model: z.literal('none') }),
  z.strictObject({ model: z.literal('fixed'), amount: decimal }),
  z.strictObject({ model: z.literal('basisPoints'), bps: decimal }),
  z.strictObject({ model: z.literal('ticks'), ticks: z.int().min(0) }),
  z.strictObject({ model: z.literal('halfSpread'), spread: decimal }),
  z.strictObject({ model: z.literal('halfSpread'), spreadBps: decimal }),
  z.strictObject({ model: z.literal('volumeShare'), coefficient: decimal, maximum: decimal }),
  z.strictObject({ model: z.literal('function'), name: z.string() }),
])

const rule: z.ZodType<RuleAssumption> = z.strictObject({
  from: z.int().nullable().describe('Epoch milliseconds, UTC; null: since always'),
  tick: decimal.nullable(),
  lot: decimal,
  minimumValue: decimal.nullable(),
  maximumQuantity: decimal.nullable(),
})

/** The manifest's assumptions, for the schema of the result. */
export const assumptionsSchema: z.ZodType<Assumptions> = z.strictObject({
  preset: z.enum(choices.PRESETS),
  account: z.enum(choices.ACCOUNT_MODELS),
  positions: z.enum(choices.POSITIONS),
  lots: z.enum(choices.LOTS),
  initialCash: decimal,
  leverage: decimal,
  maintenanceMarginRate: decimal,
  borrowRate: decimal,
  makerFeeRate: decimal,
  takerFeeRate: decimal,
  fees,
  feeRounding: z.literal('none'),
  lot: decimal,
  quantityRounding: z.literal('floor'),
  slippageBps: decimal.nullable(),
  slippage,
  slippageOn: z.enum(choices.SLIPPAGE_ON),
  fillAt: z.enum(choices.FILL_AT),
  limitFill: z.enum(choices.LIMIT_FILLS),
  touchProbability: z.number().nullable(),
  stopGap: z.enum(choices.STOP_GAPS),
  limitGap: z.enum(choices.LIMIT_GAPS),
  stopLimitGap: z.enum(choices.STOP_LIMIT_GAPS),
  path: z.enum(choices.PATHS),
  detail: z.array(series),
  participation: decimal.nullable(),
  latency: z.strictObject({ candles: z.int().min(0), milliseconds: z.int().min(0) }),
  bracketFrom: z.enum(choices.BRACKET_FROM),
  stopLimitFrom: z.enum(choices.STOP_LIMIT_FROM),
  trailingPath: z.enum(choices.TRAILING_PATHS),
  fillsPerCandle: z.enum(choices.FILLS_PER_CANDLE),
  startFrom: z.enum(choices.START_FROM),
  openTradesAtEnd: z.enum(choices.OPEN_TRADES_AT_END),
  rules: z.record(z.string(), z.array(rule).min(1)),
  bounds: z.boolean(),
  convention: z.enum(choices.STATISTICS_CONVENTIONS),
  riskFreeRate: z.number(),
  benchmark: series.nullable(),
  guard: z.string().exactOptional(),
  daysPerYear: z.number(),
  periodsPerYear: z.number().nullable(),
})
