import { describe, expect, it } from 'vitest'
import { amountOf, formatAmount } from '../../src/exchange/amounts.ts'
import { type FillModel, type FillQuery, priceTimeFillModel } from '../../src/exchange/fill-model.ts'
import { KEY, START, standingSimulator } from '../rest-client.ts'
import { Bench } from './exchange-fixture.ts'

/** The rules of an engine: a limit has to be crossed, takers slip by a thousandth from the last price, fees are flat. */
const engineRules: FillModel = {
  tradePrice({ liquidity, side, limitPrice, lastPrice }) {
    if (liquidity === 'taker') return `${Number(lastPrice) * (side === 'buy' ? 1.001 : 0.999)}`
    const isCrossed = side === 'buy' ? Number(lastPrice) < Number(limitPrice) : Number(lastPrice) > Number(limitPrice)
    return isCrossed ? limitPrice : null
  },
  triggers: ({ side, stopPrice }, price) =>
    side === 'buy' ? Number(price) > Number(stopPrice) : Number(price) < Number(stopPrice),
  feeRate: () => '0.0012',
}

describe('rules of one’s own', () => {
  it('decide whether a resting order trades with the market', () => {
    const bench = new Bench({ rules: engineRules })
    const ada = bench.account('ada', { TRY: '100000' })
    const order = bench.place(ada, { side: 'buy', quantity: '0.01', price: '3600000' })
    bench.move('3600000')
    expect(order.status).toBe('Untouched')
    bench.move('3599999')
    expect(order.status).toBe('Closed')
    expect(formatAmount(order.firstPrice)).toBe('3600000')
  })

  it('decide the price that a taker gets, and the fee', () => {
    const bench = new Bench({ rules: engineRules })
    const ada = bench.account('ada', { TRY: '100000', BTC: '1' })
    bench.move('3700000')
    bench.offer('buy', '3690000', '1')
    const order = bench.place(ada, { side: 'sell', method: 'market', quantity: '0.01' })
    expect(formatAmount(order.firstPrice)).toBe('3696300')
    // 36963 less 0.12 %
    expect(bench.free(ada, 'TRY')).toBe('136918.6444')
  })

  it('never give a limit order less than its limit', () => {
    const bench = new Bench({ rules: engineRules })
    const ada = bench.account('ada', { TRY: '100000' })
    bench.move('3700000')
    bench.offer('sell', '3700000', '1')
    const order = bench.place(ada, { side: 'buy', quantity: '0.01', price: '3700000' })
    expect(formatAmount(order.firstPrice)).toBe('3700000')
  })

  it('decide when a stop triggers', () => {
    const bench = new Bench({ rules: engineRules })
    const ada = bench.account('ada', { BTC: '1' })
    const stop = bench.place(ada, { side: 'sell', method: 'stopmarket', quantity: '0.01', stopPrice: '3600000' })
    bench.move('3600000')
    expect(stop.status).toBe('Untouched')
    bench.move('3599999')
    expect(stop.status).toBe('Canceled')
  })

  it('are asked with everything that they need', () => {
    const asked: FillQuery[] = []
    const bench = new Bench({
      rules: {
        ...priceTimeFillModel,
        tradePrice(question) {
          asked.push(question)
          return priceTimeFillModel.tradePrice(question)
        },
      },
    })
    const ada = bench.account('ada', { TRY: '100000' })
    bench.offer('sell', '3700000', '0.004')
    bench.place(ada, { side: 'buy', quantity: '0.01', price: '3700000' })
    bench.move('3650000')
    expect(asked).toEqual([
      {
        symbol: 'BTCTRY',
        side: 'buy',
        liquidity: 'taker',
        limitPrice: '3700000',
        stopPrice: null,
        quantity: '0.004',
        lastPrice: '3717080',
        bookPrice: '3700000',
        marketPrice: '3717080',
        arrival: 'jump',
      },
      {
        symbol: 'BTCTRY',
        side: 'buy',
        liquidity: 'maker',
        limitPrice: '3700000',
        stopPrice: null,
        quantity: '0.006',
        lastPrice: '3650000',
        bookPrice: '3650000',
        marketPrice: '3650000',
        arrival: 'jump',
      },
    ])
  })

  it('receive that a candle’s open is jumped to and the rest of it walked', async () => {
    const asked: string[] = []
    const tradePrice = ({ arrival, marketPrice }: FillQuery) => {
      asked.push(`${arrival} ${marketPrice}`)
      return null
    }
    const candle = {
      time: START + 60_000,
      open: 3_700_000,
      high: 3_705_000,
      low: 3_690_000,
      close: 3_695_000,
      volume: 4,
    }
    const simulator = await standingSimulator({
      rules: { ...priceTimeFillModel, tradePrice },
      feed: { type: 'candles', intervalMs: 60_000, series: { BTCTRY: [candle] } },
    })
    const order = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '0.001', price: '3600000' } as const
    simulator.exchange.submit(KEY, order)
    simulator.time.advance(120_000)
    expect(asked).toEqual(['jump 3700000', 'walk 3705000', 'walk 3690000', 'walk 3695000'])
    await simulator.close()
  })

  it('receive the stop behind an order, and how the market reached its price', () => {
    const asked: FillQuery[] = []
    const tradePrice = (question: FillQuery) => {
      asked.push(question)
      return question.stopPrice
    }
    const bench = new Bench({ rules: { ...priceTimeFillModel, tradePrice } })
    const ada = bench.account('ada', { BTC: '1' })
    const stop = bench.place(ada, { side: 'sell', method: 'stopmarket', quantity: '0.01', stopPrice: '3600000' })
    const offers = [{ side: 'buy', price: amountOf('3500000'), amount: amountOf('1') }] as const
    const to = { price: amountOf('3590000'), volume: 0n, fills: 'all', side: 'sell', offers } as const
    bench.exchange.move('BTCTRY', { ...to, arrival: 'walk' })
    expect(stop.status).toBe('Canceled')
    expect(asked).toMatchObject([
      { stopPrice: '3600000', marketPrice: '3590000', arrival: 'walk', bookPrice: '3500000' },
    ])
    expect(bench.exchange.market('BTCTRY')).toMatchObject({ lastPrice: amountOf('3600000') })
  })
})
