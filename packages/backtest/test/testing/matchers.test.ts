import { backtest } from '@tezgah/backtest'
import * as testing from '@tezgah/backtest/testing/vitest'
import {
  assertFilled,
  fromCandles,
  noCosts,
  type Outcome,
  type Ran,
  ScenarioAssertionError,
  scenario,
  tezgahMatchers,
  type Verdict,
} from '@tezgah/backtest/testing/vitest'
import { describe, expect, test } from 'vitest'
import { planned } from './strategies.ts'

expect.extend(tezgahMatchers)

// Buys 10 at 100, is refused 1000 more, places a limit at 90 and withdraws it, sells 4 at a stop of 95 and never more.
const candles = fromCandles([
  [100, 100, 100, 100],
  [100, 102, 99, 101],
  [101, 103, 100, 102],
  [102, 102, 94, 96],
  [96, 96, 96, 96],
])
const strategy = planned({
  0: (ctx) => ctx.buy({ quantity: 10, tag: 'entry' }),
  1: (ctx) => {
    ctx.buy({ quantity: 1000 })
    ctx.buy({ quoteAmount: 50, limit: 90 })
  },
  2: (ctx) => {
    ctx.cancel(3)
    ctx.sell({ quantity: 4, stop: '95.0', tag: 'stop' })
  },
})
const outcome = scenario(strategy)
  .given(candles)
  .with(noCosts)
  .with({ account: { initialCash: 1200 } })
  .run()
const idle = scenario(planned({})).given(candles).run()

type Checks = Readonly<Record<string, (ran: Ran, ...args: readonly unknown[]) => Verdict | undefined>>

function matcherOf(name: string): (ran: Ran, ...args: readonly unknown[]) => Verdict {
  return (tezgahMatchers as unknown as Checks)[name] as (ran: Ran, ...args: readonly unknown[]) => Verdict
}

/** The assertion that goes with a matcher. */
function assertionOf(name: string): (ran: Ran, ...args: readonly unknown[]) => void {
  return (testing as unknown as Checks)[name.replace(/^to(Have|Be)/, 'assert')]!
}

function failureOf(check: () => void): ScenarioAssertionError {
  try {
    check()
  } catch (error) {
    if (error instanceof ScenarioAssertionError) return error
    throw error
  }
  throw new Error('the check passed')
}

const BUY = { side: 'buy', at: 1, price: 100, quantity: 10, reason: 'market' }
const SELL = { side: 'sell', at: 3, price: 95, quantity: 4, reason: 'stop' }
const SOLD = { quantity: 4, entryIndex: 1, exitIndex: 3, profit: -20, exitReason: 'stop' }
const KEPT = { quantity: 6, exitIndex: null, exitReason: 'open' }
const ORDERS = [{ quantity: 10 }, { quantity: 1000 }, { quoteAmount: 50 }, { quantity: 4 }]

/** What holds, what does not, and what a failure then says first; nothing where only the former is tried. */
const CHECKS: readonly [name: string, ran: Outcome, holds: unknown[], fails: unknown[], says: string][] = [
  ['toHaveOrdered', outcome, [{ at: 0, quantity: 10 }], [{ at: 0, side: 'sell' }], 'no order is { at: 0, side: sell }'],
  ['toHaveOrdered', outcome, [{}], [{ quantity: '10.1' }], 'no order is { quantity: 10.1 }'],
  [
    'toHaveOrdered',
    outcome,
    [{ stopPrice: 95, type: 'stop-market' }],
    [{ percentOfCash: 50 }],
    'no order is { percentOfCash: 50 }',
  ],
  [
    'toHaveOrdered',
    outcome,
    [{ status: 'cancelled', limitPrice: 90 }],
    [{ limitPrice: 91 }],
    'no order is { limitPrice: 91 }',
  ],
  ['toHaveOrderedExactly', outcome, ORDERS, ORDERS.slice(1), 'expected exactly 3 orders, there are 4'],
  ['toHaveOrderedExactly', idle, [], [{}], 'expected exactly 1 order, there are 0'],
  ['toHaveNoOrders', idle, [], [], ''],
  ['toHaveNoOrders', outcome, [{ type: 'limit', status: 'filled' }], [], 'order 1 is {}, which was not expected'],
  [
    'toHaveFilled',
    outcome,
    [BUY],
    [{ ...BUY, price: 101 }],
    'no fill is { side: buy, at: 1, price: 101, quantity: 10, reason: market }',
  ],
  ['toHaveFilled', outcome, [{ tag: 'stop' }], [{ tag: 'target' }], 'no fill is { tag: target }'],
  [
    'toHaveFilledExactly',
    outcome,
    [BUY, SELL],
    [SELL, BUY],
    'fill 1 has side buy, expected sell; at 1, expected 3; price 100, expected 95; quantity 10, expected 4; reason market, expected stop',
  ],
  ['toHaveFilledExactly', outcome, [{}, {}], [], 'expected no fills, there are 2'],
  [
    'toHaveTraded',
    outcome,
    [SOLD],
    [{ ...SOLD, profit: 20 }],
    'no trade is { quantity: 4, entryIndex: 1, exitIndex: 3, profit: 20, exitReason: stop }',
  ],
  ['toHaveTradedExactly', outcome, [SOLD, KEPT], [SOLD], 'expected exactly 1 trade, there are 2'],
  [
    'toHaveRefused',
    outcome,
    ['insufficient_cash'],
    ['below_lot'],
    'no order is { status: refused, reason: below_lot }',
  ],
  [
    'toHaveRefused',
    outcome,
    [{ at: 1, observed: 101_000, limit: '150' }],
    [{ at: 2 }],
    'no order is { status: refused, at: 2 }',
  ],
  ['toHavePosition', outcome, ['6.00'], [4], 'the position at the end is 6, expected 4'],
  ['toHavePosition', outcome, [10, { at: 2 }], [10, { at: 3 }], 'the position after candle 3 is 6, expected 10'],
  ['toHavePosition', outcome, [0, { at: 0 }], [0, { at: 1 }], 'the position after candle 1 is 10, expected 0'],
  ['toBeFlat', idle, [], [], ''],
  ['toBeFlat', outcome, [{ at: 0 }], [], 'the position at the end is 6, expected 0'],
  ['toHaveFinalEquity', outcome, [1156], ['1155.99'], 'the final equity is 1156, expected 1155.99'],
]

