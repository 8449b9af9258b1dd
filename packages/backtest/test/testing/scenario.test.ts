import { BacktestError, backtest } from '@tezgah/backtest'
import { assertPosition, flat, fromCloses, noCosts, scenario } from '@tezgah/backtest/testing'
import { describe, expect, test } from 'vitest'
import { planned, smaCross } from './strategies.ts'

const candles = fromCloses([10, 10, 10, 9, 8, 9, 11, 12, 9, 7])

describe('a scenario', () => {
  test('is a backtest with its defaults', () => {
    const { result } = scenario(smaCross, { slow: 3 }).given(candles).run()
    expect(result.manifest).toEqual(backtest({ strategy: smaCross, params: { slow: 3 }, candles }).manifest)
  })

  test('takes options before and after the candles, group by group', () => {
    const cash = { account: { initialCash: 500 } }
    const before = scenario(smaCross).with(noCosts).with(cash).given(candles).run()
    const after = scenario(smaCross).given(candles).with(noCosts).with(cash).run()
    for (const { result } of [before, after]) {
      expect(result.manifest.assumptions).toMatchObject({ initialCash: '500', takerFeeRate: '0' })
    }
  })

  test('replaces single options, and the same option of a group', () => {
    const { manifest } = scenario(smaCross)
      .with({ seed: 1, account: { feeRate: 0.1 } })
      .with({ seed: 2, account: { feeRate: 0.2 } })
      .given(candles)
      .run().result
    expect(manifest.seed).toBe(2)
    expect(manifest.assumptions.takerFeeRate).toBe('0.2')
  })

  test('can be varied and run again', () => {
    const base = scenario(smaCross, { slow: 3 }).given(candles)
    const dear = base.with({ account: { feeRate: 0.5 } })
    expect(base.run().fills[0]!.fee).not.toBe(dear.run().fills[0]!.fee)
    expect(base.run().result.manifest.digest).toBe(base.run().result.manifest.digest)
    expect(base.given(flat(10, 5)).run().orders).toEqual([])
  })

  test('fails as a backtest fails', () => {
    const failing = scenario(planned({ 1: () => JSON.parse('{') })).given(candles)
    expect(() => failing.run()).toThrow(expect.objectContaining({ code: 'strategy_failed' }))
    expect(() => scenario(smaCross, { fsat: 3 }).given(candles).run()).toThrow(/no such parameter: fsat/)
    expect(() =>
      scenario(smaCross)
        .with({ account: { feeRate: 2 } })
        .given(candles)
        .run(),
    ).toThrow(BacktestError)
  })
})

describe('an outcome', () => {
  const outcome = scenario(
    planned({
      0: (ctx) => ctx.buy({ quantity: '1.5' }),
      1: (ctx) => ctx.buy({ quantity: 1e9 }),
      2: (ctx) => ctx.sell({ quantity: '0.5', tag: 'half' }),
    }),
  )
    .given(candles)
    .with(noCosts)
    .run()

  test('has the parts of the result', () => {
    const { result } = outcome
    for (const part of ['orders', 'fills', 'trades', 'stats', 'equity'] as const)
      expect(outcome[part]).toBe(result[part])
    expect(outcome.account).toEqual(result.account)
  })

  test('knows what was held, exactly', () => {
    expect(outcome.position).toBe('1')
    expect([0, 1, 2, 3, 9].map((index) => outcome.positionAt(index))).toEqual(['0', '1.5', '1.5', '1', '1'])
    expect(() => outcome.positionAt(-1)).toThrow('index must be a whole number from 0, received -1')
  })

  test('does not guess from fills that do not add up', () => {
    const { account, fills, orders, trades } = outcome
    const oneFillLess = { account, orders, trades, fills: fills.slice(0, 1) }
    expect(() => assertPosition(oneFillLess, 1)).not.toThrow()
    expect(() => assertPosition(oneFillLess, '1.5', { at: 1 })).toThrow(
      'the fills add up to 1.5, but 1 is held: look at the end of the run only',
    )
  })

  test('lists refusals with their figures', () => {
    expect(outcome.refusals).toHaveLength(1)
    expect(outcome.refusals[0]).toMatchObject({ reason: 'insufficient_cash', observed: '10000000000', limit: '99985' })
  })

  test('sums itself up', () => {
    expect(`${outcome}`).toMatchInlineSnapshot(`
      "planned {} on 10 candles of TEST 1d

      orders (3):
        at  side  type    size                 status   reason                observed  limit  closed  tag
         0  buy   market  quantity 1.5         filled   -                            -      -       1  -
         1  buy   market  quantity 1000000000  refused  insufficient_cash  10000000000  99985       2  -
         2  sell  market  quantity 0.5         filled   -                            -      -       3  half

      fills (2):
        at  side  quantity  price  fee  reason  tag   position
         1  buy        1.5     10    0  market  -          1.5
         3  sell       0.5      9    0  market  half         1

      trades (2):
        side  quantity  entryIndex  entryPrice  exitIndex  exitPrice  profit  exitReason
        long       0.5           1          10          3          9    -0.5  half
        long         1           1          10          -          -      -3  open

      final equity: 99996.5"
    `)
    expect(scenario(smaCross).given(flat(1, 3)).run().summary()).toMatchInlineSnapshot(`
      "sma-cross {"fast":2,"slow":5} on 3 candles of TEST 1d

      orders: none

      fills: none

      trades: none

      final equity: 100000"
    `)
  })
})
