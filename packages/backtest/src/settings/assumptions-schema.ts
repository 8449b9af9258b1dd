import * as z from 'zod'
import { ACCOUNT } from '../options/account.ts'
import { EXECUTION } from '../options/execution.ts'
import type { Option, OptionTable } from '../options/option.ts'
import { PRESETS } from '../options/run.ts'
import { STATISTICS } from '../options/statistics.ts'
import type { Assumptions, RuleAssumption, SeriesAssumption } from './assumptions.ts'
import type { SlippageAssumption } from './settings.ts'

const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Exact decimal')
const series: z.ZodType<SeriesAssumption> = z.strictObject({ symbol: z.string(), interval: z.string() })

/** The values that the options of a table have in a manifest: text of decimals, `null` where nothing gives one. */
function valuesOf<Table extends OptionTable>(table: Table): { readonly [Name in keyof Table]: z.ZodType } {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => {
      const schema = manifestValue(option)
      return [name, 'default' in option || option.kind === 'group' ? schema : schema.nullable()]
    }),
  ) as { readonly [Name in keyof Table]: z.ZodType }
}

function manifestValue(option: Option): z.ZodType {
  switch (option.kind) {
    case 'decimal':
      return decimal
    case 'integer':
      return z.int().min(0)
    case 'boolean':
      return z.boolean()
    case 'choice':
      return z.enum(option.choices)
    case 'group':
      return z.strictObject(
        Object.fromEntries(Object.entries(option.of).map(([name, inner]) => [name, manifestValue(inner)])),
      )
    default:
      return z.number()
  }
}

const fees = z.strictObject({
  tiers: z.array(z.strictObject({ fromVolume: decimal, makerFeeRate: decimal, takerFeeRate: decimal })).min(1),
  fixed: decimal,
  minimum: decimal,
  currency: z.enum(ACCOUNT.fees.of.currency.choices),
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

const {
  model,
  positions,
  lots,
  initialCash,
  leverage,
  borrowRate,
  feeRate: _feeRate,
  makerFeeRate: _makerFeeRate,
  takerFeeRate: _takerFeeRate,
  fees: _fees,
  maintenanceMarginRate: _maintenanceMarginRate,
  ...account
} = valuesOf(ACCOUNT)
const { slippageBps, slippageOn, slippage: _slippage, ...execution } = valuesOf(EXECUTION)
const { periodsPerYear, ...statistics } = valuesOf(STATISTICS)

/** Those named below keep their place in the schema; the others follow in the order of the table. */
const executionValues: Readonly<Record<string, z.ZodType>> = execution

/** The manifest's assumptions, for the schema of the result; new options of a table are in it, behind those named here. */
export const assumptionsSchema: z.ZodType<Assumptions> = z.strictObject({
  preset: z.enum(PRESETS),
  account: model,
  positions,
  lots,
  initialCash,
  leverage,
  maintenanceMarginRate: decimal,
  borrowRate,
  ...account,
  makerFeeRate: decimal,
  takerFeeRate: decimal,
  fees,
  feeRounding: z.literal('none'),
  lot: execution.lot,
  quantityRounding: z.literal('floor'),
  slippageBps,
  slippage,
  slippageOn,
  fillAt: execution.fillAt,
  limitFill: execution.limitFill,
  touchProbability: execution.touchProbability,
  stopGap: execution.stopGap,
  limitGap: execution.limitGap,
  stopLimitGap: execution.stopLimitGap,
  path: execution.path,
  detail: z.array(series),
  ...executionValues,
  rules: z.record(z.string(), z.array(rule).min(1)),
  bounds: z.boolean(),
  ...statistics,
  benchmark: series.nullable(),
  guard: z.string().exactOptional(),
  daysPerYear: z.number(),
  periodsPerYear,
}) as unknown as z.ZodType<Assumptions>
