import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Account } from '../../src/account/account.ts'
import type { Fill } from '../../src/account/fill.ts'
import type { Trade } from '../../src/account/trade.ts'
import { Exact, sum } from '../fixtures/exact.ts'
import { decimal } from './fixtures.ts'
import { exact, play, type RandomFills, randomFills } from './random-fills.ts'

const text = (value: Exact): string => value.toFixed().replace(/^-0$/, '0')

function checked(numRuns: number, check: (account: Account, fills: readonly Fill[], run: RandomFills) => void): void {
  fc.assert(
    fc.property(randomFills(), (run) => check(...play(run), run)),
    { numRuns },
  )
}

const paysInBase = (fill: Fill): boolean => fill.feeInBase && fill.side === 'buy'
const value = (fill: Fill): Exact => exact(fill.price).times(exact(fill.quantity))
const signed = (fill: Fill, amount: Exact): Exact => (fill.side === 'buy' ? amount : amount.negated())
const relativeFee = (fill: Fill): Exact => value(fill).times(exact(fill.tier.rate))
const feeOf = (fill: Fill): Exact => relativeFee(fill).plus(exact(fill.extra))

function movedBy(fill: Fill): Exact {
  const quantity = exact(fill.quantity)
  return paysInBase(fill) ? quantity.minus(quantity.times(exact(fill.tier.rate))) : quantity
}

/** What a fill does to cash: its value, and the fee unless that was taken in base. */
function cashFlow(fill: Fill): Exact {
  const fee = paysInBase(fill) ? exact(fill.extra) : feeOf(fill)
  return signed(fill, value(fill)).negated().minus(fee)
}

const tradesOf = (account: Account): Trade[] => [...account.trades, ...account.openTrades()]
const markOf = (account: Account, symbol: number) => decimal(account.marks[symbol]!)

test('the ledger closes to the last digit, with any model, lots, fees and interest', () => {
  checked(2000, (account, fills) => {
    const worth = sum(account.holdings.map((leg) => exact(leg.quantity).times(account.marks[leg.symbol]!)))
    const unrealised = sum(account.holdings.map((leg) => exact(leg.unrealisedAt(markOf(account, leg.symbol)))))
    const paid = sum(fills.map(feeOf)).plus(exact(account.interestPaid))
    const made = exact(account.settings.initialCash).plus(exact(account.realised)).plus(unrealised)
    expect(text(exact(account.cash).plus(worth))).toBe(text(made.minus(paid)))
    expect(account.feesPaid.toString()).toBe(text(sum(fills.map(feeOf))))
  })
})

test('cash and positions are what the fills add up to, less interest', () => {
  checked(500, (account, fills, { input }) => {
    const cash = exact(account.settings.initialCash).plus(sum(fills.map(cashFlow)))
    expect(account.cash.toString()).toBe(text(cash.minus(exact(account.interestPaid))))
    for (const leg of account.holdings) {
      const own = fills.filter(
        (fill) => fill.symbol === leg.symbol && (input.positions !== 'hedging' || fill.holdingSide === leg.side),
      )
      expect(leg.quantity.toString()).toBe(text(sum(own.map((fill) => signed(fill, movedBy(fill))))))
      expect(leg.quantityMark).toBe(leg.quantity.toNumber())
    }
    expect(account.cashMark).toBe(account.cash.toNumber())
  })
})

test('nothing is overdrawn: no negative cash or position on a spot account, no leg of a hedge past flat', () => {
  fc.assert(
    fc.property(randomFills(), (run) => {
      play(run, (account) => {
        if (run.input.model === 'spot') expect(account.cash.units >= 0n).toBe(true)
        for (const leg of account.holdings) {
          if (run.input.model === 'spot' || leg.side === 'long') expect(leg.quantity.units >= 0n).toBe(true)
          if (leg.side === 'short') expect(leg.quantity.units <= 0n).toBe(true)
        }
      })
    }),
    { numRuns: 500 },
  )
})

test('the fees of all trades are the fees paid, and their profits the change of equity before interest', () => {
  checked(1000, (account, fills) => {
    const trades = tradesOf(account)
    expect(text(sum(trades.map((trade) => exact(trade.fees))))).toBe(text(sum(fills.map(feeOf))))
    const profits = sum(trades.map((trade) => exact(trade.profit(markOf(account, trade.symbol)))))
    const worth = sum(account.holdings.map((leg) => exact(leg.quantity).times(account.marks[leg.symbol]!)))
    const change = exact(account.cash).plus(worth).minus(exact(account.settings.initialCash))
    expect(text(profits)).toBe(text(change.plus(exact(account.interestPaid))))
  })
})

test('no trade has a negative fee, and a trade has at least the relative fees of its own sides', () => {
  checked(300, (account) => {
    for (const trade of account.trades) {
      const sides = trade.isAveraged ? [trade.exit!] : [trade.entry, trade.exit!]
      const least = sum(
        sides
          .filter((fill) => !paysInBase(fill))
          .map((fill) => exact(fill.price).times(exact(trade.quantity)).times(exact(fill.tier.rate))),
      )
      expect(exact(trade.fees).greaterThanOrEqualTo(least)).toBe(true)
    }
  })
})

test('trades pair lots with closing fills, first in first out or last in first out', () => {
  checked(700, (account, fills, { input }) => {
    if (input.lots === 'average') return
    const facts = (trade: Trade) => [trade.entry.orderId, trade.exit?.orderId ?? null, trade.quantity.toString()]
    const { closed, open } = pairUp(fills, input.positions === 'hedging', input.lots === 'fifo')
    expect([...account.trades].map(facts)).toEqual(closed)
    const byEntry = (a: unknown[], b: unknown[]) => Number(a[0]) - Number(b[0])
    expect(account.openTrades().map(facts).sort(byEntry)).toEqual(open.sort(byEntry))
  })
})

