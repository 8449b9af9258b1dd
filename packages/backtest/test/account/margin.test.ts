import { decimalFromNumber } from '@tezgah/core/decimal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Exact, sum } from '../fixtures/exact.ts'
import { accountOf, booked, buy, decimal, sell } from './fixtures.ts'
import { exact, play, randomFills } from './random-fills.ts'

const margin = { model: 'margin', leverage: 5, maintenance: '0.1' } as const

describe('buying power', () => {
  test('is equity times leverage, less what is exposed and reserved', () => {
    // Long 20 at 100 with 1000: cash −1000. At 110: equity 1200, exposure 2200, 5 × 1200 − 2200 − 300.
    const account = booked(margin, [buy(20, 100)])
    account.reserveCash(decimal(300))
    expect(account.buyingPower(0, decimal(110)).toString()).toBe('3500')
  })

  test('a short exposes as much as a long', () => {
    // Short 20 at 100: cash 3000. At 110: equity 800, exposure 2200.
    expect(
      booked(margin, [sell(20, 100)])
        .buyingPower(0, decimal(110))
        .toString(),
    ).toBe('1800')
  })

  test('is never negative', () => {
    // Long 50 at 100: cash −4000. At 90: equity 500, exposure 4500.
    expect(
      booked(margin, [buy(50, 100)])
        .buyingPower(0, decimal(90))
        .toString(),
    ).toBe('0')
  })

  test('counts other symbols at their marks', () => {
    // 10 of the first at 100, 5 of the second at 40, now 50: cash −200, equity 1000 − 200… = −200 + 1000 + 250.
    const account = booked({ ...margin, symbols: 2 }, [buy(10, 100), buy(5, 40, { symbol: 1 })])
    account.marks[1] = 50
    expect(account.equityAt(0, decimal(100)).toString()).toBe('1050')
    expect(account.buyingPower(0, decimal(100)).toString()).toBe('4000')
    account.marks[0] = 100
    expect(account.equityMark()).toBe(1050)
  })
})

