import { type BacktestOptions, btcturkFees } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, held, play } from '../fixtures/scripted.ts'

type Execution = NonNullable<BacktestOptions['execution']>
type Account = NonNullable<BacktestOptions['account']>

/** A buy of 1 at 100 and a sell of it at 200, each in a candle with a volume of 100. */
function roundTrip(options: { execution?: Execution; account?: Account; rules?: BacktestOptions['rules'] }) {
  return play(
    [flat(100, 100), flat(100, 100), flat(200, 100)],
    { 0: (ctx) => ctx.buy({ quantity: 1 }), 1: (ctx) => ctx.close() },
    options,
  )
}

const prices = (execution: Execution, rules?: BacktestOptions['rules']) =>
  roundTrip({ execution, rules }).fills.map(({ price }) => price)

describe('slippage moves a taker’s price against it:', () => {
  test.each<[string, Execution, [string, string]]>([
    ['none', { slippage: { model: 'none' } }, ['100', '200']],
    ['a fixed amount', { slippage: { model: 'fixed', amount: '0.25' } }, ['100.25', '199.75']],
    ['basis points', { slippage: { model: 'basisPoints', bps: 50 } }, ['100.5', '199']],
    ['basis points in short', { slippageBps: 50 }, ['100.5', '199']],
    ['half of a spread', { slippage: { model: 'halfSpread', spread: '0.5' } }, ['100.25', '199.75']],
    ['half of a spread in basis points', { slippage: { model: 'halfSpread', spreadBps: 50 } }, ['100.25', '199.5']],
    // √(1 / 100) = 0.1, a tenth of that: 1 %.
    ['the share of the volume', { slippage: { model: 'volumeShare' } }, ['101', '198']],
    ['at most the maximum', { slippage: { model: 'volumeShare', coefficient: 100 } }, ['110', '180']],
    ['a function', { slippage: ({ price, side }) => (side === 'buy' ? price + 3 : price - 3) }, ['103', '197']],
  ])('%s', (_what, execution, expected) => {
    expect(prices(execution)).toEqual(expected)
  })

  test('ticks, and to the tick against the order', () => {
    const rules = { BTCTRY: { tick: '0.5' } }
    expect(prices({ slippage: { model: 'ticks', ticks: 3 } }, rules)).toEqual(['101.5', '198.5'])
    expect(prices({ slippage: { model: 'fixed', amount: '0.3' } }, rules)).toEqual(['100.5', '199.5'])
  })

  test('what it cost is reported', () => {
    const result = roundTrip({ execution: { slippage: { model: 'fixed', amount: '0.25' } } })
    expect(result.fills.map(({ slippage }) => slippage)).toEqual(['0.25', '0.25'])
  })

  const then: readonly Candle[] = [candle(100, 106, 99, 100)]
  const entry = (execution: Execution, order: object) =>
    fillLines(play([flat(100), ...then], { 0: (ctx) => ctx.buy({ quantity: 1, ...order }) }, { execution }))

  test.each([
    ['never beyond the limit of a stop-limit', { stop: 105, limit: '105.2' }, '1 buy 1 @ 105.2 taker stop_limit'],
    ['never beyond a limit that takes', { limit: '100.5' }, '1 buy 1 @ 100.5 taker limit_at_open'],
    ['a stop without a limit all the way, outside of the candle', { stop: 106 }, '1 buy 1 @ 107 taker stop'],
    ['not a maker', { limit: '99.5' }, '1 buy 1 @ 99.5 maker limit'],
  ])('%s', (_what, order, line) => {
    expect(entry({ slippage: { model: 'fixed', amount: 1 } }, order)).toEqual([line])
  })

  test.each<[Execution['slippageOn'], [string, string]]>([
    ['takers', ['101', '199']],
    ['entries', ['101', '200']],
    ['everyFill', ['101', '199']],
  ])('slippageOn %s', (slippageOn, expected) => {
    expect(prices({ slippage: { model: 'fixed', amount: 1 }, slippageOn: slippageOn! })).toEqual(expected)
  })

  test('everyFill: a maker too, but not beyond its limit', () => {
    const execution = { slippage: { model: 'fixed', amount: 1 }, slippageOn: 'everyFill' } as const
    expect(entry(execution, { limit: '99.5' })).toEqual(['1 buy 1 @ 99.5 maker limit'])
  })

  test('a size in money is settled with the slipped price: 1000 buy 9 at 101 and not 10', () => {
    const result = play(
      [flat(100), flat(100)],
      { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) },
      { execution: { slippage: { model: 'fixed', amount: 1 }, lot: 1 } },
    )
    expect(fillLines(result)).toEqual(['1 buy 9 @ 101 taker market'])
  })
})

