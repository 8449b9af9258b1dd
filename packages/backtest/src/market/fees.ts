import { type Decimal, floorQuotient, ONE, smaller, ZERO } from '@tezgah/core/decimal'

/** `maker` rested in the book before it traded, `taker` did not. */
export type Liquidity = 'maker' | 'taker'

/** A fee rate with the factors that turn a traded value into money moved. */
export type FeeRate = {
  readonly liquidity: Liquidity
  /** Fraction of the traded value, 0 up to, not including, 1. */
  readonly rate: Decimal
  /** `1 + rate`: what a buy pays for each unit of value. */
  readonly buyFactor: Decimal
  /** `1 − rate`: what a sell brings for each unit of value. */
  readonly sellFactor: Decimal
}

/** The rates from one traded value of the trailing 30 days upwards. */
export type FeeTier = { readonly fromVolume: Decimal; readonly maker: FeeRate; readonly taker: FeeRate }

/**
 * What trading costs. A fill pays `price × quantity × rate + extra`, see {@link feeSurcharge}; nothing is rounded.
 */
export type FeeSchedule = {
  /** Ascending by traded value of the trailing 30 days; the first starts at 0. One entry where rates are flat. */
  readonly tiers: readonly FeeTier[]
  /** Quote currency per fill on top of the rate, 0 or more. */
  readonly fixed: Decimal
  /** Quote currency that a fill pays at least, 0 or more. */
  readonly minimum: Decimal
  /**
   * Where the rate's part of a buy's fee is taken from: on top, in quote currency, or out of the base bought. A sell, and
   * what {@link feeSurcharge} adds, always pays in quote currency.
   */
  readonly currency: 'quote' | 'base'
}

export function feeTier(liquidity: Liquidity, rate: Decimal): FeeRate {
  return { liquidity, rate, buyFactor: ONE.plus(rate), sellFactor: ONE.minus(rate) }
}

/** The tier of an account that has traded `volume` of quote currency in the trailing 30 days. */
export function tierAt(schedule: FeeSchedule, volume: Decimal, liquidity: Liquidity): FeeRate {
  const { tiers } = schedule
  let reached = tiers.length - 1
  while (reached > 0 && tiers[reached]!.fromVolume.compare(volume) > 0) reached--
  return tiers[reached]![liquidity]
}

/**
 * What a fill of `value` (price × quantity) pays beyond `value × rate`: the fixed part, or more where the fee would
 * otherwise stay below the minimum. Quote currency, 0 or more.
 */
export function feeSurcharge(schedule: FeeSchedule, tier: FeeRate, value: Decimal): Decimal {
  const { fixed, minimum } = schedule
  if (minimum.isZero) return fixed
  const missing = minimum.minus(value.times(tier.rate))
  return missing.compare(fixed) > 0 ? missing : fixed
}

/**
 * The largest multiple of `lot` that `budget` buys at `price`, every fee included; zero where it is not even one.
 *
 * The fee is the dearer of `value × rate + fixed` and `minimum`, so that both must leave the budget unspent: two
 * quotients, of which the smaller counts, and only one where the schedule has neither.
 */
export function affordableQuantity(
  budget: Decimal,
  price: Decimal,
  tier: FeeRate,
  schedule: FeeSchedule,
  lot: Decimal,
): Decimal {
  const { fixed, minimum, currency } = schedule
  const unitCost = currency === 'quote' ? price.times(tier.buyFactor) : price
  if (fixed.isZero && minimum.isZero) return floorQuotient(budget, unitCost, lot)
  // Paid in base, the rate's part costs no cash, but still counts towards the minimum.
  const unitCostAtMinimum = currency === 'quote' ? price : price.times(tier.sellFactor)
  return smaller(
    wholeLots(budget.minus(fixed), unitCost, lot),
    wholeLots(budget.minus(minimum), unitCostAtMinimum, lot),
  )
}

function wholeLots(budget: Decimal, unitCost: Decimal, lot: Decimal): Decimal {
  return budget.isPositive ? floorQuotient(budget, unitCost, lot) : ZERO
}
