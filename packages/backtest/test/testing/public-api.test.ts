import * as testing from '@tezgah/backtest/testing'
import * as forVitest from '@tezgah/backtest/testing/vitest'
import { expect, test } from 'vitest'

test('@tezgah/backtest/testing exports', () => {
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "ScenarioAssertionError",
      "assertFilled",
      "assertFilledExactly",
      "assertFinalEquity",
      "assertFlat",
      "assertNoLookahead",
      "assertNoOrders",
      "assertOrdered",
      "assertOrderedExactly",
      "assertPosition",
      "assertRefused",
      "assertTraded",
      "assertTradedExactly",
      "assertWarmUp",
      "flat",
      "fromCandles",
      "fromCloses",
      "gap",
      "join",
      "noCosts",
      "scenario",
      "tezgahMatchers",
      "trend",
      "walk",
    ]
  `)
})

test('@tezgah/backtest/testing/vitest is the same kit, with types for vitest', () => {
  expect(forVitest).toBe(testing)
})

test('every matcher has its assertion, and the other way round', () => {
  const matchers = Object.keys(testing.tezgahMatchers).map((name) => name.replace(/^to(Have|Be)/, ''))
  const assertions = Object.keys(testing).filter((name) => /^assert(?!NoLookahead|WarmUp)/.test(name))
  expect(assertions.map((name) => name.replace(/^assert/, '')).sort()).toEqual(matchers.sort())
})