describe('fees', () => {
  const fees = (account: Account) => roundTrip({ account }).fills.map(({ fee }) => fee)

  test.each<[string, Account, [string, string]]>([
    ['a rate', { feeRate: '0.01' }, ['1', '2']],
    ['a fixed part on top', { feeRate: '0.01', fees: { fixed: '0.5' } }, ['1.5', '2.5']],
    ['a minimum where it is more', { feeRate: '0.01', fees: { minimum: '1.5' } }, ['1.5', '2']],
    [
      'rate and fixed part against the minimum',
      { feeRate: '0.01', fees: { fixed: '0.5', minimum: '1.5' } },
      ['1.5', '2.5'],
    ],
    ['not rounded', { feeRate: '0.000000000001' }, ['0.0000000001', '0.0000000002']],
  ])('%s', (_what, account, expected) => {
    expect(fees(account)).toEqual(expected)
  })

  test('makers pay their own rate', () => {
    const result = play(
      [flat(100), candle(100, 101, 94, 96)],
      { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
      { account: { makerFeeRate: '0.01', takerFeeRate: '0.02' } },
    )
    expect(result.fills[0]).toMatchObject({ fee: '0.95', liquidity: 'maker' })
  })

  test('out of the base bought: the cash is the price alone, the position is less', () => {
    const result = play(
      [flat(100), flat(100)],
      { 0: (ctx) => ctx.buy({ quantity: 1 }) },
      { account: { feeRate: '0.1', fees: { currency: 'base' } } },
    )
    expect([result.account.cash, held(result), result.account.feesPaid]).toEqual(['900', '0.9', '10'])
  })

  test('by the value traded in the trailing 30 days', () => {
    const tiers = [
      { fromVolume: 0, makerFeeRate: 0, takerFeeRate: '0.01' },
      { fromVolume: 150, makerFeeRate: 0, takerFeeRate: '0.005' },
    ]
    const buy = { 0: 1, 1: 1, 2: 1, 32: 1, 40: 1 }
    const script = Object.fromEntries(
      Object.keys(buy).map((index) => [
        index,
        (ctx: { buy(order: { quantity: number }): number }) => ctx.buy({ quantity: 1 }),
      ]),
    )
    const result = play(
      Array.from({ length: 45 }, () => flat(100)),
      script,
      { account: { fees: { tiers } } },
    )
    // Traded before: 0, 100, 200; then, 30 days after the first two have left, 100, and after all of them 100.
    expect(result.fills.map(({ index, fee }) => `${index}: ${fee}`)).toEqual([
      '1: 1',
      '2: 1',
      '3: 0.5',
      '33: 1',
      '41: 1',
    ])
  })

  test('btcturkFees(): a market order of an amount includes its fee of 0.24 %', () => {
    const result = play(
      [flat(100), flat(100)],
      { 0: (ctx) => ctx.buy({ quoteAmount: '500' }) },
      { account: { fees: btcturkFees() } },
    )
    // 500 / 100.24 = 4.98802873…; what is left of the 500 is less than one lot with its fee.
    expect(fillLines(result)).toEqual(['1 buy 4.98802873 @ 100 taker market'])
    expect(Number(result.account.cash)).toBeGreaterThanOrEqual(500)
    expect(Number(result.account.cash)).toBeLessThan(500 + 100.24e-8)
  })
})
