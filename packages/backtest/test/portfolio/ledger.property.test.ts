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

/** What the fills alone say: nothing of the run's options, of its prices or of what came before is needed. */
function flowsOf({ fills }: BacktestResult): Flow[] {
  return fills.map((fill) => {
    const paidInQuote = new Exact(fill.fee).minus(new Exact(fill.baseFee).times(fill.price))
    const cash = signed(fill, worthOf(fill)).negated().minus(paidInQuote)
    return { fill, cash, moved: signed(fill, new Exact(fill.quantity)).minus(fill.baseFee) }
  })
}

/** By an arithmetic of its own: a buy that covers no short pays its rate in base, where the account is one that does. */
function expectBaseFees({ fills }: BacktestResult, { account }: RandomPortfolio): number {
  const held = new Map<string, Exact>()
  let inBase = 0
  for (const fill of fills) {
    const position = `${fill.symbol} ${fill.positionSide}`
    const before = held.get(position) ?? new Exact(0)
    const isInBase = account.fees?.currency === 'base' && fill.side === 'buy' && !before.lessThan(0)
    expect(fill.feeCurrency).toBe(isInBase ? 'base' : 'quote')
    const rates = account.fees?.tiers ?? [{ makerFeeRate: account.makerFeeRate!, takerFeeRate: account.takerFeeRate! }]
    const ofTiers = rates.map((tier) => (fill.liquidity === 'maker' ? tier.makerFeeRate : tier.takerFeeRate))
    const possible = ofTiers.map((rate) => text(new Exact(fill.quantity).times(isInBase ? rate : 0)))
    expect(possible).toContain(fill.baseFee)
    held.set(position, before.plus(signed(fill, new Exact(fill.quantity))).minus(fill.baseFee))
    if (fill.baseFee !== '0') inBase++
  }
  return inBase
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
    let inBase = 0
    fc.assert(
      fc.property(randomPortfolio('spot'), (run) => {
        const result = playPortfolio(run)
        expectClosedLedger(result)
        expectFillsAddUp(result, flowsOf(result))
        expectNoOverdraft(result, flowsOf(result))
        fills += result.fills.length
        inBase += expectBaseFees(result, run)
      }),
      RUNS,
    )
    expect(fills).toBeGreaterThan(RUNS.numRuns)
    expect(inBase).toBeGreaterThan(RUNS.numRuns / 10)
  })

  test('of a margin account, interest included', SLOW, () => {
    let fills = 0
    let inBase = 0
    let interest = 0
    fc.assert(
      fc.property(randomPortfolio('margin'), (run) => {
        const result = playPortfolio(run)
        expectClosedLedger(result)
        expectFillsAddUp(result, flowsOf(result))
        fills += result.fills.length
        inBase += expectBaseFees(result, run)
        if (result.account.interestPaid !== '0') interest++
      }),
      RUNS,
    )
    expect(fills).toBeGreaterThan(RUNS.numRuns)
    expect(interest).toBeGreaterThan(RUNS.numRuns / 10)
    expect(inBase).toBeGreaterThan(RUNS.numRuns / 10)
  })
})