describe('liquidation', () => {
  test('a long is liquidated where equity falls below the maintenance margin', () => {
    // Long 40 at 100 with 1000: cash −3000. −3000 + 40 p = 0.1 × 40 p at p = 3000 / 36.
    const account = booked(margin, [buy(40, 100)])
    expect(account.liquidationPrice(0)).toBe(3000 / 36)
    expect(account.isBelowMaintenance(0, decimal('83.34'))).toBe(false)
    expect(account.isBelowMaintenance(0, decimal('83.33'))).toBe(true)
  })

  test('a short is liquidated above', () => {
    // Short 40 at 100: cash 5000. 5000 − 40 p = 4 p at p = 5000 / 44.
    const account = booked(margin, [sell(40, 100)])
    expect(account.liquidationPrice(0)).toBe(5000 / 44)
    expect(account.isBelowMaintenance(0, decimal('113.63'))).toBe(false)
    expect(account.isBelowMaintenance(0, decimal('113.64'))).toBe(true)
  })

  test('at the price itself the account is not yet below', () => {
    // Long 20 at 100, cash −1000, a maintenance margin of 20 %: −1000 + 20 p = 4 p at 62.5.
    const account = booked({ ...margin, maintenance: '0.2' }, [buy(20, 100)])
    expect(account.liquidationPrice(0)).toBe(62.5)
    expect(account.isBelowMaintenance(0, decimal('62.5'))).toBe(false)
    expect(account.isBelowMaintenance(0, decimal('62.499999999'))).toBe(true)
  })

  test('there is no price where the position is paid for, where there is none, and on a spot account', () => {
    expect(booked(margin, [buy(5, 100)]).liquidationPrice(0)).toBeNull()
    expect(accountOf(margin).liquidationPrice(0)).toBeNull()
    const spot = booked({}, [buy(5, 100)])
    expect(spot.liquidationPrice(0)).toBeNull()
    expect(spot.isBelowMaintenance(0, decimal('0.01'))).toBe(false)
  })

  test('a hedge of equal legs pays the margin of both, and is liquidated above', () => {
    // Long 20 and short 20 at 100: cash 1000, equity 1000 at any price; 0.1 × 40 p = 1000 at 250.
    const hedge = { ...margin, positions: 'hedging' } as const
    const account = booked(hedge, [buy(20, 100, { leg: 'long' }), sell(20, 100, { leg: 'short' })])
    expect(account.liquidationPrice(0)).toBe(250)
    expect(account.isBelowMaintenance(0, decimal(251))).toBe(true)
  })

  test('the price agrees with the check on both of its sides', () => {
    let found = 0
    const maintenance = fc.constantFrom('0.005', '0.1', '0.5')
    fc.assert(
      fc.property(randomFills(), maintenance, (run, rate) => {
        const [account] = play({ ...run, input: { ...run.input, maintenance: rate } })
        const price = account.liquidationPrice(0)
        if (price === null) return
        found++
        const below = account.isBelowMaintenance(0, decimalFromNumber(price * (1 - 1e-12)))
        const above = account.isBelowMaintenance(0, decimalFromNumber(price * (1 + 1e-12)))
        expect(below).toBe(!above)
        expect(price).toBeGreaterThan(0)
      }),
      { numRuns: 1000 },
    )
    expect(found).toBeGreaterThan(50)
  })

  test('where doubles rule it out it does not happen at any price of the candle', () => {
    let ruledOut = 0
    const price = fc.double({ min: 1e-9, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(randomFills(), price, fc.double({ min: 0, max: 1, noNaN: true }), (run, low, wide) => {
        const [account] = play({ ...run, input: { ...run.input, maintenance: '0.1' } })
        const high = low * (1 + wide)
        if (account.mayBeLiquidated(0, low, high)) return
        if (account.holdings.every(({ quantity, symbol }) => symbol !== 0 || quantity.isZero)) return
        ruledOut++
        for (const at of [low, (low + high) / 2, high]) {
          expect(account.isBelowMaintenance(0, decimalFromNumber(at))).toBe(false)
        }
      }),
      { numRuns: 1000 },
    )
    expect(ruledOut).toBeGreaterThan(100)
  })

  test('without a price the check gives one answer for all prices', () => {
    fc.assert(
      fc.property(randomFills(), (run) => {
        const [account] = play({ ...run, input: { ...run.input, maintenance: '0.1' } })
        if (account.liquidationPrice(0) !== null) return
        const answers = ['1e-18', '1', '1000000', '1e18'].map((price) => account.isBelowMaintenance(0, decimal(price)))
        expect(new Set(answers).size).toBe(1)
      }),
      { numRuns: 500 },
    )
  })
})

describe('interest', () => {
  const YEAR = 31_557_600_000

  test('is paid on borrowed cash', () => {
    // Long 20 at 100 with 1000: 1000 borrowed; 10 % for a year of 365.25 days is 100, for half of it 50.
    const account = booked({ ...margin, borrow: '0.1' }, [buy(20, 100)])
    account.accrueInterest(3, YEAR / 2)
    expect([account.cash, account.interestPaid].map(String)).toEqual(['-1050', '50'])
    const { cash, index, length, quantity } = account.journal
    expect([length, index[1], cash[1], quantity[1]]).toEqual([2, 3, -1050, 20])
  })

  test('is paid on what a short is worth at its mark', () => {
    const account = booked({ ...margin, borrow: '0.1' }, [sell(20, 100)])
    account.marks[0] = 90
    account.accrueInterest(1, YEAR)
    expect(account.interestPaid.toString()).toBe('180')
  })

  test('is rounded up at 18 digits', () => {
    // 1 borrowed at 10 % for a millisecond: 0.1 / 31557600000 = 3.168808781402895…e-12.
    const account = booked({ ...margin, borrow: '0.1' }, [buy(1, 1001)])
    account.accrueInterest(1, 1)
    expect(account.interestPaid.toString()).toBe('0.000000000003168809')
  })

  test('costs nothing with cash in hand, without a rate, without time and on a spot account', () => {
    const accounts = [
      booked({ ...margin, borrow: '0.1' }, [buy(1, 100)]),
      booked({ ...margin }, [buy(20, 100)]),
      booked({ borrow: '0.1' }, [buy(1, 100)]),
    ]
    for (const account of accounts) account.accrueInterest(1, YEAR)
    const noTime = booked({ ...margin, borrow: '0.1' }, [buy(20, 100)])
    noTime.accrueInterest(1, 0)
    for (const account of [...accounts, noTime]) {
      expect([account.interestPaid.isZero, account.journal.length]).toEqual([true, 1])
    }
  })

  test('of many periods is never below the exact amount, nor above by more than a unit of the 18th digit each', () => {
    const period = fc.integer({ min: 1, max: 86_400_000 })
    fc.assert(
      fc.property(fc.array(period, { maxLength: 20 }), (periods) => {
        const account = booked({ ...margin, borrow: '0.37' }, [sell(3, 100)])
        account.marks[0] = 123.456
        for (const milliseconds of periods) account.accrueInterest(0, milliseconds)
        const due = new Exact(3).times('123.456').times('0.37').times(sum(periods)).dividedBy(YEAR)
        const excess = exact(account.interestPaid).minus(due)
        expect(excess.greaterThanOrEqualTo(-1e-300) && excess.lessThan(`${periods.length + 1}e-18`)).toBe(true)
        expect(account.cash.toString()).toBe(exact(decimal(1300)).minus(exact(account.interestPaid)).toFixed())
      }),
      { numRuns: 200 },
    )
  })
})
