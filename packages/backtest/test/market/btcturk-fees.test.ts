import { describe, expect, test } from 'vitest'
import { btcturkFees } from '../../src/market/btcturk-fees.ts'
import { affordableQuantity, tierAt } from '../../src/market/fees.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import { candles, strategy } from '../settings/refusal.ts'
import { exact } from './exact-decimal.ts'

function schedule(fees: ReturnType<typeof btcturkFees>) {
  return readSettings({ strategy, candles, account: { fees } }).fees
}

describe('TRY pairs', () => {
  test.each([
    ['0', '0.0012', '0.0024'],
    ['4999999.99', '0.0012', '0.0024'],
    ['5000000', '0.0011', '0.0021'],
    ['25000000', '0.001', '0.0019'],
    ['100000000', '0.0007', '0.0017'],
    ['250000000', '0.0006', '0.0015'],
    ['500000000', '0.0004', '0.0012'],
    ['1000000000', '0.0002', '0.001'],
    ['2000000000', '0.0001', '0.0008'],
  ])('after %s TRY in thirty days a maker pays %s and a taker %s', (volume, maker, taker) => {
    const fees = schedule(btcturkFees())
    expect(tierAt(fees, exact(volume), 'maker').rate.toString()).toBe(maker)
    expect(tierAt(fees, exact(volume), 'taker').rate.toString()).toBe(taker)
  })
})

describe('USDT pairs', () => {
  // 5,000,000 / 41.3 = 121,065.375…: a level must not come early.
  test.each([
    ['0', '0.001', '0.0014'],
    ['121065.37', '0.001', '0.0014'],
    ['121065.38', '0.0008', '0.0013'],
    ['48426150.13', '0.0001', '0.0002'],
  ])('after %s USDT at 41.3 TRY a maker pays %s and a taker %s', (volume, maker, taker) => {
    const fees = schedule(btcturkFees({ quote: 'USDT', tryPerUsdt: '41.3' }))
    expect(tierAt(fees, exact(volume), 'maker').rate.toString()).toBe(maker)
    expect(tierAt(fees, exact(volume), 'taker').rate.toString()).toBe(taker)
  })
})

test('an amount of quote currency includes the fee, as in a market buy there', () => {
  // 100 TRY at 400,000 with 0.24 %: 100 / 1.0024 = 99.76057…, of which whole lots are 0.00024940.
  const fees = schedule(btcturkFees())
  const taker = fees.tiers[0]!.taker
  const quantity = affordableQuantity(exact('100'), exact('400000'), taker, fees, exact('0.00000001'))
  expect(quantity.toString()).toBe('0.0002494')
})

test('the engine differs from the rounding of the exchange by a hundred-millionth at most', () => {
  // Fee of 0.20 % and tax of 20 % on it, each to eight decimals, half up, against 0.24 % exactly.
  const roundHalfUp = (units: bigint, dropped: bigint) => (units + dropped / 2n) / dropped
  for (const value of [1n, 12_345_678_901n, 9_999_999_999_999n, 20_934_480_000n, 4_128_578_942n]) {
    // `value` counts hundred-millionths; the fee counts 10^-13, the tax 10^-14.
    const charged = roundHalfUp(value * 200n, 100_000n) + roundHalfUp(value * 400n, 1_000_000n)
    const exactUnits = value * 240n
    const difference = charged * 100_000n - exactUnits
    expect(difference <= 100_000n && difference >= -100_000n).toBe(true)
  }
})

test.each<[unknown, string]>([
  [{ quote: 'BTC' }, 'quote must be "TRY" or "USDT", received "BTC"'],
  [{ quote: 'USDT' }, 'tryPerUsdt must be a decimal above 0, received nothing'],
  [{ quote: 'USDT', tryPerUsdt: 0 }, 'tryPerUsdt must be a decimal above 0, received 0'],
])('%j is refused', (market, message) => {
  expect(() => btcturkFees(market as never)).toThrow(message)
})