describe('each check', () => {
  test.each(CHECKS)('%s: passes where it holds', (name, ran, holds) => {
    expect(matcherOf(name)(ran, ...holds).pass).toBe(true)
    expect(assertionOf(name)(ran, ...holds)).toBeUndefined()
  })

  test.each(CHECKS.filter(([, , , , says]) => says !== ''))(
    '%s: fails where it does not',
    (name, ran, _, fails, says) => {
      const verdict = matcherOf(name)(ran, ...fails)
      expect(verdict.pass).toBe(false)
      expect(verdict.message().split('\n')[0]).toBe(says)
      expect(verdict.expected).not.toEqual(verdict.actual)
      const failure = failureOf(() => assertionOf(name)(ran, ...fails))
      expect(failure.message).toBe(verdict.message())
      expect(failure).toMatchObject({ name: 'AssertionError', code: 'ERR_ASSERTION' })
      expect(failure.operator).toBe(name.replace(/^to(Have|Be)/, 'assert'))
      expect([failure.expected, failure.actual]).toEqual([verdict.expected, verdict.actual])
    },
  )

  test('is tried here', () => {
    expect(new Set(CHECKS.map(([name]) => name))).toEqual(new Set(Object.keys(tezgahMatchers)))
  })
})

describe('a failure', () => {
  test('shows what is closest, and all that happened', () => {
    const { message, expected, actual } = failureOf(() => assertFilled(outcome, { at: 2, side: 'sell', price: 95 }))
    expect(message).toBe(
      [
        'no fill is { at: 2, side: sell, price: 95 }',
        'closest: fill 2 has at 3, expected 2',
        '',
        'fills (2):',
        '  at  side  quantity  price  fee  reason  tag    position',
        '   1  buy         10    100    0  market  entry        10',
        '   3  sell         4     95    0  stop    stop          6',
      ].join('\n'),
    )
    expect(expected).toEqual({ at: 2, side: 'sell', price: 95 })
    expect(actual).toEqual({ at: 3, side: 'sell', price: 95 })
  })

  test('takes the nearest candle for the closest of several that differ alike', () => {
    const { message } = failureOf(() => testing.assertOrdered(outcome, { at: 4, side: 'buy' }))
    expect(message).toContain('closest: order 2 has at 1, expected 4')
  })

  test('says that nothing happened where nothing did', () => {
    expect(failureOf(() => assertFilled(idle, { at: 3 })).message).toBe('no fill is { at: 3 }\n\nfills: none')
  })

  test('shows refusals with the figures, and orders that ended', () => {
    const { message } = failureOf(() => testing.assertNoOrders(outcome))
    expect(message.split('\n').slice(2)).toEqual([
      'orders (4):',
      '  at  side  type         size            limitPrice  stopPrice  status     reason                 observed  limit  closed  tag',
      '   0  buy   market       quantity 10              -          -  filled     -                             -      -       1  entry',
      '   1  buy   market       quantity 1000            -          -  refused    insufficient_cash        101000    150       2  -',
      '   1  buy   limit        quoteAmount 50          90          -  cancelled  cancelled_by_strategy         -      -       2  -',
      '   2  sell  stop-market  quantity 4               -         95  filled     -                             -      -       3  stop',
    ])
  })

  test('cuts a long table around what matters', () => {
    const busy = scenario(
      planned(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [index, (ctx) => ctx.buy({ quantity: 1 })]))),
    )
      .given(testing.flat(10, 40))
      .run()
    const lines = failureOf(() => testing.assertOrdered(busy, { at: 20, quantity: 2 })).message.split('\n')
    expect(lines.filter((line) => /buy/.test(line) && /market/.test(line))).toHaveLength(12)
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}… 14 earlier$/))
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}… 4 more$/))
    expect(lines).toContainEqual(expect.stringMatching(/^ +20 +buy/))
  })
})

