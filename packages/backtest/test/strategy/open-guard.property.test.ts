import { backtest, type OrderGuard } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { optionsOf, randomPortfolio } from '../portfolio/random-portfolio.ts'

/** Lets everything pass, after it has asked for all that there is to know. */
const open: OrderGuard = {
  name: 'open',
  begin: (symbols) => ({
    observe(account) {
      for (const symbol of symbols) [account.closeOf(symbol), account.freeQuantity(symbol)]
    },
    review(_, account) {
      expect([account.positions(), account.workingOrders(), account.fills(0), account.closedTrades(0)]).toHaveLength(4)
      expect([account.equity, account.cash, account.freeCash]).toHaveLength(3)
      return null
    },
  }),
}

test('a guard that lets everything pass changes nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('spot', 'margin').chain((model) => randomPortfolio(model as 'spot' | 'margin')),
      (portfolio) => {
        const { manifest: _own, ...guarded } = backtest({ ...optionsOf(portfolio), guard: open }).toJSON()
        const { manifest: _, ...plain } = backtest(optionsOf(portfolio)).toJSON()
        expect(guarded).toEqual(plain)
      },
    ),
  )
})
