import { z } from 'zod'
import { type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { decimalText, epochMs } from '../wire/schemas.ts'

/** A symbol as the exchange describes it; `MarketRules` is what follows from it for orders. */
export type SymbolInfo = {
  /** Number of the pair, the same as on the socket. */
  readonly id: number
  readonly symbol: string
  readonly base: string
  readonly quote: string
  /** Only `TRADING` was ever seen. */
  readonly status: string
  /** Decimals of a quantity in base units. */
  readonly quantityScale: number
  /** Decimals of a price; no price has any where `hasFraction` is false. */
  readonly priceScale: number
  readonly hasFraction: boolean
  /** Tick for display; orders are held to the scale instead. */
  readonly shownTick: string
  readonly minPrice: string
  readonly maxPrice: string
  /** Smallest value of an order, quote currency. */
  readonly minValue: string
  /** Base units; `null` where there is no such limit. */
  readonly minQuantity: string | null
  readonly maxQuantity: string | null
  /** Moving with the market: about 10 times and a tenth of the price. `null` where not given. */
  readonly maxLimitPrice: string | null
  readonly minLimitPrice: string | null
  readonly methods: readonly ('market' | 'limit' | 'stopmarket' | 'stoplimit')[]
  /** What else the exchange sent. */
  readonly other: Readonly<Record<string, unknown>>
}

export type CurrencyInfo = {
  /** Number of the currency, the same as on the socket. */
  readonly id: number
  readonly currency: string
  readonly name: string
  readonly kind: 'fiat' | 'crypto' | 'unknown'
  readonly precision: number
  readonly minWithdrawal: string
  readonly minDeposit: string
  readonly other: Readonly<Record<string, unknown>>
}

/** Whether deposits and withdrawals of a currency are stopped. */
export type CurrencyBlock = {
  readonly currency: string
  readonly isWithdrawalStopped: boolean
  readonly isDepositStopped: boolean
}

export type ExchangeInfo = {
  /** Milliseconds since the epoch, UTC. */
  readonly time: number
  readonly symbols: readonly SymbolInfo[]
  readonly currencies: readonly CurrencyInfo[]
  readonly currencyBlocks: readonly CurrencyBlock[]
  /** Symbols and currencies that are not as documented; they are in no list above and cannot be traded. */
  readonly unreadable: readonly { readonly name: string; readonly fault: string }[]
}

const METHODS = { MARKET: 'market', LIMIT: 'limit', STOP_MARKET: 'stopmarket', STOP_LIMIT: 'stoplimit' } as const

const scale = z.int().min(0).max(16)
const optional = decimalText.nullish().transform((value) => value ?? null)

const priceFilter = z.looseObject({
  filterType: z.literal('PRICE_FILTER'),
  minPrice: decimalText,
  maxPrice: decimalText,
  tickSize: decimalText,
  minExchangeValue: decimalText,
  minAmount: optional,
  maxAmount: optional,
})

const symbolInfo = z
  .looseObject({
    id: z.int(),
    name: z.string(),
    status: z.string(),
    numerator: z.string(),
    denominator: z.string(),
    numeratorScale: scale,
    denominatorScale: scale,
    hasFraction: z.boolean(),
    filters: z.array(z.looseObject({ filterType: z.string() })),
    orderMethods: z.array(z.string()),
    maximumOrderAmount: optional,
    maximumLimitOrderPrice: optional,
    minimumLimitOrderPrice: optional,
  })
  .transform((wire, context): SymbolInfo => {
    const { id, name, status, numerator, denominator, numeratorScale, denominatorScale, hasFraction, ...rest } = wire
    const { filters, orderMethods, maximumOrderAmount, maximumLimitOrderPrice, minimumLimitOrderPrice, ...other } = rest
    const filter = priceFilter.safeParse(filters.find(({ filterType }) => filterType === 'PRICE_FILTER'))
    if (!filter.success) {
      context.addIssue({ code: 'custom', message: 'expected a PRICE_FILTER', path: ['filters'] })
      return z.NEVER
    }
    return {
      id,
      symbol: name,
      base: numerator,
      quote: denominator,
      status,
      quantityScale: numeratorScale,
      priceScale: denominatorScale,
      hasFraction,
      shownTick: filter.data.tickSize,
      minPrice: filter.data.minPrice,
      maxPrice: filter.data.maxPrice,
      minValue: filter.data.minExchangeValue,
      minQuantity: filter.data.minAmount,
      maxQuantity: maximumOrderAmount ?? filter.data.maxAmount,
      maxLimitPrice: maximumLimitOrderPrice,
      minLimitPrice: minimumLimitOrderPrice,
      // A method that is not known here cannot be ordered here either.
      methods: orderMethods.flatMap((method) => (method in METHODS ? [METHODS[method as keyof typeof METHODS]] : [])),
      other,
    }
  })

const currencyInfo = z
  .looseObject({
    id: z.int(),
    symbol: z.string(),
    name: z.string(),
    currencyType: z.string(),
    precision: z.int(),
    minWithdrawal: decimalText,
    minDeposit: decimalText,
  })
  .transform(({ id, symbol, name, currencyType, precision, minWithdrawal, minDeposit, ...other }): CurrencyInfo => {
    const kind = currencyType === 'FIAT' ? 'fiat' : currencyType === 'CRYPTO' ? 'crypto' : 'unknown'
    return { id, currency: symbol, name, kind, precision, minWithdrawal, minDeposit, other }
  })

const currencyBlock = z
  .looseObject({ currencySymbol: z.string(), withdrawalDisabled: z.boolean(), depositDisabled: z.boolean() })
  // Written `Btc` here and `BTC` everywhere else.
  .transform(
    ({ currencySymbol, withdrawalDisabled, depositDisabled }): CurrencyBlock => ({
      currency: currencySymbol.toUpperCase(),
      isWithdrawalStopped: withdrawalDisabled,
      isDepositStopped: depositDisabled,
    }),
  )

const answer = z.looseObject({
  serverTime: epochMs,
  symbols: z.array(z.unknown()),
  currencies: z.array(z.unknown()).default([]),
  currencyOperationBlocks: z.array(z.unknown()).default([]),
})

/** `GET /api/v2/server/exchangeinfo`: symbols, currencies and their rules; about 355 kB. */
export const exchangeInfo: Endpoint<void, ExchangeInfo> = {
  name: 'exchangeInfo',
  ...READ,
  access: 'public',
  limits: ['server'],
  request: () => ({ path: '/api/v2/server/exchangeinfo' }),
  read(data) {
    const { serverTime, ...lists } = readAnswer(answer, data)
    const symbols = readEach(symbolInfo, lists.symbols)
    const currencies = readEach(currencyInfo, lists.currencies)
    const blocks = readEach(currencyBlock, lists.currencyOperationBlocks)
    return {
      time: serverTime,
      symbols: symbols.read,
      currencies: currencies.read,
      currencyBlocks: blocks.read,
      unreadable: [...symbols.unreadable, ...currencies.unreadable, ...blocks.unreadable],
    }
  },
}

/** One symbol that is not as documented must not hide the others. */
function readEach<Item>(schema: z.ZodType<Item>, items: readonly unknown[]) {
  const results = items.map((item) => ({ item, result: schema.safeParse(item) }))
  return {
    read: results.flatMap(({ result }) => (result.success ? [result.data] : [])),
    unreadable: results.flatMap(({ item, result }) => {
      if (result.success) return []
      const [issue] = result.error.issues
      return [{ name: nameOf(item), fault: `${issue?.path.join('.')}: ${issue?.message}` }]
    }),
  }
}

function nameOf(item: unknown): string {
  const { name, symbol, currencySymbol } = (item ?? {}) as Record<string, unknown>
  return String(name ?? symbol ?? currencySymbol ?? 'unnamed').slice(0, 40)
}
