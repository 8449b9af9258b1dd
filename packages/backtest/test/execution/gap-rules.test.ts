import type { OrderConditions } from '@tezgah/backtest'
import { expect, test } from 'vitest'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { mirroredCandle, mirroredConditions, mirroredLines } from '../fixtures/mirror.ts'
import { fillLines, type Options, play } from '../fixtures/scripted.ts'

// The gaps that the defaults judge strictly, under each of the milder rules; each row for a buy and mirrored for a sell.
type Row = [
  rule: Options['execution'],
  what: string,
  order: OrderConditions,
  then: Candle,
  price: number,
  reason: string,
]

test.each<Row>([
  [{ limitGap: 'open' }, 'the open', { limit: 95 }, candle(94, 96, 93, 95), 94, 'limit_at_open'],
  [
    { limitGap: 'limit' },
    'the limit, which the candle traded at',
    { limit: 95 },
    candle(94, 96, 93, 95),
    95,
    'limit_at_open',
  ],
  [
    { limitGap: 'limit' },
    'the nearest price of a candle beyond the limit',
    { limit: 95 },
    candle(93, 94, 92, 93),
    94,
    'limit_at_open',
  ],
  [{ limitGap: 'limit' }, 'inside: the limit as ever', { limit: 95 }, candle(100, 101, 94, 95), 95, 'limit'],
  [{ stopGap: 'open' }, 'the open', { stop: 105 }, candle(106, 107, 104, 105), 106, 'stop_at_open'],
  [
    { stopGap: 'stop' },
    'the stop, which the candle traded at',
    { stop: 105 },
    candle(106, 107, 104, 105),
    105,
    'stop_at_open',
  ],
  [
    { stopGap: 'stop' },
    'the stop, at the very extreme',
    { stop: 105 },
    candle(106, 107, 105, 106),
    105,
    'stop_at_open',
  ],
  [
    { stopGap: 'stop' },
    'the open of a candle beyond the stop',
    { stop: 105 },
    candle(106, 107, 105.5, 106),
    106,
    'stop_at_open',
  ],
  [
    { stopLimitGap: 'open' },
    'the open',
    { stop: 105, limit: 107 },
    candle(106, 108, 104, 105),
    106,
    'stop_limit_at_open',
  ],
  [
    { stopLimitGap: 'stop' },
    'the stop',
    { stop: 105, limit: 107 },
    candle(106, 108, 104, 105),
    105,
    'stop_limit_at_open',
  ],
  [
    { stopLimitGap: 'stop' },
    'the open of a candle beyond the stop',
    { stop: 105, limit: 107 },
    candle(106, 108, 105.5, 107),
    106,
    'stop_limit_at_open',
  ],
])('%j trades at %s', (execution, _what, order, then, price, reason) => {
  const options: Options = { account: { model: 'margin' }, execution: execution! }
  const lines = [`1 buy 1 @ ${price} ${reason === 'limit' ? 'maker' : 'taker'} ${reason}`]
  const bought = play([flat(100), then], { 0: (ctx) => ctx.buy({ quantity: 1, ...order }) }, options)
  expect(fillLines(bought)).toEqual(lines)
  const sell = { quantity: 1, ...mirroredConditions(order) }
  const sold = play([flat(100), mirroredCandle(then)], { 0: (ctx) => ctx.sell(sell) }, options)
  expect(fillLines(sold)).toEqual(mirroredLines(lines))
})
