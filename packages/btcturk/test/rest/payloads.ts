/** Answers of the exchange's shapes, written for these tests; the values are made up. */
export const TICKER = {
  pair: 'BTCTRY',
  pairNormalized: 'BTC_TRY',
  timestamp: 1790000000123,
  last: 4100250,
  high: 4150000,
  low: 4050000.5,
  bid: 4100000,
  ask: 4101000,
  open: 4075000,
  volume: 31.00412345,
  average: 4098765.25,
  daily: 26000,
  dailyPercent: 0.62,
  denominatorSymbol: 'TRY',
  numeratorSymbol: 'BTC',
  order: 1000,
}

export const TRADE_TEXT = `{"data":[
  {"pair":"ETHUSDT","pairNormalized":"ETH_USDT","numerator":"ETH","denominator":"USDT","date":1790000000001,
   "tid":"9123456789012345678","price":"2400.50","amount":"0.25000000","side":"sell"},
  {"pair":"ETHUSDT","pairNormalized":"ETH_USDT","numerator":"ETH","denominator":"USDT","date":1790000000000,
   "tid":9123456789012345677,"price":"2400.4","amount":"1"}],"success":true,"message":null,"code":0}`

export const ORDER = {
  id: 31234567890,
  price: '4000000.00',
  amount: '0.01000000',
  quantity: '0.0000000000000001',
  stopPrice: '0.00',
  pairSymbol: 'BTCTRY',
  pairSymbolNormalized: 'BTC_TRY',
  type: 'buy',
  method: 'limit',
  orderClientId: 'mine-1',
  time: 1790000000000,
  updateTime: 1790000001000,
  status: 'Partial',
  leftAmount: '0.0040000000000000',
}

export const SYMBOL = {
  id: 1,
  name: 'BTCTRY',
  nameNormalized: 'BTC_TRY',
  status: 'TRADING',
  numerator: 'BTC',
  denominator: 'TRY',
  numeratorScale: 8,
  denominatorScale: 2,
  hasFraction: false,
  filters: [
    {
      filterType: 'PRICE_FILTER',
      minPrice: '0.0000000000001',
      maxPrice: '90000000',
      tickSize: '10',
      minExchangeValue: '99.91',
      minAmount: null,
      maxAmount: null,
    },
  ],
  orderMethods: ['MARKET', 'LIMIT', 'STOP_MARKET', 'STOP_LIMIT', 'ICEBERG'],
  displayFormat: '#,###',
  commissionFromNumerator: false,
  order: 1000,
  priceRounding: false,
  isNew: false,
  marketPriceWarningThresholdPercentage: 0.25,
  maximumOrderAmount: null,
  maximumLimitOrderPrice: 41000000,
  minimumLimitOrderPrice: 410000,
}

export const EXCHANGE_INFO = {
  timeZone: 'UTC',
  serverTime: 1790000000000,
  symbols: [SYMBOL, { ...SYMBOL, id: 2, name: 'ODDTRY', numeratorScale: '8' }],
  currencies: [
    { id: 1, symbol: 'TRY', name: 'Türk Lirası', currencyType: 'FIAT', precision: 2, minWithdrawal: 25, minDeposit: 0 },
    {
      id: 2,
      symbol: 'BTC',
      name: 'Bitcoin',
      currencyType: 'CRYPTO',
      precision: 8,
      minWithdrawal: 0.0002,
      minDeposit: 0.000004,
    },
  ],
  currencyOperationBlocks: [{ currencySymbol: 'Btc', withdrawalDisabled: true, depositDisabled: false }],
}

export const USER_TRADE_TEXT = `{"success":true,"message":"SUCCESS","code":0,"data":[{"id":2181163798924649599,
  "timestamp":1790000000000,"amount":"-0.5000","preciseAmount":-0.5000123400000000,"fee":"-0.12500000","tax":"-0.02500000",
  "price":"250.00","numeratorSymbol":"ETHW","denominatorSymbol":"TRY","orderType":"sell","orderId":31234567890,
  "orderClientId":null}]}`
