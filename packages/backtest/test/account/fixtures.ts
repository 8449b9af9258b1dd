import { type Decimal, parseDecimal, ZERO } from '@tezgah/core/decimal'
import { Account, type AccountSettings } from '../../src/account/account.ts'
import { Fill, type HoldingSide } from '../../src/account/fill.ts'
import { feeTier } from '../../src/market/fees.ts'
import type { FillReason } from '../../src/orders/reasons.ts'

export const decimal = (text: string | number): Decimal => parseDecimal(String(text))!

export const FREE = feeTier('taker', ZERO)
export const TEN_BASIS_POINTS = feeTier('taker', decimal('0.001'))

export type AccountInput = Partial<Omit<AccountSettings, 'initialCash' | 'leverage'>> & {
  cash?: string | number
  leverage?: string | number
  maintenance?: string
  borrow?: string
  symbols?: number
}

/** A spot account of 1000 unless told otherwise. */
export function accountOf(input: AccountInput = {}): Account {
  const { borrow = '0', cash = 1000, leverage = 1, lots = 'fifo', maintenance = '0', model = 'spot' } = input
  const settings: AccountSettings = {
    initialCash: decimal(cash),
    model,
    positions: input.positions ?? 'netting',
    lots,
    leverage: decimal(leverage),
    maintenanceMarginRate: decimal(maintenance),
    borrowRate: decimal(borrow),
  }
  return new Account(settings, input.symbols ?? 1)
}

export type FillInput = {
  orderId?: number
  symbol?: number
  leg?: HoldingSide
  index?: number
  tier?: Fill['tier']
  extra?: string | number
  feeInBase?: boolean
  reference?: string | number
  reason?: FillReason
  isPathDependent?: boolean
}

function fill(side: 'buy' | 'sell', quantity: string | number, price: string | number, input: FillInput): Fill {
  const exact = decimal(price)
  const index = input.index ?? 0
  return new Fill(
    input.orderId ?? 1,
    input.symbol ?? 0,
    side,
    input.leg ?? null,
    index,
    index * 60_000,
    exact,
    decimal(quantity),
    input.tier ?? FREE,
    input.extra === undefined ? ZERO : decimal(input.extra),
    input.feeInBase ?? false,
    input.reference === undefined ? exact : decimal(input.reference),
    input.reason ?? 'market',
    input.isPathDependent ?? false,
  )
}

export function buy(quantity: string | number, price: string | number, input: FillInput = {}): Fill {
  return fill('buy', quantity, price, input)
}

export function sell(quantity: string | number, price: string | number, input: FillInput = {}): Fill {
  return fill('sell', quantity, price, input)
}

/** An account after `fills`. */
export function booked(input: AccountInput, fills: readonly Fill[]): Account {
  const account = accountOf(input)
  for (const each of fills) account.book(each)
  return account
}

/** Closed trades, then open ones, as `[entry price, exit price or null, quantity, fees, profit]`; open ones marked at 0. */
export function tradeRows(account: Account): (string | null)[][] {
  return [...account.trades, ...account.openTrades()].map((trade) => [
    trade.entryPrice.toString(),
    trade.exit === null ? null : trade.exit.price.toString(),
    trade.quantity.toString(),
    trade.fees.toString(),
    trade.exit === null ? null : trade.profit().toString(),
  ])
}
