import type { BacktestResult } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, sum } from '../fixtures/exact.ts'
import { playRandom, type RandomRun, randomRun } from '../fixtures/random-run.ts'

const RUNS = { numRuns: 150 }

const text = (value: Exact): string => value.toString().replace(/^-0$/, '0')
const signed = (side: 'buy' | 'sell', value: Exact): Exact => (side === 'buy' ? value : value.negated())
const value = (fill: { price: string; quantity: string }): Exact => new Exact(fill.price).times(fill.quantity)

/** The one position of a spot account with one symbol. */
function positionOf(account: BacktestResult['account']): BacktestResult['account']['positions'][number] {
  expect(account.positions).toHaveLength(1)
  return account.positions[0]!
}

/** Runs of a spot account whose fees are rates in quote, which a few lines can recompute. Others: `portfolio/ledger.property.test.ts`. */
function plainRun(): fc.Arbitrary<RandomRun> {
  return randomRun().map(({ account: { initialCash, makerFeeRate, takerFeeRate }, ...run }) => ({
    ...run,
    account: { initialCash, makerFeeRate, takerFeeRate },
  }))
}

function checked(check: (result: BacktestResult, run: RandomRun) => void): void {
  fc.assert(
    fc.property(plainRun(), (run) => check(playRandom(run), run)),
    RUNS,
  )
}

test('the ledger closes to the last digit', () => {
  checked(({ account }) => {
    const { cash, initialCash, realised, unrealised, feesPaid } = account
    const { mark, quantity } = positionOf(account)
    const left = new Exact(quantity).times(mark).plus(cash)
    expect(text(left)).toBe(text(sum([initialCash, realised, unrealised]).minus(feesPaid)))
    expect(account.finalEquity).toBe(text(left))
  })
})

test('cash, position and fees are what the fills add up to', () => {
  checked(({ account, fills }) => {
    const paid = sum(fills.map((fill) => signed(fill.side, value(fill)).plus(fill.fee)))
    expect(account.cash).toBe(text(new Exact(account.initialCash).minus(paid)))
    expect(positionOf(account).quantity).toBe(
      text(sum(fills.map((fill) => signed(fill.side, new Exact(fill.quantity))))),
    )
    expect(account.feesPaid).toBe(text(sum(fills.map((fill) => fill.fee))))
  })
})

test('a fee is price × quantity × the rate of its liquidity', () => {
  checked(({ fills }, { account }) => {
    for (const fill of fills) {
      const rate = fill.liquidity === 'maker' ? account.makerFeeRate! : account.takerFeeRate!
      expect(fill.fee).toBe(text(value(fill).times(rate)))
    }
  })
})

test('every quantity is a whole number of lots, above zero', () => {
  checked(({ fills }, { execution }) => {
    for (const { quantity } of fills) {
      expect(new Exact(quantity).modulo(execution.lot!).isZero()).toBe(true)
      expect(new Exact(quantity).greaterThan(0)).toBe(true)
    }
  })
})

test('neither cash nor position is negative after any fill', () => {
  checked(({ account, fills }) => {
    let cash = new Exact(account.initialCash)
    let held = new Exact(0)
    for (const fill of fills) {
      cash = cash.minus(signed(fill.side, value(fill))).minus(fill.fee)
      held = held.plus(signed(fill.side, new Exact(fill.quantity)))
      expect(cash.isNegative() && !cash.isZero()).toBe(false)
      expect(held.isNegative() && !held.isZero()).toBe(false)
    }
  })
})

test('free cash is never negative, and never above what the position and the equity leave', () => {
  fc.assert(
    fc.property(plainRun(), (run) => {
      playRandom(run, (ctx) => {
        expect(ctx.cash).toBeGreaterThanOrEqual(0)
        expect(ctx.position.quantity).toBeGreaterThanOrEqual(0)
        expect(ctx.cash).toBeLessThanOrEqual(ctx.equity)
      })
    }),
    RUNS,
  )
})

test('each trade pairs a part of a buy with a part of a later sell, first in, first out', () => {
  checked(({ fills, trades }) => {
    expect(trades.map(tradeFacts)).toEqual(pairUp(fills))
  })
})

test('profits of all trades add up to the change of equity', () => {
  checked(({ account, trades }) => {
    const profit = sum(trades.map((trade) => trade.profit))
    expect(text(profit)).toBe(text(new Exact(account.finalEquity).minus(account.initialCash)))
  })
})

test('profit and return of a trade follow from its prices and fees', () => {
  checked(({ account, trades }) => {
    for (const { entryPrice, exitPrice, quantity, fees, profit, returnPct } of trades) {
      const change = new Exact(exitPrice ?? positionOf(account).mark).minus(entryPrice)
      expect(profit).toBe(text(change.times(quantity).minus(fees)))
      const exactPct = new Exact(profit).dividedBy(new Exact(entryPrice).times(quantity)).times(100).toNumber()
      expect(Math.abs(returnPct - exactPct)).toBeLessThanOrEqual(Math.abs(exactPct) * 1e-15)
    }
  })
})

test('the equity column is cash and position at each close', () => {
  checked(({ account, equity, fills }, { candles }) => {
    candles.forEach(({ close }, index) => {
      const until = fills.filter((fill) => fill.index <= index)
      const cash = new Exact(account.initialCash).minus(
        sum(until.map((fill) => signed(fill.side, value(fill)).plus(fill.fee))),
      )
      const held = sum(until.map((fill) => signed(fill.side, new Exact(fill.quantity))))
      const exact = cash.plus(held.times(close)).toNumber()
      expect(Math.abs(equity.equity[index]! - exact)).toBeLessThanOrEqual(exact * 1e-15)
    })
  })
})

type Fill = BacktestResult['fills'][number]

function tradeFacts(trade: BacktestResult['trades'][number]) {
  const { entryIndex, entryPrice, exitIndex, exitPrice, quantity, fees } = trade
  return { entryIndex, entryPrice, exitIndex, exitPrice, quantity, fees }
}

/** First in, first out by hand: sells eat the oldest buys, each part with its share of both fees; what is left is open. */
function pairUp(fills: readonly Fill[]): ReturnType<typeof tradeFacts>[] {
  const lots: { entry: Fill; left: Exact }[] = []
  const trades: ReturnType<typeof tradeFacts>[] = []
  const share = (fill: Fill, part: Exact): Exact => new Exact(fill.fee).times(part).dividedBy(fill.quantity)
  const trade = (entry: Fill, exit: Fill | null, part: Exact): void => {
    const fees = share(entry, part).plus(exit === null ? 0 : share(exit, part))
    trades.push({
      entryIndex: entry.index,
      entryPrice: entry.price,
      exitIndex: exit?.index ?? null,
      exitPrice: exit?.price ?? null,
      quantity: text(part),
      fees: text(fees),
    })
  }
  for (const fill of fills) {
    let left = new Exact(fill.quantity)
    if (fill.side === 'buy') {
      lots.push({ entry: fill, left })
      continue
    }
    while (left.greaterThan(0)) {
      const lot = lots[0]!
      const part = Exact.min(left, lot.left)
      trade(lot.entry, fill, part)
      left = left.minus(part)
      lot.left = lot.left.minus(part)
      if (lot.left.isZero()) lots.shift()
    }
  }
  for (const lot of lots) trade(lot.entry, null, lot.left)
  return trades
}
