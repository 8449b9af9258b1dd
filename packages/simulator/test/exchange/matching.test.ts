import { describe, expect, it } from 'vitest'
import { amountOf, formatAmount } from '../../src/exchange/amounts.ts'
import { Bench } from './exchange-fixture.ts'

describe('a limit order', () => {
  it('holds back its value and the maker fee, and gives all of it back when cancelled', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '10000' })
    const order = bench.place(ada, { side: 'buy', quantity: '0.001', price: '3700000' })
    // 3700 + 0.12 %
    expect(bench.free(ada, 'TRY')).toBe('6295.56')
    expect(bench.exchange.requestCancel(ada, order.id)).toBeNull()
    expect(order.status).toBe('Untouched')
    bench.time.advance(50)
    expect(order.status).toBe('Canceled')
    expect(bench.free(ada, 'TRY')).toBe('10000')
  })

  it('trades with the better price first, at one price with the earlier order, at the price that rested', () => {
    const bench = new Bench()
    const [ada, bob, cem] = ['ada', 'bob', 'cem'].map((name) => bench.account(name, { TRY: '100000', BTC: '1' }))
    const late = { side: 'sell', quantity: '0.01', price: '3700000' } as const
    const first = bench.place(ada!, late)
    const second = bench.place(bob!, late)
    const best = bench.place(bob!, { ...late, price: '3690000' })
    const buy = bench.place(cem!, { side: 'buy', quantity: '0.025', price: '3700000' })
    expect([buy, best, first, second].map(({ status }) => status)).toEqual(['Closed', 'Closed', 'Closed', 'Partial'])
    expect(formatAmount(second.left)).toBe('0.005')
    const trades = bench.events.flatMap((event) => (event.type === 'traded' ? [event.trade] : []))
    expect(trades.map(({ price, side }) => [formatAmount(price), side])).toEqual([
      ['3690000', 'buy'],
      ['3700000', 'buy'],
      ['3700000', 'buy'],
    ])
    // 0.01 × 3690000 + 0.015 × 3700000 = 92400, and 0.24 % of it
    expect(bench.free(cem!, 'TRY')).toBe('7378.24')
    // bought 36900 + 18500 less 0.12 %, 0.005 still held back
    expect(bench.free(bob!, 'TRY')).toBe('155333.52')
    expect(bench.free(bob!, 'BTC')).toBe('0.98')
  })

  it('that trades in part below its price gets back at once what the rest does not need', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '100000' })
    bench.offer('sell', '3690000', '0.01')
    const order = bench.place(ada, { side: 'buy', quantity: '0.02', price: '3700000' })
    expect(order.status).toBe('Partial')
    // 0.01 × 3700000 and 0.12 %
    expect(formatAmount(order.reserved)).toBe('37044.4')
    // less 0.01 × 3690000 and 0.24 %
    expect(bench.free(ada, 'TRY')).toBe('25967.04')
  })

  it('tells its insertion with the full amount before it tells the fills', () => {
    const bench = new Bench()
    bench.offer('sell', '3700000', '1')
    const ada = bench.account('ada', { TRY: '10000' })
    bench.place(ada, { side: 'buy', quantity: '0.001', price: '3700000' })
    expect(bench.events.map(({ type }) => type)).toEqual(['orderInserted', 'orderFilled', 'traded'])
  })

  it('that crosses and has money for the maker fee only is refused', () => {
    const bench = new Bench()
    bench.offer('sell', '3700000', '1')
    const ada = bench.account('ada', { TRY: '3704.44' })
    expect(bench.send(ada, { side: 'buy', quantity: '0.001', price: '3700000' })).toMatchObject({ code: 1122 })
    expect(bench.send(ada, { side: 'buy', quantity: '0.001', price: '3699999' })).toMatchObject({ status: 'Untouched' })
  })
})

