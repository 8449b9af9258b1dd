import { expect, test } from 'vitest'
import { flat } from '../fixtures/candles.ts'
import { play } from '../fixtures/scripted.ts'

const fee = { account: { feeRate: '0.001' } }

test('a sell closes the oldest buys first, and each pair is a trade with its part of both fees', () => {
  // Buys: 2 at 100 (fee 0.2), 3 at 110 (fee 0.33). Sell 4 at 120 (fee 0.48): closes all of the first, 2 of the second.
  // First:  2 × (120 − 100) − 0.2 − 0.24 = 39.56; of 200 that is 19.78 %.
  // Second: 2 × (120 − 110) − 0.22 − 0.24 = 19.54; of 220 that is 8.8818… %.
  // Open:   1 × (115 − 110) − 0.11 = 4.89; of 110 that is 4.4454… %.
  const result = play(
    [flat(100), flat(100), flat(110), flat(120), flat(115)],
    {
      0: (ctx) => ctx.buy({ quantity: 2 }),
      1: (ctx) => ctx.buy({ quantity: 3 }),
      2: (ctx) => ctx.sell({ quantity: 4, tag: 'half out' }),
    },
    fee,
  )
  expect(result.trades).toMatchObject([
    { quantity: '2', entryIndex: 1, entryPrice: '100', exitIndex: 3, exitPrice: '120', fees: '0.44', profit: '39.56' },
    { quantity: '2', entryIndex: 2, entryPrice: '110', exitIndex: 3, exitPrice: '120', fees: '0.46', profit: '19.54' },
    { quantity: '1', entryIndex: 2, entryPrice: '110', exitIndex: null, exitPrice: null, fees: '0.11', profit: '4.89' },
  ])
  expect(result.trades.map((trade) => trade.exitReason)).toEqual(['half out', 'half out', 'open'])
  expect(result.trades[0]!.returnPct).toBeCloseTo(19.78, 12)
  expect(result.trades[1]!.returnPct).toBeCloseTo((19.54 / 220) * 100, 12)
  // Realised before fees: 2 × 20 + 2 × 10 = 60; unrealised 5; fees 0.2 + 0.33 + 0.48 = 1.01; 1000 + 60 + 5 − 1.01.
  expect(result.account).toMatchObject({ realised: '60', unrealised: '5', feesPaid: '1.01', finalEquity: '1063.99' })
})

test('several sells may share one buy', () => {
  // Buy 3 at 100 (fee 0.3); sell 1 at 110 (0.11), then 2 at 90 (0.18).
  const result = play(
    [flat(100), flat(100), flat(110), flat(90)],
    { 0: (ctx) => ctx.buy({ quantity: 3 }), 1: (ctx) => ctx.sell({ quantity: 1 }), 2: (ctx) => ctx.close() },
    fee,
  )
  expect(result.trades.map(({ quantity, profit }) => [quantity, profit])).toEqual([
    ['1', '9.79'],
    ['2', '-20.38'],
  ])
})

test('a position that was closed starts afresh', () => {
  const result = play([flat(100), flat(100), flat(110), flat(120), flat(130)], {
    0: (ctx) => ctx.buy({ quantity: 1 }),
    1: (ctx) => ctx.close(),
    2: (ctx) => ctx.buy({ quantity: 2 }),
    3: (ctx) => ctx.close(),
  })
  expect(result.trades.map(({ entryPrice, exitPrice, profit }) => [entryPrice, exitPrice, profit])).toEqual([
    ['100', '110', '10'],
    ['120', '130', '20'],
  ])
})

test('without a tag the exit reason is the rule of the fill', () => {
  const result = play([flat(100), flat(100), flat(90)], {
    0: (ctx) => ctx.buy({ quantity: 1, tag: 'the tag of the buy does not count' }),
    1: (ctx) => ctx.sell({ quantity: 1, stop: 95 }),
  })
  expect(result.trades[0]!.exitReason).toBe('stop_at_open')
})

test('closed trades stand in the order of their exits, open ones last', () => {
  const result = play([flat(100), flat(100), flat(100), flat(100)], {
    0: (ctx) => ctx.buy({ quantity: 3 }),
    1: (ctx) => ctx.sell({ quantity: 1 }),
    2: (ctx) => ctx.sell({ quantity: 1 }),
  })
  expect(result.trades.map((trade) => trade.exitIndex)).toEqual([2, 3, null])
})

test('the position shows quantity and average price of what is held', () => {
  const seen: number[][] = []
  const look = (ctx: { position: { quantity: number; averagePrice: number } }) =>
    void seen.push([ctx.position.quantity, ctx.position.averagePrice])
  play([flat(100), flat(100), flat(200), flat(300), flat(300)], {
    0: (ctx) => {
      look(ctx)
      ctx.buy({ quantity: 1 })
    },
    1: (ctx) => {
      look(ctx)
      ctx.buy({ quantity: 1 })
    },
    2: (ctx) => {
      look(ctx)
      ctx.sell({ quantity: 1 })
    },
    3: look,
  })
  // Flat; 1 at 100; 1 at 100 and 1 at 200; the older one sold.
  expect(seen).toEqual([
    [0, Number.NaN],
    [1, 100],
    [2, 150],
    [1, 200],
  ])
})
