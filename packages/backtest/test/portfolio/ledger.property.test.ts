import type { BacktestResult, FillReport } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Exact, sum } from '../fixtures/exact.ts'
import { playPortfolio, type RandomPortfolio, randomPortfolio } from './random-portfolio.ts'

/** Of each account model: together at least the 2,000 runs that the ledger has to close over. */
const RUNS = { numRuns: 1100 }

const text = (value: Exact): string => value.toFixed().replace(/^-0$/, '0')
const worthOf = ({ price, quantity }: FillReport): Exact => new Exact(price).times(quantity)
const signed = ({ side }: FillReport, amount: Exact): Exact => (side === 'buy' ? amount : amount.negated())

/** The relative fee of a buy that is taken out of the base bought, in quote. */
function takenInBase(fill: FillReport, { account }: RandomPortfolio): Exact {
  if (account.fees?.currency !== 'base' || fill.side === 'sell') return new Exact(0)
  const rate = fill.liquidity === 'maker' ? account.makerFeeRate : account.takerFeeRate
  return worthOf(fill).times(rate!)
}

function cashFlow(fill: FillReport, run: RandomPortfolio): Exact {
  return signed(fill, worthOf(fill)).negated().minus(fill.fee).plus(takenInBase(fill, run))
}

function moved(fill: FillReport, run: RandomPortfolio): Exact {
  return signed(fill, new Exact(fill.quantity).minus(takenInBase(fill, run).dividedBy(fill.price)))
}

function expectClosedLedger({ account, trades }: BacktestResult): void {
  const { cash, feesPaid, finalEquity, initialCash, interestPaid, positions, realised, unrealised } = account
  const worth = new Exact(cash).plus(sum(positions.map(({ mark, quantity }) => new Exact(mark).times(quantity))))
  const made = sum([initialCash, realised, unrealised]).minus(feesPaid).minus(interestPaid)
  expect(text(worth)).toBe(text(made))
  expect(finalEquity).toBe(text(worth))
  expect(unrealised).toBe(text(sum(positions.map((position) => position.unrealised))))
  const profit = sum(trades.map((trade) => trade.profit))
  expect(text(profit)).toBe(text(worth.minus(initialCash).plus(interestPaid)))
  expect(feesPaid).toBe(text(sum(trades.map(({ fees }) => fees))))
}

/** Cash and positions by an arithmetic of its own, from nothing but the fills. */
function expectFillsAddUp({ account, fills }: BacktestResult, run: RandomPortfolio): void {
  const cash = new Exact(account.initialCash).plus(sum(fills.map((fill) => cashFlow(fill, run))))
  expect(account.cash).toBe(text(cash.minus(account.interestPaid)))
  for (const { positionSide, quantity, symbol } of account.positions) {
    const own = fills.filter((fill) => fill.symbol === symbol && fill.positionSide === positionSide)
    expect(quantity).toBe(text(sum(own.map((fill) => moved(fill, run)))))
  }
  expect(account.feesPaid).toBe(text(sum(fills.map(({ fee }) => fee))))
}

function expectNoOverdraft({ account, fills }: BacktestResult, run: RandomPortfolio): void {
  let cash = new Exact(account.initialCash)
  const held = new Map<string, Exact>()
  for (const fill of fills) {
    cash = cash.plus(cashFlow(fill, run))
    const now = (held.get(fill.symbol) ?? new Exact(0)).plus(moved(fill, run))
    held.set(fill.symbol, now)
    expect(cash.isNegative() && !cash.isZero(), `cash ${cash}`).toBe(false)
    expect(now.isNegative() && !now.isZero(), `held ${now}`).toBe(false)
  }
}

describe('the ledger closes to the last digit, whatever the scales, fees, lots and orders', () => {
  test('of a spot account, which no fill overdraws', () => {
    let fills = 0
    fc.assert(
      fc.property(randomPortfolio('spot'), (run) => {
        const result = playPortfolio(run)
        expectClosedLedger(result)
        expectFillsAddUp(result, run)
        expectNoOverdraft(result, run)
        fills += result.fills.length
      }),
      RUNS,
    )
    expect(fills).toBeGreaterThan(RUNS.numRuns)
  })

  test('of a margin account, interest included', () => {
    let fills = 0
    let interest = 0
    fc.assert(
      fc.property(randomPortfolio('margin'), (run) => {
        const result = playPortfolio(run)
        expectClosedLedger(result)
        expectFillsAddUp(result, run)
        fills += result.fills.length
        if (result.account.interestPaid !== '0') interest++
      }),
      RUNS,
    )
    expect(fills).toBeGreaterThan(RUNS.numRuns)
    expect(interest).toBeGreaterThan(RUNS.numRuns / 10)
  })
})