describe('expect', () => {
  test('has the matchers, and their opposites', () => {
    expect(outcome).toHaveFilled(BUY as testing.FillPattern)
    expect(outcome).not.toHaveFilled({ side: 'sell', at: 1 })
    expect(outcome).toHaveRefused('insufficient_cash')
    expect(outcome).not.toBeFlat()
    expect(idle).toHaveNoOrders()
    expect(() => expect(outcome).toHaveFilled({ at: 9 })).toThrow(/^no fill is \{ at: 9 \}/)
    expect(() => expect(outcome).not.toHaveFilled({ side: 'sell' })).toThrow(
      /^fill 2 is \{ side: sell \}, which was not expected/,
    )
    expect(() => expect(outcome).not.toHaveFilledExactly({}, {})).toThrow(
      /^the fills are exactly these, which was not expected/,
    )
    expect(() => expect(outcome).not.toHavePosition(6)).toThrow(/^the position at the end is 6, which was not expected/)
    expect(() => expect(outcome).not.toHaveFinalEquity(1156)).toThrow(
      /^the final equity is 1156, which was not expected/,
    )
    expect(() => expect(idle).not.toHaveNoOrders()).toThrow(/^no order is \{\}/)
  })

  test('takes the result of any backtest', () => {
    const result = backtest({ strategy, candles })
    expect(result).toHaveFilled({ at: 1, quantity: 10, fee: 1 })
    expect(result).not.toBeFlat()
  })

  test('asks conditions, regular expressions and the matchers of the runner', () => {
    expect(outcome).toHaveFilled({ price: (price) => Number(price) < 96, tag: /^st/ })
    expect(outcome).not.toHaveFilled({ price: (price) => Number(price) < 95 })
    expect(outcome).not.toHaveFilled({ tag: /^top/ })
    expect(outcome).toHaveTraded({ returnPct: expect.closeTo(-5, 9), exitReason: expect.stringContaining('top') })
    expect(outcome).not.toHaveTraded({ returnPct: expect.closeTo(-6, 9) })
    expect(() => expect(outcome).toHaveFilled({ tag: /^top/, price: (price) => price === '1' })).toThrow(
      'no fill is { tag: /^top/, price: price }',
    )
  })
})

describe('money', () => {
  test.each(['100', '100.00', 100, 1e2, '1e2', '+100'])('is compared exactly: 100 is %o', (price) => {
    expect(outcome).toHaveFilled({ at: 1, price })
  })

  test.each(['100.000000000000000001', 100.00000000000001, '1000', '-100', '', 'dear'])('100 is not %o', (price) => {
    expect(outcome).not.toHaveFilled({ at: 1, price })
  })

  test('a tag is a name, not a figure', () => {
    const tagged = scenario(planned({ 0: (ctx) => ctx.buy({ quantity: 1, tag: '1' }) }))
      .given(candles)
      .run()
    expect(tagged).toHaveOrdered({ tag: '1' })
    expect(tagged).not.toHaveOrdered({ tag: '1.0' })
  })
})

describe('a check that could not fail is refused', () => {
  test.each([
    [() => matcherOf('toHaveFilled')(outcome, { indx: 1 }), /^a fill has no field "indx", but at, tag, orderId, /],
    [() => matcherOf('toHaveOrdered')(idle, { sise: 1 }), /^an order has no field "sise", but at, quantity, /],
    [() => matcherOf('toHaveTraded')(idle, { at: 1 }), /^a trade has no field "at", but symbol, side, /],
    [() => matcherOf('toHaveFilled')(outcome, { price: undefined }), /^a fill: price is expected to be undefined/],
    [() => matcherOf('toHaveFilled')(outcome), /^a fill: expected an object of fields, received nothing$/],
    [() => matcherOf('toHaveRefused')(outcome, undefined), /^an order: reason is expected to be undefined/],
    [() => matcherOf('toHavePosition')(outcome, 'much'), /^expected a decimal such as '1.5', received "much"$/],
    [() => matcherOf('toBeFlat')(outcome, { at: -1 }), /^at must be a whole number from 0, received -1$/],
    [() => matcherOf('toHaveFinalEquity')(outcome, undefined), /^expected a decimal such as '1.5', received nothing$/],
    [
      () => matcherOf('toBeFlat')({} as Ran),
      /^expected what scenario\(…\).given\(…\).run\(\) or backtest\(…\) returned, received \{\}$/,
    ],
    [() => matcherOf('toHaveFilled')(null as unknown as Ran, {}), /returned, received null$/],
  ])('%s', (check, message) => {
    expect(check).toThrow(message)
  })
})
