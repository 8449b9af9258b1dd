import { describe, expect, it } from 'vitest'
import { amountOf, formatAmount, formatFixed, multiplyDown } from '../../src/exchange/amounts.ts'
import { advertisedRates, costPerUnit, feeOn, feeRate, marketBuyAmount } from '../../src/exchange/fees.ts'
import { quoteReserveOf } from '../../src/exchange/reserves.ts'

const VAT_18 = amountOf('0.18')
const VAT_20 = amountOf('0.2')

describe('what a fill pays', () => {
  it.each([
    {
      of: 'BTCTRY sale, 2021',
      value: '125.2',
      advertised: '0.0018',
      tax: VAT_18,
      fee: '0.19098258',
      vat: '0.03437687',
    },
    {
      of: 'ETHW sale, 2022',
      value: '41.28578942',
      advertised: '0.0018',
      tax: VAT_18,
      fee: '0.06297817',
      vat: '0.01133607',
    },
    {
      of: 'buy of 100 TRY, 2021',
      value: '99.82032386',
      advertised: '0.0018',
      tax: VAT_18,
      fee: '0.15226792',
      vat: '0.02740823',
    },
    {
      of: 'APE sale, 2024',
      value: '209.3448',
      advertised: '0.0006',
      tax: VAT_20,
      fee: '0.10467240',
      vat: '0.02093448',
    },
  ])('$of: $fee and $vat', ({ value, advertised, tax, fee, vat }) => {
    const charge = feeOn(amountOf(value), feeRate(amountOf(advertised), tax))
    expect(formatFixed(charge.fee, 8)).toBe(fee)
    expect(formatFixed(charge.tax, 8)).toBe(vat)
  })

  it('takes fee and tax of a sale from the exact value, not from the amount that is shown', () => {
    expect(formatAmount(multiplyDown(amountOf('0.33840811'), amountOf('122')))).toBe('41.28578942')
  })
})

describe('base amount of a market buy', () => {
  it.each([
    { spent: '360', price: '1800.1', advertised: '0.0012', tax: VAT_20, amount: '0.1997491904775655' },
    { spent: '1498', price: '2.419', advertised: '0.0018', tax: VAT_18, amount: '618.1514887833388887' },
  ])('$spent at $price: $amount', ({ spent, price, advertised, tax, amount }) => {
    const bought = marketBuyAmount(amountOf(spent), amountOf(price), feeRate(amountOf(advertised), tax))
    expect(formatAmount(bought)).toBe(amount)
  })

  it('knows the fee rate to eight decimals only', () => {
    const rate = feeRate(amountOf('0.0018'), VAT_18)
    expect(formatAmount(rate.charged)).toBe('0.00152542')
    expect(formatAmount(costPerUnit(rate))).toBe('1.0017999956')
  })
})

describe('denomLeft of a fresh order', () => {
  it.each([
    {
      pair: 'ARPAUSDT',
      side: 'buy',
      price: '0.04573',
      amount: '37154.7082',
      rate: '0.001',
      tax: VAT_20,
      left: '1700.7838907919859319',
    },
    {
      pair: 'HNTUSDT',
      side: 'sell',
      price: '5.7192',
      amount: '174.84',
      rate: '0.001',
      tax: VAT_20,
      left: '998.9449830720000401',
    },
    {
      pair: 'DOTTRY',
      side: 'sell',
      price: '1515.58',
      amount: '6.08',
      rate: '0.0012',
      tax: VAT_20,
      left: '9203.66872832',
    },
    {
      pair: 'XRPUSDT',
      side: 'buy',
      price: '0.2673',
      amount: '4800',
      rate: '0.0002',
      tax: VAT_18,
      left: '1283.2966079999999563',
    },
    {
      pair: 'DOTUSDT',
      side: 'sell',
      price: '20.97',
      amount: '1',
      rate: '0.0001',
      tax: VAT_18,
      left: '20.9679029999999992',
    },
    {
      pair: 'GLMUSDT',
      side: 'sell',
      price: '0.4266',
      amount: '6209.9744',
      rate: '0.0004',
      tax: VAT_18,
      left: '2648.1154090083838677',
    },
  ] as const)('$pair $side: $left', ({ side, price, amount, rate, tax, left }) => {
    const shown = quoteReserveOf(side, amountOf(price), amountOf(amount), feeRate(amountOf(rate), tax))
    expect(formatAmount(shown)).toBe(left)
  })
})

it('knows the published levels', () => {
  const shown = (quote: string, level: number) =>
    Object.values(advertisedRates(quote, level)).map((rate) => formatAmount(rate))
  expect(shown('TRY', 1)).toEqual(['0.0012', '0.0024'])
  expect(shown('USDT', 1)).toEqual(['0.001', '0.0014'])
  expect(shown('TRY', 8)).toEqual(['0.0001', '0.0008'])
})