describe('a market order', () => {
  it('that buys spends the quantity, fee and tax included', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '1000' })
    bench.offer('sell', '3700000', '1')
    const order = bench.place(ada, { side: 'buy', method: 'market', quantity: '1000' })
    expect(order.status).toBe('Closed')
    // 1000 / 1.0024 / 3700000, half up at 16 decimals
    expect(bench.free(ada, 'BTC')).toBe('0.0002696231746511')
    // 997.60574620907 and, each at 8 decimals, 1.99521149 and 0.39904230
    expect(bench.free(ada, 'TRY')).toBe('0.00000000093')
  })

  it('that buys through several levels spends the money, not the amount first reckoned', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '100000' })
    bench.offer('sell', '3700000', '0.01')
    bench.offer('sell', '3800000', '1')
    const order = bench.place(ada, { side: 'buy', method: 'market', quantity: '50120' })
    // 37000 buys 0.01; 50120 / 1.0024 − 37000 = 13000 buys 13000 / 3800000 more
    expect(order.status).toBe('Closed')
    expect(formatAmount(order.amount)).toBe('0.0134210526315789')
    expect(order.left).toBe(0n)
    expect(Number(bench.free(ada, 'TRY'))).toBeCloseTo(49880, 7)
  })

  it('goes no further than 5 % from where the price was; the rest is cancelled', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { BTC: '1' })
    bench.offer('buy', '3600000', '0.01')
    bench.offer('buy', '3500000', '1')
    const order = bench.place(ada, { side: 'sell', method: 'market', quantity: '0.05' })
    expect(order.status).toBe('Canceled')
    expect(formatAmount(order.left)).toBe('0.04')
    expect(bench.free(ada, 'BTC')).toBe('0.99')
  })

  it('is refused where nothing is offered within the band', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { BTC: '1' })
    bench.offer('buy', '3500000', '1')
    expect(bench.send(ada, { side: 'sell', method: 'market', quantity: '0.05' })).toMatchObject({
      message: 'FAILED_MARKET_ORDER',
      code: 1118,
    })
  })
})

describe('a stop order', () => {
  it('comes back under a new id when the price reaches it', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { USDT: '1000' })
    const stop = bench.place(ada, {
      symbol: 'ETHUSDT',
      side: 'buy',
      method: 'stopmarket',
      quantity: '360',
      stopPrice: '2800.1',
      clientId: '48e33815',
    })
    expect(bench.free(ada, 'USDT')).toBe('640')
    bench.move('2800', null, 'ETHUSDT')
    expect(stop.status).toBe('Untouched')
    bench.offer('sell', '2800.1', '5', 'ETHUSDT')
    bench.time.advance(1000)
    bench.move('2800.1', null, 'ETHUSDT')
    const [, spawned] = bench.exchange.history.of(ada)
    expect(stop).toMatchObject({ status: 'Canceled', left: stop.amount, updatedAt: bench.time.now() })
    expect(spawned).toMatchObject({
      method: 'market',
      status: 'Closed',
      clientId: '48e33815',
      stopPrice: stop.stopPrice,
    })
    expect(spawned!.id).toBeGreaterThan(stop.id)
    expect(spawned!.amount).toBe(stop.amount)
  })

  it('keeps the amount that its stop price gave, wherever the price went', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { USDT: '1000' })
    const terms = {
      symbol: 'ETHUSDT',
      side: 'buy',
      method: 'stopmarket',
      quantity: '360',
      stopPrice: '2800.1',
    } as const
    const stop = bench.place(ada, terms)
    bench.move('2805', null, 'ETHUSDT')
    const [, spawned] = bench.exchange.history.of(ada)
    // No seller.
    expect(spawned).toMatchObject({ status: 'Canceled', amount: stop.amount, left: stop.amount })
    expect(bench.free(ada, 'USDT')).toBe('1000')
  })

  it('that held the maker fee and trades as a taker pays what there is, and its rest stays paid for', () => {
    const bench = new Bench()
    // 0.1 × 2810 and 0.1 %, and nothing else
    const ada = bench.account('ada', { USDT: '281.281' })
    const terms = { symbol: 'ETHUSDT', side: 'buy', method: 'stoplimit', quantity: '0.1' } as const
    bench.place(ada, { ...terms, price: '2810', stopPrice: '2800' })
    bench.exchange.move('ETHUSDT', {
      price: amountOf('2810'),
      volume: 0n,
      fills: 'all',
      side: 'buy',
      offers: [{ side: 'sell', price: amountOf('2810'), amount: amountOf('0.09') }],
    })
    const [, limit] = bench.exchange.history.of(ada)
    expect([limit!.status, formatAmount(limit!.left)]).toEqual(['Partial', '0.01'])
    // The fill asks for 252.9 and 0.14 %: 0.35406. Of the 28.381 that are left then, 28.1 are the rest's value.
    const [trade] = bench.exchange.history.tradesOf(ada)
    expect(formatAmount(trade!.fee + trade!.tax)).toBe('0.281')
    expect(formatAmount(limit!.reserved)).toBe('28.1')
    bench.move('2810', null, 'ETHUSDT')
    expect(limit!.status).toBe('Closed')
    expect(bench.free(ada, 'USDT')).toBe('0')
  })

  it('with a limit rests at the limit once it triggered', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { BTC: '1' })
    const terms = {
      side: 'sell',
      method: 'stoplimit',
      quantity: '0.1',
      price: '3650000',
      stopPrice: '3600000',
    } as const
    bench.place(ada, terms)
    bench.move('3600000')
    const [stop, limit] = bench.exchange.history.of(ada)
    expect([stop!.status, limit!.status, limit!.method]).toEqual(['Canceled', 'Untouched', 'limit'])
    bench.move('3650000')
    expect(limit!.status).toBe('Closed')
  })

  it('that triggers while its cancel is under way lives on as the new order', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { BTC: '1' })
    const stop = bench.place(ada, {
      side: 'sell',
      method: 'stoplimit',
      quantity: '0.1',
      price: '3650000',
      stopPrice: '3600000',
    })
    expect(bench.exchange.requestCancel(ada, stop.id)).toBeNull()
    bench.move('3600000')
    bench.time.advance(100)
    expect(bench.exchange.history.openOf(ada).map(({ method }) => method)).toEqual(['limit'])
  })
})

