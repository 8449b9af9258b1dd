import { expect, it } from 'vitest'
import { exchangeInfo } from '../../src/endpoints/exchange-info.ts'
import { allMarketRules } from '../../src/rules/market-rules.ts'
import { EXCHANGE_INFO, SYMBOL } from '../rest/payloads.ts'

function rules(changes: object = {}) {
  const info = exchangeInfo.read({ ...EXCHANGE_INFO, symbols: [{ ...SYMBOL, ...changes }] })
  return allMarketRules(info).get('BTCTRY')!
}

it('takes steps from the decimals, not from the tick that is shown', () => {
  expect(rules({ hasFraction: true, denominatorScale: 3, numeratorScale: 4 })).toEqual({
    symbol: 'BTCTRY',
    base: 'BTC',
    quote: 'TRY',
    isTrading: true,
    methods: ['market', 'limit', 'stopmarket', 'stoplimit'],
    tick: '0.001',
    lot: '0.0001',
    spendStep: '0.01',
    minValue: '99.91',
    minQuantity: null,
    maxQuantity: null,
    minPrice: '410000',
    maxPrice: '41000000',
  })
})

it('requires whole prices where the pair has no fraction, for any scale', () => {
  expect(rules({ hasFraction: false, denominatorScale: 2 })).toMatchObject({ tick: '1', spendStep: '1' })
})

it('keeps the tighter of the fixed and the moving price limits', () => {
  expect(rules({ maximumLimitOrderPrice: 1e9, minimumLimitOrderPrice: null })).toMatchObject({
    maxPrice: '90000000',
    minPrice: '0.0000000000001',
  })
})

it('takes the largest quantity from either place', () => {
  expect(rules({ maximumOrderAmount: 12.5 }).maxQuantity).toBe('12.5')
  expect(rules({ filters: [{ ...SYMBOL.filters[0], maxAmount: '9' }] }).maxQuantity).toBe('9')
})

it('does not trade what does not trade', () => {
  expect(rules({ status: 'BREAK' }).isTrading).toBe(false)
})
