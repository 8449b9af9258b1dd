import { backtest, createSeries } from '@tezgah/backtest'
import { type DecisionRecord, replay } from '@tezgah/guardrails'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guard, policies, type ScriptedOrder, scriptedStrategy } from '../src/index.ts'
import { type Candle, OwnLoop, type Verdict } from './own-loop.ts'

const HOUR = 3_600_000
const START = 1_736_942_400_000
const CASH = 20_000

const wish: fc.Arbitrary<ScriptedOrder> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ buy: fc.constantFrom(1, 2.5, 10, 20, 20.01, 25), limit: fc.constant(null) }) },
  { weight: 2, arbitrary: fc.record({ buy: fc.constantFrom(1, 10, 20), limit: fc.constantFrom(96, 98.5, 99, 100) }) },
  { weight: 2, arbitrary: fc.constant('sell all' as const) },
  { weight: 1, arbitrary: fc.constant('cancel all' as const) },
)
const hour = fc.record({
  close: fc.integer({ min: 9600, max: 10_400 }),
  gap: fc.integer({ min: -60, max: 60 }),
  orders: fc.array(wish, { maxLength: 3 }),
})

type Story = { readonly candles: readonly Candle[]; readonly orders: readonly (readonly ScriptedOrder[])[] }

/** Sells at most once at a close, since an account refuses to sell the same twice before it asks the guard. */
const stories: fc.Arbitrary<Story> = fc.array(hour, { minLength: 12, maxLength: 40 }).map((hours) => ({
  candles: hours.map(({ close, gap }, index) => {
    const open = ((hours[index - 1]?.close ?? close) + gap) / 100
    const [high, low] = [Math.max(open, close / 100) + 0.5, Math.min(open, close / 100) - 0.5]
    return { time: START + index * HOUR, open, high, low, close: close / 100, volume: 1e6 }
  }),
  orders: hours.map(({ orders }) => orders.filter((one, at) => one !== 'sell all' || orders.indexOf(one) === at)),
}))

function fromBacktest({ candles, orders }: Story): DecisionRecord[] {
  const columns = (key: keyof Candle) => candles.map((candle) => candle[key])
  const series = createSeries({
    symbol: 'BTCTRY',
    interval: '1h',
    time: columns('time'),
    open: columns('open'),
    high: columns('high'),
    low: columns('low'),
    close: columns('close'),
    volume: columns('volume'),
  })
  const records: DecisionRecord[] = []
  backtest({
    strategy: scriptedStrategy(orders),
    candles: series,
    guard: guard((record) => records.push(JSON.parse(JSON.stringify(record)) as DecisionRecord)),
    account: { initialCash: String(CASH), feeRate: '0' },
  })
  return records
}

function fromLoop({ candles, orders }: Story): readonly Verdict[] {
  const loop = new OwnLoop(CASH)
  for (const [index, candle] of candles.entries()) loop.candle(candle, orders[index] ?? [])
  return loop.verdicts
}

const verdictOf = ({ verdict, reasons }: Verdict): Verdict => ({ verdict, reasons })

test('a backtest, its records and a loop of one’s own decide alike', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(stories, (story) => {
      const records = fromBacktest(story)
      const decisions = records.map(verdictOf)
      expect(records.map((record) => verdictOf(replay(record, policies)))).toEqual(decisions)
      expect(fromLoop(story)).toEqual(decisions)
      for (const { verdict, reasons } of decisions) for (const { policy } of reasons) seen.add(`${verdict} ${policy}`)
    }),
    { seed: 5, numRuns: 150 },
  )
  // Every policy but those that need a longer story had its say.
  expect([...seen].sort()).toMatchInlineSnapshot(`
    [
      "needsApproval large",
      "refused calm",
      "refused day",
      "refused hours",
      "refused losses",
      "refused open",
      "refused position",
      "refused rate",
      "refused size",
      "refused top",
      "refused twice",
      "refused wild",
    ]
  `)
})
