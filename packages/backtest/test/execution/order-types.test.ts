import type { OrderConditions } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { mirroredCandle, mirroredConditions, mirroredLines } from '../fixtures/mirror.ts'
import { fillLines, type Options, play } from '../fixtures/scripted.ts'

// The table of docs/execution.md: an order for 1 unit placed at the close of 100, what comes after, and its fill.
type Row = [what: string, order: OrderConditions, then: readonly Candle[], fills: readonly string[], Options?]

const TOUCH: Options = { execution: { limitFill: 'touch' } }

const ROWS: readonly Row[] = [
  ['market, at the open', {}, [candle(101, 103, 99, 102)], ['1 buy 1 @ 101 taker market']],
  [
    'market, at a close',
    {},
    [candle(101, 103, 99, 102)],
    ['1 buy 1 @ 102 taker market_at_close'],
    { execution: { fillAt: 'nextClose' } },
  ],

  [
    'limit, the first open below it takes',
    { limit: 95 },
    [candle(94, 96, 93, 95)],
    ['1 buy 1 @ 94 taker limit_at_open'],
  ],
  [
    'limit, a later open below it makes',
    { limit: 95 },
    [flat(100), candle(94, 96, 93, 95)],
    ['2 buy 1 @ 94 maker limit_at_open'],
  ],
  ['limit, at the open exactly', { limit: 95 }, [candle(95, 96, 95, 96)], []],
  [
    'limit, at the open exactly, touch',
    { limit: 95 },
    [candle(95, 96, 95, 96)],
    ['1 buy 1 @ 95 taker limit_at_open'],
    TOUCH,
  ],
  ['limit, crossed', { limit: 95 }, [candle(100, 101, 94.5, 99)], ['1 buy 1 @ 95 maker limit']],
  ['limit, touched', { limit: 95 }, [candle(100, 101, 95, 99)], []],
  ['limit, touched, touch', { limit: 95 }, [candle(100, 101, 95, 99)], ['1 buy 1 @ 95 maker limit'], TOUCH],
  ['limit, touched by the close alone', { limit: 95 }, [candle(100, 101, 95, 95)], ['1 buy 1 @ 95 maker limit'], TOUCH],

  ['stop, the open beyond', { stop: 105 }, [candle(106, 107, 104, 105)], ['1 buy 1 @ 106 taker stop_at_open']],
  ['stop, the open at it', { stop: 105 }, [candle(105, 107, 104, 105)], ['1 buy 1 @ 105 taker stop_at_open']],
  ['stop, touched', { stop: 105 }, [candle(100, 105, 99, 100)], ['1 buy 1 @ 105 taker stop']],
  ['stop, not reached', { stop: 105 }, [candle(100, 104.5, 99, 100)], []],

  [
    'stop-limit, the open between them',
    { stop: 105, limit: 107 },
    [candle(106, 108, 104, 105)],
    ['1 buy 1 @ 106 taker stop_limit_at_open'],
  ],
  [
    'stop-limit, the open at its limit',
    { stop: 105, limit: 107 },
    [candle(107, 108, 106, 107)],
    ['1 buy 1 @ 107 taker stop_limit_at_open'],
  ],
  [
    'stop-limit, the open beyond its limit: rests in the rest',
    { stop: 105, limit: 107 },
    [candle(108, 109, 106, 107)],
    ['1 buy 1 @ 107 maker limit'],
  ],
  [
    'stop-limit, the open beyond its limit: rests on',
    { stop: 105, limit: 107 },
    [candle(108, 109, 107.5, 108), candle(106, 107, 105, 106)],
    ['2 buy 1 @ 106 maker limit_at_open'],
  ],
  ['stop-limit, reached', { stop: 105, limit: 106 }, [candle(100, 105, 99, 100)], ['1 buy 1 @ 105 taker stop_limit']],
  [
    'stop-limit, both prices the same',
    { stop: 105, limit: 105 },
    [candle(100, 106, 99, 100)],
    ['1 buy 1 @ 105 taker stop_limit'],
  ],
  [
    'stop-limit, its limit on the near side: from the next candle',
    { stop: 105, limit: 104 },
    [candle(100, 106, 99, 100), candle(105, 106, 103, 104)],
    ['2 buy 1 @ 104 maker limit'],
  ],
  [
    'stop-limit, its limit on the near side: in the rest',
    { stop: 105, limit: 104 },
    [candle(100, 106, 99, 100)],
    ['1 buy 1 @ 104 maker limit'],
    { execution: { stopLimitFrom: 'fill' } },
  ],

  ['market-if-touched, the open beyond', { touch: 95 }, [candle(94, 96, 93, 95)], ['1 buy 1 @ 94 taker touch_at_open']],
  ['market-if-touched, the open at it', { touch: 95 }, [candle(95, 96, 94, 95)], ['1 buy 1 @ 95 taker touch_at_open']],
  ['market-if-touched, touched', { touch: 95 }, [candle(100, 101, 95, 99)], ['1 buy 1 @ 95 taker touch']],
  ['market-if-touched, not reached', { touch: 95 }, [candle(100, 101, 95.5, 99)], []],

  [
    'limit-if-touched, its limit beyond the touch',
    { touch: 95, limit: 96 },
    [candle(100, 101, 95, 99)],
    ['1 buy 1 @ 95 taker touch'],
  ],
  [
    'limit-if-touched, the open within its limit',
    { touch: 95, limit: 94 },
    [candle(93, 95, 92, 94)],
    ['1 buy 1 @ 93 taker touch_at_open'],
  ],
  [
    'limit-if-touched, the open not within its limit: rests in the rest',
    { touch: 95, limit: 94 },
    [candle(94.5, 95, 93, 94)],
    ['1 buy 1 @ 94 maker limit'],
  ],
  [
    'limit-if-touched, touched before its limit: from the next candle',
    { touch: 95, limit: 94 },
    [candle(100, 101, 93, 99), candle(96, 97, 93, 95)],
    ['2 buy 1 @ 94 maker limit'],
  ],
  [
    'limit-if-touched, touched before its limit: in the rest',
    { touch: 95, limit: 94 },
    [candle(100, 101, 93, 99)],
    ['1 buy 1 @ 94 maker limit'],
    { execution: { stopLimitFrom: 'fill' } },
  ],

  [
    'trailing stop, the open beyond its level',
    { trail: { amount: 5 } },
    [candle(100, 100, 96, 96), candle(102, 103, 101, 102)],
    ['2 buy 1 @ 102 taker trailing_stop_at_open'],
  ],
  [
    'trailing stop, the open at its level',
    { trail: { amount: 5 } },
    [candle(100, 100, 96, 96), candle(101, 103, 101, 102)],
    ['2 buy 1 @ 101 taker trailing_stop_at_open'],
  ],
  [
    'trailing stop, reached',
    { trail: { amount: 5 } },
    [candle(100, 100, 96, 96), candle(97, 101, 97, 100)],
    ['2 buy 1 @ 101 taker trailing_stop'],
  ],
  ['trailing stop, not reached', { trail: { amount: 5 } }, [candle(100, 100, 96, 96), candle(97, 100.5, 97, 100)], []],
]

