import { ceilQuotient, Decimal, type DecimalInput, ONE, toDecimal, ZERO } from '@tezgah/core/decimal'
import type { AccountSettings } from '../account/account.ts'
import { type FeeSchedule, type FeeTier, feeTier } from '../market/fees.ts'
import { ACCOUNT, type AccountOptions, type FeeTierOptions } from '../options/account.ts'
import { invalidOption } from '../options/option-error.ts'
import type { ResolvedOptions } from '../options/presets.ts'
import { checkNotWith, checkOnlyWith, exactOptions, mergeDefaults } from '../options/resolve.ts'

const HALF = new Decimal(5n, 1)
const RATE_STEP = new Decimal(1n, 8)

/** @throws BacktestError `invalid_options` where one of the choices rules another out */
export function readAccount(account: ResolvedOptions['account']): AccountSettings {
  checkOnlyWith('account', ACCOUNT, account)
  const {
    feeRate: _rate,
    makerFeeRate: _makerRate,
    takerFeeRate: _takerRate,
    fees: _fees,
    ...exact
  } = exactOptions(ACCOUNT, account)
  return { ...exact, maintenanceMarginRate: maintenanceMarginRate(account, exact.leverage) }
}

/** By default half of the margin that a position is opened with, rounded up: a liquidation rather early than late. */
function maintenanceMarginRate(
  { model, maintenanceMarginRate: given }: ResolvedOptions['account'],
  leverage: Decimal,
): Decimal {
  if (model === 'spot') return ZERO
  if (given === undefined) return ceilQuotient(HALF, leverage, RATE_STEP)
  const rate = toDecimal(given)!
  // Otherwise a position would be liquidated as soon as it is as large as the leverage allows.
  if (rate.times(leverage).compare(ONE) >= 0) {
    throw invalidOption('account.maintenanceMarginRate', `below 1 / account.leverage (${leverage})`, given)
  }
  return rate
}

/**
 * @param account - with defaults
 * @param own - as the user gave it, since tiers rule out a rate beside them, but not a default
 */
export function readFees(account: ResolvedOptions['account'], own: AccountOptions | undefined): FeeSchedule {
  checkNotWith('account', ACCOUNT, own)
  const { tiers, fixed, minimum, currency } = mergeDefaults(ACCOUNT.fees.of, account.fees)
  const { makerFeeRate = account.feeRate, takerFeeRate = account.feeRate } = account
  return {
    tiers: (tiers ?? [{ fromVolume: 0, makerFeeRate, takerFeeRate }]).map(readTier),
    fixed: decimal(fixed),
    minimum: decimal(minimum),
    currency,
  }
}

function readTier({ fromVolume, makerFeeRate, takerFeeRate }: FeeTierOptions): FeeTier {
  return {
    fromVolume: decimal(fromVolume),
    maker: feeTier('maker', decimal(makerFeeRate)),
    taker: feeTier('taker', decimal(takerFeeRate)),
  }
}

/** The schema has checked it. */
function decimal(input: DecimalInput): Decimal {
  const value = toDecimal(input)!
  return value.isZero ? ZERO : value
}
