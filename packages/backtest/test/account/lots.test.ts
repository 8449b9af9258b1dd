import { describe, expect, test } from 'vitest'
import { feeTier } from '../../src/market/fees.ts'
import { accountOf, booked, buy, decimal, sell, TEN_BASIS_POINTS, tradeRows } from './fixtures.ts'

const tier = TEN_BASIS_POINTS
const margin = { model: 'margin', leverage: 5 } as const
const hedging = { model: 'margin', positions: 'hedging', leverage: 5 } as const

describe('which lots a closing fill closes', () => {
  // Buys 2 at 100 and 3 at 110; a sell of 4 at 120.
  const fills = [buy(2, 100, { tier }), buy(3, 110, { tier }), sell(4, 120, { tier })]

  test('first in, first out: all of the first and 2 of the second', () => {
    // 2 × 20 − 0.2 − 0.24; 2 × 10 − 0.22 − 0.24; 1 left with its fee of 0.11.
    expect(tradeRows(booked({ lots: 'fifo' }, fills))).toEqual([
      ['100', '120', '2', '0.44', '39.56'],
      ['110', '120', '2', '0.46', '19.54'],
      ['110', null, '1', '0.11', null],
    ])
  })

  test('last in, first out: all of the second and 1 of the first', () => {
    // 3 × 10 − 0.33 − 0.36; 1 × 20 − 0.1 − 0.12.
    expect(tradeRows(booked({ lots: 'lifo' }, fills))).toEqual([
      ['110', '120', '3', '0.69', '29.31'],
      ['100', '120', '1', '0.22', '19.78'],
      ['100', null, '1', '0.1', null],
    ])
  })

  test('average cost: a part of all of them', () => {
    // 5 bought for 530 with fees of 0.53: 4 cost 424 and 0.424; they bring 480 less 0.48.
    expect(tradeRows(booked({ lots: 'average' }, fills))).toEqual([
      ['106', '120', '4', '0.904', '55.096'],
      ['106', null, '1', '0.106', null],
    ])
  })

  test('after a close the next sell goes on with what is left, whatever was bought since', () => {
    const more = [...fills, buy(1, 130), sell(2, 140)]
    expect(tradeRows(booked({ lots: 'fifo' }, more)).map(([entry, exit]) => [entry, exit])).toEqual([
      ['100', '120'],
      ['110', '120'],
      ['110', '140'],
      ['130', '140'],
    ])
    expect(tradeRows(booked({ lots: 'lifo' }, more)).map(([entry, exit]) => [entry, exit])).toEqual([
      ['110', '120'],
      ['100', '120'],
      ['130', '140'],
      ['100', '140'],
    ])
  })
})

describe('average cost', () => {
  test('an average that is no decimal is cut off at 18 digits, and the last part carries the rest', () => {
    // 3 units for 100: the first takes 33.333…, the second half of the 66.666…7 left, the third what remains.
    const fills = [buy(1, 30), buy(2, 35), sell(1, 40), sell(1, 40), sell(1, 40)]
    const account = booked({ lots: 'average' }, fills)
    const trades = [...account.trades]
    expect(trades.map((trade) => trade.entryValue.toString())).toEqual([
      '33.333333333333333333',
      '33.333333333333333333',
      '33.333333333333333334',
    ])
    expect(trades.every((trade) => trade.isAveraged)).toBe(true)
    expect(account.realised.toString()).toBe('20')
    expect(account.holdings[0]!.lots.entryValue.toString()).toBe('0')
  })

  test('names the first fill since the position was flat as its entry', () => {
    const fills = [buy(1, 10, { orderId: 1 }), buy(1, 20, { orderId: 2 }), sell(2, 30, { orderId: 3 })]
    const account = booked({ lots: 'average' }, [...fills, buy(1, 40, { orderId: 4 }), sell(1, 50, { orderId: 5 })])
    expect([...account.trades].map(({ entry, exit }) => [entry.orderId, exit!.orderId])).toEqual([
      [1, 3],
      [4, 5],
    ])
  })

  test('returns 0 % where nothing of the entry value is left at 18 digits', () => {
    const account = booked({ lots: 'average' }, [buy('1e-10', '1e-10'), sell('5e-11', '2e-10')])
    const trade = account.trades.at(0)
    expect(trade.entryValue.toString()).toBe('0')
    expect(trade.returnPct(trade.profit())).toBe(0)
    expect(account.trades.profits().returnPct).toEqual(new Float64Array([0]))
  })
})

