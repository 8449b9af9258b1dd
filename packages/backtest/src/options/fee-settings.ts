import { type FeeSchedule, type FeeTier, feeTier } from '../market/fees.ts'
import { type Decimal, ZERO } from '../money/decimal.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import { invalid } from './invalid-options.ts'
import type { AccountOptions, FeeTierOptions } from './options.ts'
import type { ChosenOptions } from './presets.ts'

const RATES = ['feeRate', 'makerFeeRate', 'takerFeeRate'] as const

/**
 * @param account - with defaults
 * @param own - as the user gave it, since tiers rule out a rate beside them, but not a default
 */
export function readFees(account: ChosenOptions['account'], own: AccountOptions | undefined): FeeSchedule {
  const { tiers, fixed = 0, minimum = 0, currency = 'quote' } = account.fees ?? {}
  if (tiers !== undefined) refuseRatesBesideTiers(own)
  const { makerFeeRate = account.feeRate, takerFeeRate = account.feeRate } = account
  return {
    tiers: (tiers ?? [{ fromVolume: 0, makerFeeRate, takerFeeRate }]).map(feeStep),
    fixed: decimal(fixed),
    minimum: decimal(minimum),
    currency,
  }
}

function feeStep({ fromVolume, makerFeeRate, takerFeeRate }: FeeTierOptions): FeeTier {
  return {
    fromVolume: decimal(fromVolume),
    maker: feeTier('maker', decimal(makerFeeRate)),
    taker: feeTier('taker', decimal(takerFeeRate)),
  }
}

function refuseRatesBesideTiers(own: AccountOptions | undefined): void {
  for (const name of RATES) {
    const rate = own?.[name]
    if (rate !== undefined) throw invalid(`account.${name}`, 'left out where account.fees.tiers is given', rate)
  }
}

/** The schema has checked it. */
function decimal(input: DecimalInput): Decimal {
  const value = toDecimal(input)!
  return value.isZero ? ZERO : value
}
