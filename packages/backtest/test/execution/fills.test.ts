import { describe, expect, test } from 'vitest'
import { candle, flat } from '../fixtures/candles.ts'
import { fillLines, play } from '../fixtures/scripted.ts'

describe('slippage', () => {
  // A market order for one unit there and back at `open`: price × (1 ± bps / 10000), without rounding.
  test.each([
    [100, 0, '100', '100'],
    [100, 25, '100.25', '99.75'],
    [100, '0.5', '100.005', '99.995'],
    [33.33, 7, '33.353331', '33.306669'],
    [100, 9999, '199.99', '0.01'],
  ])('at %d with %s basis points a buy pays %s and a sell gets %s', (open, slippageBps, paid, received) => {
    const result = play(
      [flat(open), flat(open), flat(open)],
      { 0: (ctx) => ctx.buy({ quantity: 1 }), 1: (ctx) => ctx.close() },
      { execution: { slippageBps } },
    )
    expect(result.fills.map((fill) => fill.price)).toEqual([paid, received])
  })
})

describe('fees', () => {
  const rates = { makerFeeRate: '0.001', takerFeeRate: '0.002' }

  test('a taker pays the taker rate on top of a buy and out of the proceeds of a sell', () => {
    // Buy 2 at 100: fee 0.4, cash 1000 − 200.4 = 799.6. Sell 2 at 110: fee 0.44, cash 799.6 + 219.56 = 1019.16.
    const result = play(
      [flat(100), flat(100), flat(110)],
      { 0: (ctx) => ctx.buy({ quantity: 2 }), 1: (ctx) => ctx.sell({ quantity: 2 }) },
      { account: rates },
    )
    expect(result.fills.map((fill) => fill.fee)).toEqual(['0.4', '0.44'])
    expect(result.account).toMatchObject({ cash: '1019.16', feesPaid: '0.84' })
  })

  // Limit buys of 2 at 95; fee is price × 2 × rate.
  test.each([
    ['reached inside its first candle makes', [candle(100, 100, 94, 95)], '1 buy 2 @ 95 maker limit', '0.19'],
    ['beyond the open of its first candle takes', [flat(90)], '1 buy 2 @ 90 taker limit_at_open', '0.36'],
    ['beyond a later open makes', [flat(100), flat(90)], '2 buy 2 @ 90 maker limit_at_open', '0.18'],
  ])('a limit %s', (_what, candles, line, fee) => {
    const result = play(
      [flat(100), ...candles],
      { 0: (ctx) => ctx.buy({ quantity: 2, limit: 95 }) },
      { account: rates },
    )
    expect(fillLines(result)).toEqual([line])
    expect(result.fills[0]!.fee).toBe(fee)
  })

  test('are never rounded', () => {
    // 33.333333 × 0.00000003 = 0.00000099999999; × 0.0017 = 0.000000001699999983; both leave the cash.
    const result = play(
      [flat(33.333333), flat(33.333333)],
      { 0: (ctx) => ctx.buy({ quantity: '0.00000003' }) },
      {
        account: { feeRate: '0.0017' },
      },
    )
    expect(result.fills[0]!.fee).toBe('0.000000001699999983')
    expect(result.account.cash).toBe('999.999998998300010017')
  })

  test('leave something of the proceeds even at the highest rate', () => {
    // Buy 1 at 100 for 199.9999, sell it at 100 for 100 − 99.9999: cash 1000 − 199.9999 + 0.0001 = 800.0002.
    const result = play(
      [flat(100), flat(100), flat(100)],
      { 0: (ctx) => ctx.buy({ quantity: 1 }), 1: (ctx) => ctx.close() },
      { account: { feeRate: '0.999999' } },
    )
    expect(result.account.cash).toBe('800.0002')
  })
})
