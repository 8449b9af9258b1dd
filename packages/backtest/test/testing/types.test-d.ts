// Compiled by `tsc -b`, never run: sound checks compile, misspelt ones do not.
import { defineStrategy } from '@tezgah/backtest'
import {
  assertFilled,
  assertRefused,
  fromCloses,
  noCosts,
  scenario,
  tezgahMatchers,
} from '@tezgah/backtest/testing/vitest'
import { expect } from 'vitest'
import { z } from 'zod'

const strategy = defineStrategy({
  name: 'typed',
  params: z.object({ fast: z.int().default(10) }),
  setup: () => ({ onCandle() {} }),
})
const outcome = scenario(strategy, { fast: 2 })
  .given(fromCloses([1, 2]))
  .with(noCosts)
  .run()

expect.extend(tezgahMatchers)
expect(outcome).toHaveOrdered({ side: 'buy', percentOfEquity: 100, at: 1 })
expect(outcome).not.toHaveFilled({ price: 100, quantity: '1.5', reason: 'stop', tag: /exit/ })
expect(outcome).toHaveFilled({ at: (index) => index > 3, price: expect.stringMatching(/^1/) })
expect(outcome).toHaveTradedExactly({ side: 'long', exitPrice: null }, { profit: 5 })
expect(outcome).toHaveRefused('insufficient_cash')
expect(outcome).toHaveRefused({ reason: 'insufficient_cash', observed: '101' })
expect(outcome).toHavePosition('1.5', { at: 3 })
expect(outcome.positionAt(3)).toBe('0')

// @ts-expect-error a fill has no such field
expect(outcome).toHaveFilled({ indx: 1 })
// @ts-expect-error no such side
expect(outcome).toHaveOrdered({ side: 'bought' })
// @ts-expect-error no such reason
expect(outcome).toHaveRefused('too_poor')
// @ts-expect-error no such moment
expect(outcome).toBeFlat({ index: 3 })
// @ts-expect-error a fill has no such field
assertFilled(outcome, { indx: 1 })
// @ts-expect-error no such reason
assertRefused(outcome, 'too_poor')
// @ts-expect-error no such parameter
scenario(strategy, { fats: 2 })
// @ts-expect-error a parameter of another type
scenario(strategy, { fast: '2' })
// @ts-expect-error no candles were given
scenario(strategy).run()
// @ts-expect-error no such option
scenario(strategy).with({ acount: {} })
