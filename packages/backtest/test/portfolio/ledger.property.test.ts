import type { BacktestResult, FillReport } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Exact, sum } from '../fixtures/exact.ts'
import { playPortfolio, type RandomPortfolio, randomPortfolio } from './random-portfolio.ts'

/** Of each account model: together at least the 2,000 runs that the ledger has to close over. */
const RUNS = { numRuns: 1100 }
const SLOW = { timeout: 60_000 }

const text = (value: Exact): string => value.toFixed().replace(/^-0$/, '0')
const worthOf = ({ price, quantity }: FillReport): Exact => new Exact(price).times(quantity)
const signed = ({ side }: FillReport, amount: Exact): Exact => (side === 'buy' ? amount : amount.negated())

/** What a fill does to cash and to its position. */
type Flow = { readonly fill: FillReport; readonly cash: Exact; readonly moved: Exact }

/** An arithmetic of its own, from nothing but the fills: a buy that covers no short may pay its rate in base. */
function flowsOf({ fills }: BacktestResult, { account }: RandomPortfolio): Flow[] {
  const held = new Map<string, Exact>()
  return fills.map((fill) => {
    const position = `${fill.symbol} ${fill.positionSide}`
    const before = held.get(position) ?? new Exact(0)
    const isInBase = account.fees?.currency === 'base' && fill.side === 'buy' && !before.lessThan(0)
    const rate = isInBase ? (fill.liquidity === 'maker' ? account.makerFeeRate! : account.takerFeeRate!) : 0
    const moved = signed(fill, new Exact(fill.quantity).times(new Exact(1).minus(rate)))
    held.set(position, before.plus(moved))
    const worth = worthOf(fill)
    const cash = signed(fill, worth).negated().minus(fill.fee).plus(worth.times(rate))
    return { fill, cash, moved }
  })
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

function expectFillsAddUp({ account, fills }: BacktestResult, flows: readonly Flow[]): void {
  const cash = new Exact(account.initialCash).plus(sum(flows.map((flow) => flow.cash)))
  expect(account.cash).toBe(text(cash.minus(account.interestPaid)))
  for (const { positionSide, quantity, symbol } of account.positions) {
    const own = flows.filter(({ fill }) => fill.symbol === symbol && fill.positionSide === positionSide)
    expect(quantity).toBe(text(sum(own.map(({ moved }) => moved))))
  }
  expect(account.feesPaid).toBe(text(sum(fills.map(({ fee }) => fee))))
}

function expectNoOverdraft({ account }: BacktestResult, flows: readonly Flow[]): void {
  let cash = new Exact(account.initialCash)
  const held = new Map<string, Exact>()
  for (const { fill, ...flow } of flows) {
    cash = cash.plus(flow.cash)
    const now = (held.get(fill.symbol) ?? new Exact(0)).plus(flow.moved)
    held.set(fill.symbol, now)
    expect(cash.lessThan(0), `cash ${cash}`).toBe(false)
    expect(now.lessThan(0), `held ${now}`).toBe(false)
  }
}

describe('the ledger closes to the last digit, whatever the scales, fees, lots and orders', () => {
  test('of a spot account, which no fill overdraws', SLOW, () => {
    let fills = 0
    fc.assert(
      fc.property(randomPortfolio('spot'), (run) => {
        const result = playPortfolio(run)
        expectClosedLedger(result)
        expectFillsAddUp(result, flowsOf(result, run))
        expectNoOverdraft(result, flowsOf(result, run))
        fills += result.fills.length
      }),
      RUNS,
    )
    expect(fills).toBeGreaterThan(RUNS.numRuns)
  })

  test('of a margin account, interest included', SLOW, () => {
    let fills = 0
    let interest = 0
    fc.assert(
      fc.property(randomPortfolio('margin'), (run) => {
        const result = playPortfolio(run)
        expectClosedLedger(result)
        expectFillsAddUp(result, flowsOf(result, run))
        fills += result.fills.length
        if (result.account.interestPaid !== '0') interest++
      }),
      RUNS,
    )
    expect(fills).toBeGreaterThan(RUNS.numRuns)
    expect(interest).toBeGreaterThan(RUNS.numRuns / 10)
  })
})