const options = (own: Options = {}): Options => ({ ...own, account: { model: 'margin' } })

describe('a buy:', () => {
  test.each(ROWS)('%s', (_what, order, then, fills, own) => {
    const result = play([flat(100), ...then], { 0: (ctx) => ctx.buy({ quantity: 1, ...order }) }, options(own))
    expect(fillLines(result)).toEqual(fills)
  })
})

describe('a sell, the mirror image:', () => {
  test.each(ROWS)('%s', (_what, order, then, fills, own) => {
    const candles = [flat(100), ...then.map(mirroredCandle)]
    const sell = { quantity: 1, ...mirroredConditions(order) }
    expect(fillLines(play(candles, { 0: (ctx) => ctx.sell(sell) }, options(own)))).toEqual(mirroredLines(fills))
  })
})

test('each type has its name in the result', () => {
  const { orders } = play(
    [flat(100)],
    {
      0: (ctx) => {
        for (const prices of [{}, { limit: 95 }, { stop: 105 }, { stop: 105, limit: 106 }, { touch: 95 }]) {
          ctx.buy({ quantity: 1, ...prices })
        }
        ctx.buy({ quantity: 1, touch: 95, limit: 96 })
        ctx.buy({ quantity: 1, trail: { percent: 5, activation: 95 } })
      },
    },
    options(),
  )
  expect(orders.map(({ type }) => type)).toEqual([
    'market',
    'limit',
    'stop-market',
    'stop-limit',
    'market-if-touched',
    'limit-if-touched',
    'trailing-stop',
  ])
  expect(orders[5]).toMatchObject({ touchPrice: '95', limitPrice: '96' })
  expect(orders[6]).toMatchObject({ trail: { kind: 'percent', value: '5', activation: '95' } })
})