type Pair = [number, number | null, string]

/** Lots by hand, in decimal.js. */
function pairUp(fills: readonly Fill[], isHedging: boolean, isFirstOut: boolean): { closed: Pair[]; open: Pair[] } {
  const closed: Pair[] = []
  const legs = new Map<string, { fill: Fill; left: Exact }[]>()
  for (const fill of fills) {
    const key = isHedging ? `${fill.symbol} ${fill.holdingSide}` : `${fill.symbol}`
    const lots = legs.get(key) ?? []
    legs.set(key, lots)
    let left = movedBy(fill)
    while (left.greaterThan(0) && lots.length > 0 && lots[0]!.fill.side !== fill.side) {
      const lot = isFirstOut ? lots[0]! : lots[lots.length - 1]!
      const part = Exact.min(left, lot.left)
      closed.push([lot.fill.orderId, fill.orderId, text(part)])
      left = left.minus(part)
      lot.left = lot.left.minus(part)
      if (lot.left.isZero()) lots.splice(lots.indexOf(lot), 1)
    }
    if (left.greaterThan(0)) lots.push({ fill, left })
  }
  const open = [...legs.values()].flat().map(({ fill, left }): Pair => [fill.orderId, null, text(left)])
  return { closed, open }
}

test('at average cost each part closed takes the average of what is open, at most a hair below it', () => {
  checked(700, (account, fills, { input }) => {
    if (input.lots !== 'average') return
    const pools = new Map<number, { quantity: Exact; value: Exact; first: Fill }>()
    const trades = account.trades[Symbol.iterator]()
    for (const fill of fills) {
      const key = fill.symbol * 2 + (fill.holdingSide === 'short' ? 1 : 0)
      const pool = pools.get(key)
      let left = movedBy(fill)
      if (pool !== undefined && pool.first.side !== fill.side) {
        const part = Exact.min(left, pool.quantity)
        const trade: Trade = trades.next().value!
        expect([trade.entry.orderId, trade.exit!.orderId]).toEqual([pool.first.orderId, fill.orderId])
        expect(trade.quantity.toString()).toBe(text(part))
        const short = pool.value.times(part).dividedBy(pool.quantity).minus(exact(trade.entryValue))
        expect(short.greaterThanOrEqualTo(0) && short.lessThan('1e-18')).toBe(true)
        pool.quantity = pool.quantity.minus(part)
        pool.value = pool.value.minus(exact(trade.entryValue))
        left = left.minus(part)
        if (pool.quantity.isZero()) {
          expect(text(pool.value)).toBe('0')
          pools.delete(key)
        }
      }
      if (!left.greaterThan(0)) continue
      const {
        first,
        quantity,
        value: spent,
      } = pools.get(key) ?? { first: fill, quantity: new Exact(0), value: new Exact(0) }
      const added = exact(fill.price).times(left)
      pools.set(key, { first, quantity: quantity.plus(left), value: spent.plus(added) })
    }
    expect(trades.next().done).toBe(true)
  })
})

test('the table of fills gives back every fill as it was booked', () => {
  checked(200, (account, fills) => {
    expect([...account.fills].map(plain)).toEqual(fills.map(plain))
    expect(account.fills.tradedValue.toString()).toBe(text(sum(fills.map(value))))
  })
})

function plain(fill: Fill): unknown {
  return {
    ...fill,
    price: fill.price.toString(),
    quantity: fill.quantity.toString(),
    extra: fill.extra.toString(),
    reference: fill.reference.toString(),
    fee: fill.fee.toString(),
  }
}

test('the journal has a row for each change of cash or position, and the last one is the present', () => {
  fc.assert(
    fc.property(randomFills(), (run) => {
      const rows: number[][] = []
      const [account] = play(run, (now, fill) => {
        const net = now.holdings.filter((leg) => leg.symbol === 0).reduce((total, leg) => total + leg.quantityMark, 0)
        rows.push([fill.index, now.cashMark, net])
      })
      const { cash, index, length, quantity } = account.journal
      const seen = Array.from({ length }, (_, row) => [index[row], cash[row], quantity[row]])
      if (account.interestPaid.isZero) expect(seen).toEqual(rows)
      else expect(seen).toEqual(expect.arrayContaining(rows))
      if (length > 0) expect(cash[length - 1]).toBe(account.cashMark)
    }),
    { numRuns: 300 },
  )
})

test('equity and buying power follow from cash, positions and marks', () => {
  checked(300, (account) => {
    const price = decimal('12.5')
    const at = (symbol: number): Exact => (symbol === 0 ? exact(price) : new Exact(account.marks[symbol]!))
    const equity = exact(account.cash).plus(
      sum(account.holdings.map((leg) => exact(leg.quantity).times(at(leg.symbol)))),
    )
    const exposure = sum(account.holdings.map((leg) => exact(leg.quantity).abs().times(at(leg.symbol))))
    expect(account.equityAt(0, price).toString()).toBe(text(equity))
    const power = account.settings.model === 'spot' ? exact(account.cash) : Exact.max(0, equity.minus(exposure))
    expect(account.buyingPower(0, price).toString()).toBe(text(power))
    const atMarks = exact(account.equityAt(0, markOf(account, 0))).toNumber()
    const largest = account.holdings.reduce(
      (total, leg) => total + Math.abs(leg.quantityMark * account.marks[leg.symbol]!),
      Math.abs(account.cashMark),
    )
    expect(Math.abs(account.equityMark() - atMarks)).toBeLessThanOrEqual(largest * 1e-14)
  })
})
