import type { BuyOrder, SellOrder } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, play } from '../fixtures/scripted.ts'

const withFee = { account: { feeRate: '0.001' }, execution: { lot: '0.001' } }

describe('a buy at 100 with 1000 in cash, a fee of 0.1 % and lots of 0.001', () => {
  // One unit costs 100 × 1.001 = 100.1; 1000 / 100.1 = 9.99000…, 500 / 100.1 = 4.99500…, 250 / 100.1 = 2.49750…
  test.each<[BuyOrder, string]>([
    [{ quantity: '1.2345' }, '1.234'],
    [{ quantity: 2 }, '2'],
    [{ quoteAmount: 500 }, '4.995'],
    [{ quoteAmount: 1000 }, '9.99'],
    [{ quoteAmount: '0.1001' }, '0.001'],
    [{ percentOfEquity: 50 }, '4.995'],
    [{ percentOfEquity: 100 }, '9.99'],
    [{ percentOfCash: 25 }, '2.497'],
    [{ percentOfCash: '100' }, '9.99'],
  ])('%j takes %s', (order, quantity) => {
    const result = play([flat(100), flat(100)], { 0: (ctx) => ctx.buy(order) }, withFee)
    expect(fillLines(result)).toEqual([`1 buy ${quantity} @ 100 taker market`])
  })

  // 9.99 cost 999.999; one lot more, 9.991, costs 1000.0991.
  test.each<[BuyOrder, string]>([
    [{ quantity: '9.991' }, 'refused insufficient_cash 1000.0991 against 1000'],
    [{ quoteAmount: '1000.01' }, 'refused insufficient_cash 1000.01 against 1000'],
    [{ quantity: '0.0009' }, 'refused below_lot 0.0009 against 0.001'],
    [{ quoteAmount: '0.1' }, 'refused below_lot 0.1 against 0.1001'],
    [{ percentOfEquity: '0.01' }, 'refused below_lot 0.1 against 0.1001'],
    [{ percentOfCash: '0.01' }, 'refused below_lot 0.1 against 0.1001'],
  ])('%j is %s', (order, line) => {
    const result = play([flat(100), flat(100)], { 0: (ctx) => ctx.buy(order) }, withFee)
    expect(orderLines(result)).toEqual([line])
    expect(result.fills).toEqual([])
    expect(result.account.cash).toBe('1000')
  })

  test('the last lot that can be paid is bought', () => {
    const result = play([flat(100), flat(100)], { 0: (ctx) => ctx.buy({ quantity: '9.99' }) }, withFee)
    expect(result.account.cash).toBe('0.001')
  })

  test('the fee rate of the fill decides: a maker gets more for the same share', () => {
    // Limit of 100, reached inside: 1000 / (100 × 1.0005) = 9.9950….
    const result = play(
      [flat(101), { ...flat(101), low: 99 }],
      { 0: (ctx) => ctx.buy({ percentOfCash: 100, limit: 100 }) },
      {
        account: { makerFeeRate: '0.0005', takerFeeRate: '0.001' },
        execution: { lot: '0.001' },
      },
    )
    expect(fillLines(result)).toEqual(['1 buy 9.995 @ 100 maker limit'])
  })

  test('slippage counts as price', () => {
    // 1000 / 101 = 9.900990…
    const result = play(
      [flat(100), flat(100)],
      { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) },
      {
        execution: { slippageBps: 100, lot: '0.001' },
      },
    )
    expect(fillLines(result)).toEqual(['1 buy 9.9 @ 101 taker market'])
  })
})

describe('a buy with 5 held and 500 in cash, after the price went from 100 to 200', () => {
  // At the fill price of 200 the equity is 500 + 5 × 200 = 1500 (at the close before it was 1000).
  test.each<[string, BuyOrder, string]>([
    ['a share of equity', { percentOfEquity: 20 }, '1.5'],
    ['a share of equity above the cash is cut to the cash', { percentOfEquity: 40 }, '2.5'],
    ['a share of cash', { percentOfCash: 20 }, '0.5'],
  ])('%s', (_what, order, quantity) => {
    const result = play([flat(100), flat(100), flat(200)], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => ctx.buy(order),
    })
    expect(fillLines(result)[1]).toBe(`2 buy ${quantity} @ 200 taker market`)
  })

  test('is refused at 100 % of equity where no cash is left', () => {
    const result = play([flat(100), flat(100), flat(200)], {
      0: (ctx) => ctx.buy({ quantity: 10 }),
      1: (ctx) => ctx.buy({ percentOfEquity: 100 }),
    })
    expect(orderLines(result)[1]).toBe('refused below_lot 0 against 0.000002')
  })
})

describe('a sell with 5 held in lots of 0.1', () => {
  const sold = (order: SellOrder) =>
    play(
      [flat(100), flat(100), flat(100)],
      { 0: (ctx) => ctx.buy({ quantity: 5 }), 1: (ctx) => ctx.sell(order) },
      { execution: { lot: '0.1' } },
    )

  test.each<[SellOrder, string]>([
    [{ quantity: '1.29' }, '1.2'],
    [{ quantity: 5 }, '5'],
    // Floored to the lot this is what is there.
    [{ quantity: '5.09' }, '5'],
    [{ percentOfPosition: 30 }, '1.5'],
    // 33 % of 5 is 1.65.
    [{ percentOfPosition: 33 }, '1.6'],
    [{ percentOfPosition: 100 }, '5'],
  ])('%j gives %s', (order, quantity) => {
    expect(fillLines(sold(order))[1]).toBe(`2 sell ${quantity} @ 100 taker market`)
  })

  test.each<[SellOrder, string]>([
    [{ quantity: '5.1' }, 'refused insufficient_position 5.1 against 5'],
    [{ quantity: '0.09' }, 'refused below_lot 0.09 against 0.1'],
    // 1 % of 5 is half a lot.
    [{ percentOfPosition: 1 }, 'refused below_lot 0.05 against 0.1'],
  ])('%j is %s', (order, line) => {
    expect(orderLines(sold(order))[1]).toBe(line)
  })

  test('floors a resting sell like one at the market', () => {
    expect(fillLines(sold({ quantity: '5.09', limit: 50 }))[1]).toBe('2 sell 5 @ 100 taker limit_at_open')
  })

  test('a share of the position is cut to what other orders leave free', () => {
    // 4 of 5 wait at 500; half of the position is 2.5, of which 1 is free.
    const result = play(
      [flat(100), flat(100), flat(100)],
      {
        0: (ctx) => ctx.buy({ quantity: 5 }),
        1: (ctx) => {
          ctx.sell({ quantity: 4, limit: 500 })
          ctx.sell({ percentOfPosition: 50 })
        },
      },
      { execution: { lot: '0.1' } },
    )
    expect(fillLines(result)[1]).toBe('2 sell 1 @ 100 taker market')
  })
})

test.each<[SellOrder, string]>([
  [{ quantity: 1 }, 'refused insufficient_position 1 against 0'],
  [{ percentOfPosition: 100 }, 'refused insufficient_position 0 against 0'],
])('there are no short sales: %j while flat is %s', (order, line) => {
  expect(orderLines(play([flat(100), flat(100)], { 0: (ctx) => ctx.sell(order) }))).toEqual([line])
})
