import type { Currency } from '../exchange/accounts.ts'
import { type Amount, formatAmount } from '../exchange/amounts.ts'
import type { Market } from '../exchange/market.ts'
import type { OrderMethod } from '../exchange/order.ts'
import { amountNumber, type Call, json, type Reply } from './reply.ts'

const METHOD_NAMES: Readonly<Record<OrderMethod, string>> = {
  market: 'MARKET',
  limit: 'LIMIT',
  stopmarket: 'STOP_MARKET',
  stoplimit: 'STOP_LIMIT',
}

/** `serverTime2` has seven digits after the point and an offset in place of `Z`. */
export function serverTime({ now }: Call): Reply {
  return json(200, { serverTime: now, serverTime2: new Date(now).toISOString().replace('Z', '0000+00:00') })
}

export function serverPing(): Reply {
  return json(200, { pong: true })
}

export function exchangeInfo({ exchange, now }: Call): Reply {
  const currencies = [...exchange.currencies.values()]
  const data = {
    timeZone: 'UTC',
    serverTime: now,
    symbols: [...exchange.markets.values()].map(symbolWire),
    currencies: currencies.map(currencyWire),
    currencyOperationBlocks: currencies.map(({ symbol }) => ({
      currencySymbol: symbol.charAt(0) + symbol.slice(1).toLowerCase(),
      withdrawalDisabled: false,
      depositDisabled: false,
    })),
  }
  const headers = { 'cache-control': 'public, max-age=30, s-maxage=30, must-revalidate' }
  return json(200, { data, success: true, message: '', code: 0, extensions: null }, headers)
}

function symbolWire({ pair, lastPrice, status }: Market): Record<string, unknown> {
  return {
    id: pair.id,
    name: pair.name,
    nameNormalized: pair.normalized,
    status,
    numerator: pair.base,
    denominator: pair.quote,
    numeratorScale: pair.baseScale,
    denominatorScale: pair.priceScale,
    hasFraction: pair.priceScale > 0,
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: '0.0000000000001',
        maxPrice: '10000000',
        tickSize: pair.tickSize,
        minExchangeValue: formatAmount(pair.minimumValue),
        minAmount: null,
        maxAmount: null,
      },
    ],
    orderMethods: pair.methods.map((method) => METHOD_NAMES[method]),
    displayFormat: displayFormat(pair.priceScale),
    commissionFromNumerator: false,
    order: pair.order,
    priceRounding: false,
    isNew: false,
    marketPriceWarningThresholdPercentage: 0.25,
    maximumOrderAmount: null,
    ...priceLimits(lastPrice),
  }
}

function priceLimits(lastPrice: Amount): Record<string, unknown> {
  return {
    maximumLimitOrderPrice: amountNumber(lastPrice * 10n),
    minimumLimitOrderPrice: amountNumber(lastPrice / 10n),
  }
}

function displayFormat(scale: number): string {
  return scale === 0 ? '#,###' : `#,##0.${'0'.repeat(scale)}`
}

function currencyWire({ id, symbol, name, precision, isFiat }: Currency): Record<string, unknown> {
  return {
    id,
    symbol,
    minWithdrawal: isFiat ? 10 : 0.0001,
    minDeposit: isFiat ? 0 : 0.000005,
    precision,
    address: isFiat ? { minLen: null, maxLen: null } : { minLen: 25, maxLen: 96 },
    currencyType: isFiat ? 'FIAT' : 'CRYPTO',
    tag: { enable: false, name: null, minLen: null, maxLen: null },
    color: '#449192',
    name,
    isAddressRenewable: !isFiat,
    getAutoAddressDisabled: true,
    isPartialWithdrawalEnabled: true,
    isNew: false,
  }
}