describe('fixed fees', () => {
  test('are shared by quantity, rounded down at 18 digits, and the last part takes the rest', () => {
    // 1 quote for three units: 0.333…, then half of 0.666…7, then the rest.
    const fills = [buy(3, 10, { extra: 1 }), sell(1, 10), sell(1, 10), sell(1, 10)]
    expect(tradeRows(booked({}, fills)).map(([, , , fees]) => fees)).toEqual([
      '0.333333333333333333',
      '0.333333333333333333',
      '0.333333333333333334',
    ])
  })

  test('of a closing fill are shared over the lots that it closes', () => {
    // 3 quote over lots of 1 and 2.
    const fills = [buy(1, 10), buy(2, 10), sell(3, 10, { extra: 3 })]
    expect(tradeRows(booked({}, fills)).map(([, , , fees]) => fees)).toEqual(['1', '2'])
  })

  test('above the proceeds make cash shrink by a sell', () => {
    const account = booked({ cash: 100 }, [buy(1, 10), sell(1, 10, { extra: 12 })])
    expect(account.cash.toString()).toBe('88')
    expect(account.trades.at(0).profit().toString()).toBe('-12')
  })
})

describe('fees in base', () => {
  test('make the lot smaller: cash pays for the quantity, the position gets it less the rate', () => {
    // 10 at 50 for 500; 0.1 % of 10 stays with the exchange, worth 0.5. A fixed fee stays in quote.
    const account = booked({}, [buy(10, 50, { tier, feeInBase: true, extra: 2 })])
    expect(account.cash.toString()).toBe('498')
    expect(account.holdings[0]!.quantity.toString()).toBe('9.99')
    expect(account.feesPaid.toString()).toBe('2.5')
    expect(account.holdings[0]!.averagePrice).toBe(50)
  })

  test('belong to the parts of the lot by quantity', () => {
    // The fee of 0.5 is shared by 3.33 and 6.66; the sells pay 0.1 % in quote whatever the flag says.
    const fills = [
      buy(10, 50, { tier, feeInBase: true }),
      sell('3.33', 60, { tier, feeInBase: true }),
      sell('6.66', 60, { tier }),
    ]
    const account = booked({}, fills)
    expect(tradeRows(account).map(([, , quantity, fees]) => [quantity, fees])).toEqual([
      ['3.33', '0.366466666666666666'],
      ['6.66', '0.732933333333333334'],
    ])
    // 500 spent, 9.99 × 60 × 0.999 received.
    expect(account.cash.toString()).toBe('1098.8006')
  })
})

describe('signed positions', () => {
  test('a short gains when the price falls, and its sale is the entry', () => {
    const account = booked(margin, [sell(2, 100, { tier }), buy(2, 80, { tier })])
    // 40 less 0.2 and 0.16.
    expect(tradeRows(account)).toEqual([['100', '80', '2', '0.36', '39.64']])
    expect(account.trades.at(0).side).toBe('short')
    expect(account.cash.toString()).toBe('1039.64')
  })

  test('a fill through zero closes what is there and opens the rest, with the fee shared by quantity', () => {
    // Sell 5 against a long of 2: 2 close, 3 open short. A fixed fee of 1 is 0.4 and 0.6.
    const account = booked(margin, [buy(2, 100), sell(5, 110, { tier, extra: 1, orderId: 7 })])
    expect(tradeRows(account)).toEqual([
      ['100', '110', '2', '0.62', '19.38'],
      ['110', null, '3', '0.93', null],
    ])
    expect(account.holdings[0]!.quantity.toString()).toBe('-3')
    expect(account.openTrades()[0]!.entry.orderId).toBe(7)
    expect(account.openTrades()[0]!.side).toBe('short')
    // 1000 − 200 + 550 − 0.55 − 1.
    expect(account.cash.toString()).toBe('1348.45')
    expect(account.holdings[0]!.unrealisedAt(decimal(100)).toString()).toBe('30')
  })

  test('a hedge holds a long and a short of one symbol', () => {
    const fills = [buy(3, 100, { leg: 'long' }), sell(2, 110, { leg: 'short' }), buy(1, 90, { leg: 'short' })]
    const account = booked(hedging, [...fills, sell(1, 120, { leg: 'long' })])
    expect(account.holding(0, 'long').quantity.toString()).toBe('2')
    expect(account.holding(0, 'short').quantity.toString()).toBe('-1')
    expect(tradeRows(account)).toEqual([
      ['110', '90', '1', '0', '20'],
      ['100', '120', '1', '0', '20'],
      ['100', null, '2', '0', null],
      ['110', null, '1', '0', null],
    ])
    // Net 2 − 1, as the journal has it.
    expect(account.journal.quantity[account.journal.length - 1]).toBe(1)
  })
})