describe('the outside market', () => {
  it('fills what it reaches, up to its volume, best price first', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '1000000' })
    const low = bench.place(ada, { side: 'buy', quantity: '0.1', price: '3600000' })
    const high = bench.place(ada, { side: 'buy', quantity: '0.1', price: '3700000' })
    bench.move('3590000', '0.15')
    expect([formatAmount(high.left), formatAmount(low.left)]).toEqual(['0', '0.05'])
    expect(formatAmount(bench.exchange.market('BTCTRY').lastPrice)).toBe('3590000')
  })

  it('fills at one price the order that came first', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { BTC: '2' })
    const terms = { side: 'sell', quantity: '0.1', price: '3800000' } as const
    const [first, second, best] = [terms, terms, { ...terms, price: '3790000' }].map((ask) => bench.place(ada, ask))
    bench.move('3800000', '0.25')
    expect([best, first, second].map((order) => formatAmount(order!.left))).toEqual(['0', '0', '0.05'])
  })

  it('never offers what crosses an order of an account', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '1000000' })
    bench.place(ada, { side: 'buy', quantity: '0.1', price: '3700000' })
    bench.offer('sell', '3700000', '1')
    expect(bench.exchange.market('BTCTRY').book.best('sell')).toBeUndefined()
  })
})

describe('a cancel', () => {
  it('tells what was left when it was queued, even if more was filled since', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '1000000' })
    const order = bench.place(ada, { side: 'buy', quantity: '0.1', price: '3700000' })
    bench.exchange.requestCancel(ada, order.id)
    bench.move('3700000', '0.04')
    bench.time.advance(50)
    const deleted = bench.events.find((event) => event.type === 'orderDeleted')
    expect(deleted).toMatchObject({ left: order.amount })
    expect(formatAmount(order.left)).toBe('0.06')
  })

  it('of a filled order is refused, of a cancelled one is not, of an unknown one is', () => {
    const bench = new Bench()
    const ada = bench.account('ada', { TRY: '1000000' })
    const filled = bench.place(ada, { side: 'buy', quantity: '0.1', price: '3700000' })
    bench.move('3700000')
    expect(bench.exchange.requestCancel(ada, filled.id)).toMatchObject({ code: 1051 })
    expect(bench.exchange.requestCancel(ada, 1)).toMatchObject({ code: 1052 })
    const open = bench.place(ada, { side: 'buy', quantity: '0.1', price: '3600000' })
    bench.exchange.requestCancel(ada, open.id)
    bench.time.advance(50)
    expect(bench.exchange.requestCancel(ada, open.id)).toBeNull()
  })
})

it('does not let what a fill brought be spent before it has settled', () => {
  const bench = new Bench({ settleDelayMs: 150 })
  const ada = bench.account('ada', { TRY: '1000' })
  bench.offer('sell', '3700000', '1')
  bench.place(ada, { side: 'buy', method: 'market', quantity: '1000' })
  const sell = { side: 'sell', quantity: '0.00026', price: '3800000' } as const
  expect(bench.send(ada, sell)).toMatchObject({ code: 1122 })
  bench.time.advance(150)
  expect(bench.send(ada, sell)).toMatchObject({ status: 'Untouched' })
})
