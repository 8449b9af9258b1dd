import { describe, expect, test } from 'vitest'
import { DAY_MS, flat } from '../fixtures/candles.ts'
import { play } from '../fixtures/scripted.ts'

test('an order, its fill and its open trade are reported with indices, times and exact texts', () => {
  // 3 at 100 and a fee of 0.3 leave 699.7; at the last close of 110 that is 699.7 + 330 = 1029.7.
  const result = play(
    [flat(100), flat(100), flat(110)],
    { 0: (ctx) => ctx.buy({ quantity: '3.0', tag: 'in' }) },
    {
      account: { feeRate: '0.001' },
    },
  )
  expect(result.orders).toEqual([
    {
      id: 1,
      symbol: 'BTCTRY',
      side: 'buy',
      type: 'market',
      size: { kind: 'quantity', value: '3' },
      limitPrice: null,
      stopPrice: null,
      touchPrice: null,
      trail: null,
      timeInForce: 'GTC',
      expiresAt: null,
      postOnly: false,
      reduceOnly: false,
      positionSide: null,
      status: 'filled',
      reason: null,
      observed: null,
      limit: null,
      tag: 'in',
      createdIndex: 0,
      createdTime: 0,
      closedIndex: 1,
      closedTime: DAY_MS,
      filledQuantity: '3',
    },
  ])
  expect(result.fills).toEqual([
    {
      orderId: 1,
      symbol: 'BTCTRY',
      side: 'buy',
      positionSide: null,
      index: 1,
      time: DAY_MS,
      price: '100',
      quantity: '3',
      fee: '0.3',
      feeCurrency: 'quote',
      baseFee: '0',
      slippage: '0',
      liquidity: 'taker',
      reason: 'market',
      pathDependent: false,
    },
  ])
  expect(result.trades).toEqual([
    {
      symbol: 'BTCTRY',
      side: 'long',
      quantity: '3',
      entryIndex: 1,
      entryTime: DAY_MS,
      entryPrice: '100',
      exitIndex: null,
      exitTime: null,
      exitPrice: null,
      fees: '0.3',
      profit: '29.7',
      returnPct: expect.closeTo(9.9, 12),
      maePct: 0,
      mfePct: expect.closeTo(10, 12),
      entryTag: 'in',
      exitReason: 'open',
    },
  ])
  expect(result.account).toEqual({
    initialCash: '1000',
    cash: '699.7',
    positions: [{ symbol: 'BTCTRY', positionSide: null, quantity: '3', mark: '110', unrealised: '30' }],
    finalEquity: '1029.7',
    realised: '0',
    unrealised: '30',
    feesPaid: '0.3',
    interestPaid: '0',
  })
})

describe('statistics of the account', () => {
  const result = play([flat(100), flat(100), flat(110), flat(55)], {
    0: (ctx) => ctx.buy({ quantity: 5 }),
    2: (ctx) => ctx.sell({ quantity: 2 }),
  })

  test('agree with it', () => {
    // Equity 1000, 1000, 1050, then 500 + 2 × 55 + 3 × 55 = 775.
    expect([...result.equity.equity]).toEqual([1000, 1000, 1050, 775])
    expect(result.stats).toMatchObject({
      initialCash: '1000',
      finalEquity: '775',
      returnPct: -22.5,
      buyAndHoldReturnPct: -45,
      exposurePct: 75,
      tradeCount: 1,
      openTradeCount: 1,
      winRatePct: 0,
      feesPaid: '0',
    })
  })

  test('have their drawdown as a fraction below the highest equity so far', () => {
    expect([...result.equity.drawdown]).toEqual([0, 0, 0, 275 / 1050])
    expect(result.stats.maxDrawdownPct).toBeCloseTo((275 / 1050) * 100, 12)
  })
})

test('the lists of a result are made once', () => {
  const result = play([flat(100), flat(100)], { 0: (ctx) => ctx.buy({ quantity: 1 }) })
  expect(result.fills).toBe(result.fills)
  expect(result.orders).toBe(result.orders)
  expect(result.trades).toBe(result.trades)
  expect(result.equity).toBe(result.equity)
  expect(result.manifest).toBe(result.manifest)
})
