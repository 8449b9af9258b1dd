import type { BacktestResult, FillReport, OrderReport } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Exact, sum } from '../fixtures/exact.ts'
import { playRandom, type RandomRun, randomRun } from '../fixtures/random-run.ts'

// Over random candles, orders of every kind and random rules; each run ends without an exception, which is a property too.

const ALIVE = ['waiting', 'working', 'partially-filled']
const RUNS = { numRuns: 300 }

const holds = (check: (result: BacktestResult, run: RandomRun) => void) =>
  fc.assert(
    fc.property(randomRun(), (run) => check(playRandom(run), run)),
    RUNS,
  )

const fillsOf = (result: BacktestResult, order: OrderReport): FillReport[] =>
  result.fills.filter((fill) => fill.orderId === order.id)

describe('an order', () => {
  test('is alive at the end, or ended once: filled in full, or with a reason', () => {
    holds(({ orders }) => {
      for (const { status, reason, closedIndex } of orders) {
        expect(ALIVE.includes(status)).toBe(closedIndex === null)
        expect(status === 'filled' || ALIVE.includes(status)).toBe(reason === null)
      }
    })
  })

  test('has filled what its fills add up to, and never more than it asked for', () => {
    holds((result) => {
      for (const order of result.orders) {
        const fills = fillsOf(result, order)
        const filled = sum(fills.map(({ quantity }) => quantity))
        expect(order.filledQuantity).toBe(fills.length === 0 ? null : filled.toString())
        if (order.size?.kind === 'quantity') expect(filled.lte(order.size.value)).toBe(true)
        if (order.status === 'filled') expect(fills.length).toBeGreaterThan(0)
        if (order.status === 'refused') expect(fills).toEqual([])
      }
    })
  })

  test('shows what it found and the bound where it was refused, and only there', () => {
    holds(({ orders }) => {
      for (const { status, observed, limit } of orders) {
        expect([observed === null, limit === null]).toEqual([status !== 'refused', status !== 'refused'])
      }
    })
  })

  test('never trades before the candle after the one it was placed on, but for market orders at a close', () => {
    holds((result, { execution }) => {
      for (const fill of result.fills) {
        const order = result.orders[fill.orderId - 1]!
        const isAtClose = fill.reason === 'market_at_close' && execution.fillAt === 'close'
        const isOfMachine = fill.reason === 'end_of_run' || fill.reason === 'liquidation'
        if (!isOfMachine) expect(fill.index).toBeGreaterThanOrEqual(order.createdIndex + (isAtClose ? 0 : 1))
      }
    })
  })

  test('that is good till a date trades in no candle that opens then or later', () => {
    holds((result) => {
      for (const fill of result.fills) {
        const { expiresAt } = result.orders[fill.orderId - 1]!
        if (expiresAt !== null) expect(fill.time).toBeLessThan(expiresAt)
      }
    })
  })

  test('that is fill or kill has one fill or none, and fills no later than what it meets first', () => {
    holds((result) => {
      for (const order of result.orders) {
        if (order.timeInForce !== 'FOK' && order.timeInForce !== 'IOC') continue
        expect(fillsOf(result, order).length).toBeLessThanOrEqual(1)
        expect(order.status === 'partially-filled').toBe(false)
      }
    })
  })
})

describe('a fill', () => {
  const isOutside = ({ price, index }: FillReport, { candles }: RandomRun): boolean => {
    const { high, low } = candles[index]!
    return Number(price) > high || Number(price) < low
  }

  test('lies within its candle, unless slippage explains it', () => {
    holds((result, run) => {
      for (const fill of result.fills) if (isOutside(fill, run)) expect(fill.slippage).not.toBe('0')
    })
  })

  test('is never beyond the limit of its order', () => {
    holds((result, { plan }) => {
      // Of an order that was changed the report shows the last limit, not the one that held at each fill.
      if (plan.flat().some(({ type }) => type === 'modify')) return
      for (const { orderId, price, side } of result.fills) {
        const { limitPrice } = result.orders[orderId - 1]!
        if (limitPrice === null) continue
        expect(side === 'buy' ? new Exact(price).lte(limitPrice) : new Exact(price).gte(limitPrice)).toBe(true)
      }
    })
  })

  test('comes no earlier than the one before it', () => {
    holds(({ fills }) => {
      for (const [at, fill] of fills.entries())
        expect(fill.index).toBeGreaterThanOrEqual(fills[Math.max(0, at - 1)]!.index)
    })
  })

  test('takes with all others of a candle no more than the participation allows', () => {
    holds((result, { candles, execution }) => {
      if (execution.participation === undefined) return
      for (const [index, { volume }] of candles.entries()) {
        const taken = result.fills.filter(
          (fill) => fill.index === index && fill.reason !== 'end_of_run' && fill.reason !== 'liquidation',
        )
        expect(sum(taken.map(({ quantity }) => quantity)).lte(volume / 2)).toBe(true)
      }
    })
  })
})

describe('the account', () => {
  test('of a spot account is never overdrawn and never short', () => {
    holds(({ fills, account }, run) => {
      if (run.account.model === 'margin') return
      let cash = new Exact(account.initialCash)
      let held = new Exact(0)
      for (const { side, price, quantity, fee } of fills) {
        const isBase = run.account.fees?.currency === 'base' && side === 'buy'
        const value = new Exact(price).times(quantity)
        cash = side === 'buy' ? cash.minus(value).minus(isBase ? 0 : fee) : cash.plus(value).minus(fee)
        held = side === 'buy' ? held.plus(isBase ? value.minus(fee).div(price) : quantity) : held.minus(quantity)
        expect(cash.isNegative() && !cash.isZero()).toBe(false)
        expect(held.gte('-1e-100')).toBe(true)
      }
      expect(account.cash).toBe(cash.toString())
    })
  })

  test('keeps the identity of cash, positions, profit, fees and interest to the last digit', () => {
    holds(({ account }) => {
      const { initialCash, realised, unrealised, feesPaid, interestPaid, cash, positions } = account
      const worth = sum(positions.map(({ quantity, mark }) => new Exact(quantity).times(mark))).plus(cash)
      const gained = new Exact(initialCash).plus(realised).plus(unrealised).minus(feesPaid).minus(interestPaid)
      expect(worth.toString()).toBe(gained.toString())
    })
  })

  test('holds nothing back once no order works', () => {
    fc.assert(
      fc.property(randomRun(), (run) => {
        let free = Number.NaN
        const plan = [...run.plan.slice(0, run.candles.length - 1)]
        const result = playRandom(
          { ...run, plan, execution: { ...run.execution, openTradesAtEnd: 'keep' } },
          (context) => {
            if (context.index !== run.candles.length - 1) return
            context.cancelAll()
            free = context.cash
          },
        )
        // The strategy sees cash as a double, right to the last bit but one.
        expect(Math.abs(free - Number(result.account.cash))).toBeLessThanOrEqual(Math.abs(free) * Number.EPSILON)
        expect(result.orders.some(({ status }) => ALIVE.includes(status))).toBe(false)
      }),
      RUNS,
    )
  })
})

test('the same run gives the same digest', () => {
  fc.assert(
    fc.property(randomRun(), (run) => {
      expect(playRandom(run).manifest.digest).toBe(playRandom(run).manifest.digest)
    }),
    { numRuns: 100 },
  )
})
