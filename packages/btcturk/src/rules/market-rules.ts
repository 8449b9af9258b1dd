import { compareDecimals, Decimal } from '@tezgah/core/decimal'
import type { ExchangeInfo, SymbolInfo } from '../endpoints/exchange-info.ts'
import type { OrderMethod } from '../wire/orders.ts'

/** What orders of a symbol must keep to. Decimal strings. */
export type MarketRules = {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly isTrading: boolean
  readonly methods: readonly OrderMethod[]
  /** Step of a price: by the decimals that the exchange checks, not by the tick that it shows. */
  readonly tick: string
  /** Step of a quantity, base units. */
  readonly lot: string
  /** Step of the amount of a market buy, quote currency: as coarse as a price, and no finer than 0.01. */
  readonly spendStep: string
  /** Smallest value of an order, quote currency. */
  readonly minValue: string
  /** Base units; `null` where there is no such limit. */
  readonly minQuantity: string | null
  readonly maxQuantity: string | null
  /** Range of a limit price: the tighter one of the fixed and, where given, the moving limits. */
  readonly minPrice: string
  readonly maxPrice: string
}

/** The rules of one symbol. */
export function marketRules(info: SymbolInfo): MarketRules {
  const tickScale = info.hasFraction ? info.priceScale : 0
  return {
    symbol: info.symbol,
    base: info.base,
    quote: info.quote,
    isTrading: info.status === 'TRADING',
    methods: info.methods,
    tick: step(tickScale),
    lot: step(info.quantityScale),
    spendStep: step(Math.min(tickScale, 2)),
    minValue: info.minValue,
    minQuantity: info.minQuantity,
    maxQuantity: info.maxQuantity,
    minPrice: higherOf(info.minPrice, info.minLimitPrice ?? '0'),
    maxPrice: lowerOf(info.maxPrice, info.maxLimitPrice ?? info.maxPrice),
  }
}

/** The rules of every symbol, by symbol. */
export function allMarketRules(info: ExchangeInfo): ReadonlyMap<string, MarketRules> {
  return new Map(info.symbols.map((symbol) => [symbol.symbol, marketRules(symbol)]))
}

function step(scale: number): string {
  return new Decimal(1n, scale).toString()
}

function higherOf(a: string, b: string): string {
  return compareDecimals(a, b) > 0 ? a : b
}

function lowerOf(a: string, b: string): string {
  return compareDecimals(a, b) < 0 ? a : b
}
