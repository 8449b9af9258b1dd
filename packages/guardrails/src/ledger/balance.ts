import { maxOf, minOf } from '@tezgah/core/fixed-point'
import { ceilProduct } from '../context/exposure.ts'
import { type Amount, formatAmount, ONE, parseAmount } from '../model/amount.ts'
import { GuardrailsError } from '../model/errors.ts'
import type { LedgerEvent } from './event.ts'
import type { KnownBalance, Ledger } from './ledger.ts'

type Event<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>
type Balances = Ledger['balances']

/** The market of a symbol, `undefined` where none was quoted; names such as `__proto__` find nothing. */
export function marketOf({ markets }: Ledger, symbol: string): Ledger['markets'][string] | undefined {
  return Object.hasOwn(markets, symbol) ? markets[symbol] : undefined
}

/** Takes the balance that the venue reports, unless something was spent since. */
export function balanceReported(ledger: Ledger, { at, currency, free, total }: Event<'balance'>): Ledger {
  const before = balanceOf(ledger, currency)
  if (before !== undefined && at < Math.max(before.at, before.spentAt)) return ledger
  return { ...ledger, balances: { ...ledger.balances, [currency]: { at, spentAt: 0, free, total } } }
}

/** The balances after an execution. What it brings in counts only once the venue reports it. */
export function spent(ledger: Ledger, { at, symbol, side, quantity, price }: Event<'orderFilled'>): Balances {
  const market = marketOf(ledger, symbol)
  const currency = side === 'buy' ? market?.quote : market?.base
  // Which currency was spent is not known: none is reliable until the venue reports them again.
  if (currency === undefined) return {}
  const before = balanceOf(ledger, currency)
  if (before === undefined || before.at > at) return ledger.balances
  const cost = costOf(ledger, side, amount(quantity), amount(price))
  const free = formatAmount(maxOf(0n, amount(before.free) - cost))
  return { ...ledger.balances, [currency]: { ...before, free, spentAt: Math.max(before.spentAt, at) } }
}

/**
 * What may still be spent: less what is held back by orders that left when, or after, the venue reported the balance.
 * `null` where that is unknown, because such an order is of a market that was never quoted.
 */
export function freeOf(ledger: Ledger, currency: string): Amount | null {
  const balance = balanceOf(ledger, currency)
  if (balance === undefined) return null
  let free = minOf(amount(balance.free), amount(balance.total))
  for (const { symbol, side, quantity, price, submittedAt } of ledger.openOrders) {
    if (submittedAt < balance.at) continue
    const market = marketOf(ledger, symbol)
    if (market === undefined) return null
    if (currency !== (side === 'buy' ? market.quote : market.base)) continue
    free -= costOf(ledger, side, amount(quantity), amount(price ?? market.ask))
  }
  return maxOf(0n, free)
}

function costOf({ settings }: Ledger, side: 'buy' | 'sell', quantity: Amount, price: Amount): Amount {
  return side === 'sell' ? quantity : ceilProduct(ceilProduct(quantity, price), ONE + amount(settings.reserveFraction))
}

function balanceOf({ balances }: Ledger, currency: string): KnownBalance | undefined {
  return Object.hasOwn(balances, currency) ? balances[currency] : undefined
}

/** @throws GuardrailsError `invalid_event` if the ledger itself, which events cannot spoil, was spoilt */
export function amount(text: string): Amount {
  const value = parseAmount(text)
  if (value === null)
    throw new GuardrailsError('invalid_event', `the ledger holds ${JSON.stringify(text)} as an amount`)
  return value
}
