import { z } from 'zod'
import { toDecimal } from '../../money/parse-decimal.ts'
import { ACCOUNT_MODELS, FEE_CURRENCIES, LOTS, POSITIONS } from '../choices.ts'
import type { AccountOptions, FeeOptions, FeeTierOptions } from '../options.ts'
import { choiceField, decimalField, group, jsonField } from './fields.ts'
import { BORROW_RATE, FRACTION, LEVERAGE, NOT_NEGATIVE, POSITIVE } from './ranges.ts'

const MAX_TIERS = 100
const TIERS = `a list of 1 to ${MAX_TIERS} tiers, fromVolume starting at 0 and rising`

const tier: z.ZodType<FeeTierOptions, FeeTierOptions> = group({
  fromVolume: decimalField(NOT_NEGATIVE, 'Quote currency traded in the trailing 30 days from which these rates hold'),
  makerFeeRate: decimalField(FRACTION, 'Fee of orders that rested in the book, as a fraction'),
  takerFeeRate: decimalField(FRACTION, 'Fee of orders that took from the book, as a fraction'),
})

function startAtZeroAndRise(tiers: readonly FeeTierOptions[]): boolean {
  const volumes = tiers.map(({ fromVolume }) => toDecimal(fromVolume)!)
  return volumes.every((volume, index) => (index === 0 ? volume.isZero : volume.compare(volumes[index - 1]!) > 0))
}

const fees: z.ZodType<FeeOptions, FeeOptions> = group({
  tiers: jsonField(
    z
      .array(tier, { error: TIERS })
      .min(1, { error: TIERS })
      .max(MAX_TIERS, { error: TIERS })
      .refine(startAtZeroAndRise, { error: TIERS }),
    TIERS,
    "Fee rates by traded value of the trailing 30 days, in place of the account's rates",
  ).optional(),
  fixed: decimalField(NOT_NEGATIVE, 'Quote currency per fill on top of the rate. Default 0').optional(),
  minimum: decimalField(NOT_NEGATIVE, 'Quote currency that a fill pays at least. Default 0').optional(),
  currency: choiceField(
    FEE_CURRENCIES,
    "Whether a buy's rate is paid on top in quote currency or out of the base bought. Default quote",
  ).optional(),
})

export const accountSchema: z.ZodType<AccountOptions, AccountOptions> = group({
  initialCash: decimalField(POSITIVE, 'Quote currency at the start. Default 100000').optional(),
  feeRate: decimalField(FRACTION, 'Fee as a fraction of the traded value: 0.001 is 0.1 %. Default 0.001').optional(),
  makerFeeRate: decimalField(FRACTION, 'Fee of orders that rested in the book. Default feeRate').optional(),
  takerFeeRate: decimalField(FRACTION, 'Fee of orders that took from the book. Default feeRate').optional(),
  fees: fees.optional(),
  model: choiceField(ACCOUNT_MODELS, 'A margin account can sell short and borrow. Default spot').optional(),
  positions: choiceField(
    POSITIONS,
    'One position for each symbol, or a long and a short one beside each other (margin only). Default netting',
  ).optional(),
  lots: choiceField(LOTS, 'Which lots a fill that reduces closes first. Default fifo').optional(),
  leverage: decimalField(LEVERAGE, 'Exposure that one unit of equity carries (margin only). Default 1').optional(),
  maintenanceMarginRate: decimalField(
    FRACTION,
    'Equity, as a fraction of the exposure, below which positions are liquidated (margin only). Default half of 1 / leverage',
  ).optional(),
  borrowRate: decimalField(
    BORROW_RATE,
    'Interest on borrowed cash and on the value of shorts, a year, as a fraction (margin only). Default 0',
  ).optional(),
})