describe('what must never happen', () => {
  test('a buy dearer than the cash is an error of the engine, and changes nothing', () => {
    // 10 × 100 × 1.001 is 1001, one more than there is.
    const account = accountOf()
    expect(() => account.book(buy(10, 100, { tier, orderId: 5 }))).toThrow(
      new RangeError('internal error: the fill of order 5 would leave -1 in cash'),
    )
    expect([account.cash.toString(), account.fills.length, account.journal.length]).toEqual(['1000', 0, 0])
    account.book(buy(10, 100))
    expect(account.cash.isZero).toBe(true)
  })

  test('spot sells no more than is held', () => {
    const account = booked({}, [buy(2, 100)])
    const message =
      'internal error: order 9 sells 2.000000000000000001 against a position of 2, which this account does not allow'
    expect(() => account.book(sell('2.000000000000000001', 100, { orderId: 9 }))).toThrow(new RangeError(message))
    expect([account.cash.toString(), account.fills.length, account.trades.length]).toEqual(['800', 1, 0])
    expect(() => accountOf().book(sell(1, 100))).toThrow('internal error: order 1 sells 1 against a position of 0')
  })

  test('a leg of a hedge does not turn', () => {
    const account = booked(hedging, [buy(2, 100, { leg: 'long' })])
    expect(() => account.book(sell(3, 100, { leg: 'long' }))).toThrow('internal error: order 1 sells 3')
    expect(() => account.book(buy(1, 100, { leg: 'short' }))).toThrow('internal error: order 1 buys 1')
  })
})

describe('reservations', () => {
  test('hold back cash and base until they are released', () => {
    const account = booked({}, [buy(3, 100)])
    const [leg] = account.holdings
    account.reserveCash(decimal(200))
    account.reserveCash(decimal('0.5'))
    leg!.reserve(decimal(1))
    expect([account.freeCash, leg!.freeQuantity, account.buyingPower(0, decimal(1))].map(String)).toEqual([
      '499.5',
      '2',
      '499.5',
    ])
    account.releaseCash(decimal(200))
    leg!.release(decimal(1))
    expect([account.freeCash, leg!.freeQuantity].map(String)).toEqual(['699.5', '3'])
  })

  test('of a short leg count its quantity', () => {
    const { holdings } = booked(margin, [sell(3, 100)])
    holdings[0]!.reserve(decimal(1))
    expect(holdings[0]!.freeQuantity.toString()).toBe('2')
  })
})

test('a flat leg has no average price', () => {
  expect(accountOf().holdings[0]!.averagePrice).toBe(Number.NaN)
  expect(booked({}, [buy(1, 100), buy(1, 200), sell(1, 300)]).holdings[0]!.averagePrice).toBe(200)
})

test('fees of several tiers add up, and each fill keeps its own', () => {
  const maker = feeTier('maker', decimal('0.0005'))
  const account = booked({}, [buy(1, 100, { tier }), buy(1, 100, { tier: maker }), sell(2, 100, { tier })])
  expect(account.feesPaid.toString()).toBe('0.35')
  expect([...account.fills].map((fill) => fill.tier)).toEqual([tier, maker, tier])
})
