import { ceilQuotient, Decimal, type DecimalInput, ONE, toDecimal } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import { BacktestError } from '../errors.ts'
import type { FeeOptions } from '../options/account.ts'

const HUNDREDTH = new Decimal(1n, 2)

type Rates = { readonly makerFeeRate: string; readonly takerFeeRate: string }
type Level = { readonly fromTry: string; readonly TRY: Rates; readonly USDT: Rates }

function level(fromTry: string, makerTry: string, takerTry: string, makerUsdt: string, takerUsdt: string): Level {
  return {
    fromTry,
    TRY: { makerFeeRate: makerTry, takerFeeRate: takerTry },
    USDT: { makerFeeRate: makerUsdt, takerFeeRate: takerUsdt },
  }
}

const LEVELS: readonly Level[] = [
  level('0', '0.0012', '0.0024', '0.0010', '0.0014'),
  level('5000000', '0.0011', '0.0021', '0.0008', '0.0013'),
  level('25000000', '0.0010', '0.0019', '0.0006', '0.0011'),
  level('100000000', '0.0007', '0.0017', '0.0005', '0.0009'),
  level('250000000', '0.0006', '0.0015', '0.0004', '0.0007'),
  level('500000000', '0.0004', '0.0012', '0.0003', '0.0005'),
  level('1000000000', '0.0002', '0.0010', '0.0002', '0.0003'),
  level('2000000000', '0.0001', '0.0008', '0.0001', '0.0002'),
]

/** The market whose fees {@link btcturkFees} is asked for. */
export type BtcturkMarket =
  | { readonly quote: 'TRY' }
  /** `tryPerUsdt` turns the exchange's bounds, which are in TRY, into the account's USDT; above 0. */
  | { readonly quote: 'USDT'; readonly tryPerUsdt: DecimalInput }

/**
 * BTCTurk's fees as its table stood in September 2026, for `account.fees`: eight levels by the value traded in the
 * trailing 30 days, from 0.12 % (maker) and 0.24 % (taker) on TRY pairs, and 0.10 % and 0.14 % on USDT pairs.
 *
 * - The rates include the tax, as advertised: a sixth of each is tax (0.24 % is a fee of 0.20 % and 20 % tax on it).
 * - Fee and tax are in quote currency on both sides. A market buy there takes an amount that includes them, which is
 *   what the size `quoteAmount` means here.
 * - The exchange rounds fee and tax to 8 decimals each, half up. The engine does not round fees (`feeRounding: none`),
 *   so a fill's cost differs from the exchange's by 0.00000001 of quote currency at most.
 * - The table has changed over time and will again: for older candles give tiers of your own.
 *
 * @throws BacktestError `invalid_options` if `market` is none of these
 */
export function btcturkFees(market: BtcturkMarket = { quote: 'TRY' }): FeeOptions {
  const quote = quoteOf(market)
  const tryPerQuote = tryPerQuoteOf(market)
  return {
    tiers: LEVELS.map((each) => ({ fromVolume: inQuote(each.fromTry, tryPerQuote), ...each[quote] })),
    currency: 'quote',
  }
}

function quoteOf({ quote }: BtcturkMarket): 'TRY' | 'USDT' {
  if (quote === 'TRY' || quote === 'USDT') return quote
  throw invalid('quote', '"TRY" or "USDT"', quote)
}

function tryPerQuoteOf(market: BtcturkMarket): Decimal {
  if (market.quote === 'TRY') return ONE
  const rate = toDecimal(market.tryPerUsdt)
  if (rate?.isPositive) return rate
  throw invalid('tryPerUsdt', 'a decimal above 0', market.tryPerUsdt)
}

/** Rounded up to a hundredth: a level must not come early. */
function inQuote(fromTry: string, tryPerQuote: Decimal): string {
  return ceilQuotient(toDecimal(fromTry)!, tryPerQuote, HUNDREDTH).toString()
}

function invalid(field: string, allowed: string, received: unknown): BacktestError {
  return new BacktestError('invalid_options', `${field} must be ${allowed}, received ${describeValue(received)}`, {
    field,
  })
}
