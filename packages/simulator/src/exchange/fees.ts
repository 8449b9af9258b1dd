import { divideHalfUp } from '@tezgah/core/fixed-point'
import { type Amount, amountOf, multiplyDown, UNIT } from './amounts.ts'

const CHARGED_STEP = 10n ** 8n

/**
 * One advertised rate, which includes the tax, and what the exchange keeps of it. Two roundings of the same fee rate are
 * in use: what a fill pays follows the one of 8 decimals, what an order holds back the one of 16.
 */
export type FeeRate = {
  /** As advertised: a fraction of the value, tax included. */
  readonly advertised: Amount
  /** Without tax, 8 decimals, half up. */
  readonly charged: Amount
  /** Without tax, 16 decimals, half up. */
  readonly held: Amount
  /** Fraction of the fee. */
  readonly tax: Amount
}

export type Charge = { readonly fee: Amount; readonly tax: Amount }

export function feeRate(advertised: Amount, tax: Amount): FeeRate {
  const held = divideHalfUp(advertised * UNIT, UNIT + tax)
  return { advertised, held, charged: divideHalfUp(held, CHARGED_STEP) * CHARGED_STEP, tax }
}

/** Fee and tax on the filled value, each rounded half up to 8 decimals; the tax is taken from the unrounded fee. */
export function feeOn(value: Amount, rate: FeeRate): Charge {
  const fee = value * rate.charged
  return {
    fee: divideHalfUp(fee, UNIT * CHARGED_STEP) * CHARGED_STEP,
    tax: divideHalfUp(fee * rate.tax, UNIT * UNIT * CHARGED_STEP) * CHARGED_STEP,
  }
}

/** Fee and tax together that an order of this value is reckoned with: both cut to 16 decimals. Frame 451 shows it. */
export function reservedFeeOn(value: Amount, rate: FeeRate): Amount {
  const fee = multiplyDown(value, rate.held)
  return fee + multiplyDown(fee, rate.tax)
}

/** What a fill costs at most for each unit of value: 1 + fee + tax. */
export function costPerUnit(rate: FeeRate): Amount {
  return UNIT + rate.charged + multiplyDown(rate.charged, rate.tax)
}

/** Base amount of a market buy that spends `spent`, fee and tax included, at `price`: 16 decimals, half up. */
export function marketBuyAmount(spent: Amount, price: Amount, rate: FeeRate): Amount {
  return divideHalfUp(spent * UNIT * UNIT, costPerUnit(rate) * price)
}

type Level = readonly [maker: string, taker: string]

/** Advertised rates in percent for levels 1 to 8, by quote currency. */
const LEVELS: Readonly<Record<string, readonly Level[]>> = {
  TRY: [
    ['0.12', '0.24'],
    ['0.11', '0.21'],
    ['0.10', '0.19'],
    ['0.07', '0.17'],
    ['0.06', '0.15'],
    ['0.04', '0.12'],
    ['0.02', '0.10'],
    ['0.01', '0.08'],
  ],
  USDT: [
    ['0.10', '0.14'],
    ['0.08', '0.13'],
    ['0.06', '0.11'],
    ['0.05', '0.09'],
    ['0.04', '0.07'],
    ['0.03', '0.05'],
    ['0.02', '0.03'],
    ['0.01', '0.02'],
  ],
}

/** @param level - 1 to 8. A quote currency without a table of its own has that of USDT. */
export function advertisedRates(quote: string, level: number): { readonly maker: Amount; readonly taker: Amount } {
  const [maker, taker] = (LEVELS[quote] ?? LEVELS['USDT']!)[level - 1]!
  return { maker: amountOf(maker) / 100n, taker: amountOf(taker) / 100n }
}
