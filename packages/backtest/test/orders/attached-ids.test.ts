import { expect, test } from 'vitest'
import { flat } from '../fixtures/candles.ts'
import { play } from '../fixtures/scripted.ts'

test('orders attached to one have the ids after it: its stop, its target, then those of onFill with theirs', () => {
  const { orders } = play([flat(100), flat(100)], {
    0: (ctx) => {
      ctx.buy({
        quantity: 1,
        stopLoss: 90,
        takeProfit: 110,
        onFill: [
          { side: 'buy', quantity: 1, limit: 80, stopLoss: 70 },
          { side: 'buy', quantity: 1, limit: 60 },
        ],
      })
      ctx.buy({ quantity: 1 })
    },
  })
  const prices = orders.map(({ id, limitPrice, stopPrice }) => `${id}: ${limitPrice ?? stopPrice ?? 'market'}`)
  expect(prices).toEqual(['1: market', '2: 90', '3: 110', '4: 80', '5: 70', '6: 60', '7: market'])
})

test('so a strategy can move the stop of what it holds', () => {
  const { orders, fills } = play([flat(100), flat(110), flat(104)], {
    0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 90 }),
    1: (ctx) => ctx.modify(2, { stop: 105 }),
  })
  expect(orders[1]).toMatchObject({ type: 'stop-market', stopPrice: '105', status: 'filled' })
  expect(fills[1]).toMatchObject({ price: '104', reason: 'stop_at_open' })
})
