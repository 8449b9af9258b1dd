import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MarketRules } from '../../src/rules/market-rules.ts'
import { type OrderIntent, prepareOrder } from '../../src/rules/prepare-order.ts'

const Exact = Decimal.clone({ precision: 100 })

const RULES: MarketRules = {
  symbol: 'XRPTRY',
  base: 'XRP',
  quote: 'TRY',
  isTrading: true,
  methods: ['market', 'limit', 'stopmarket', 'stoplimit'],
  tick: '0.01',
  lot: '0.0001',
  spendStep: '0.01',
  minValue: '99.91',
  minQuantity: null,
  maxQuantity: '1000000',
  minPrice: '2',
  maxPrice: '400',
}

describe('prepareOrder', () => {
  it.each<[OrderIntent, object, string[], string | null]>([
    [
      { side: 'buy', method: 'limit', quantity: '10.00009', price: '20.019' },
      { quantity: '10', price: '20.01' },
      ['quantity', 'price'],
      '200.1',
    ],
    [
      { side: 'sell', method: 'limit', quantity: '10', price: '20.011' },
      { quantity: '10', price: '20.02' },
      ['price'],
      '200.2',
    ],
    [
      { side: 'buy', method: 'stoplimit', quantity: '10', price: '21', stopPrice: '20.001' },
      { quantity: '10', price: '21', stopPrice: '20.01' },
      ['stopPrice'],
      '210',
    ],
    [
      { side: 'sell', method: 'stopmarket', quantity: '10', stopPrice: new Decimal('18.009') },
      { quantity: '10', stopPrice: '18' },
      ['stopPrice'],
      '180',
    ],
    [{ side: 'buy', method: 'market', spend: '250.559' }, { spend: '250.55' }, ['spend'], '250.55'],
    [{ side: 'sell', method: 'market', quantity: '10' }, { quantity: '10' }, [], '190'],
  ])('fits %j', (intent, amounts, rounded, value) => {
    const { side, method } = intent
    expect(prepareOrder(RULES, intent, { bid: '19', ask: '19.5' })).toEqual({
      ok: true,
      order: { symbol: 'XRPTRY', side, method, ...amounts },
      rounded,
      value,
    })
  })

  it('never pads: a stop order with trailing zeros is refused by the exchange', () => {
    const prepared = prepareOrder(RULES, {
      side: 'sell',
      method: 'limit',
      quantity: '10.500000',
      price: '20.00',
      clientOrderId: 'a',
    })
    expect(prepared).toMatchObject({
      ok: true,
      order: { quantity: '10.5', price: '20', clientOrderId: 'a' },
      rounded: [],
    })
  })

  it('does not check the value of a market sell without a bid', () => {
    expect(prepareOrder(RULES, { side: 'sell', method: 'market', quantity: '0.0001' })).toMatchObject({
      ok: true,
      value: null,
    })
  })

  it.each<[string, string, OrderIntent, object?]>([
    ['method_not_allowed', 'method', { side: 'buy', method: 'market', spend: '200' }],
    ['missing', 'price', { side: 'buy', method: 'limit', quantity: '10' }],
    ['not_allowed', 'quantity', { side: 'buy', method: 'stopmarket', quantity: '10', spend: '200', stopPrice: '20' }],
    ['not_allowed', 'stopPrice', { side: 'buy', method: 'limit', quantity: '10', price: '20', stopPrice: '20' }],
    // @ts-expect-error a double may already have lost digits
    ['invalid_decimal', 'price', { side: 'buy', method: 'limit', quantity: '10', price: 20.5 }],
    ['invalid_decimal', 'price', { side: 'buy', method: 'limit', quantity: '10', price: '20,5' }],
    ['invalid_decimal', 'quantity', { side: 'buy', method: 'limit', quantity: '-10', price: '20' }],
    ['invalid_decimal', 'quantity', { side: 'buy', method: 'limit', quantity: '0', price: '20' }],
    ['quantity_below_lot', 'quantity', { side: 'buy', method: 'limit', quantity: '0.00009', price: '20' }],
    ['quantity_above_maximum', 'quantity', { side: 'buy', method: 'limit', quantity: '1000000.1', price: '20' }],
    [
      'quantity_below_minimum',
      'quantity',
      { side: 'buy', method: 'limit', quantity: '10', price: '20' },
      { minQuantity: '11' },
    ],
    ['spend_below_step', 'spend', { side: 'buy', method: 'stopmarket', spend: '0.009', stopPrice: '20' }],
    ['price_below_tick', 'price', { side: 'buy', method: 'limit', quantity: '10', price: '0.001' }],
    ['price_below_minimum', 'price', { side: 'buy', method: 'limit', quantity: '100', price: '1.99' }],
    ['price_above_maximum', 'price', { side: 'sell', method: 'limit', quantity: '100', price: '400.001' }],
    ['value_below_minimum', 'value', { side: 'buy', method: 'limit', quantity: '9.99', price: '10' }],
    ['value_below_minimum', 'value', { side: 'buy', method: 'stopmarket', spend: '99.9', stopPrice: '20' }],
    [
      'stop_not_above_ask',
      'stopPrice',
      { side: 'buy', method: 'stoplimit', quantity: '10', price: '20', stopPrice: '19.5' },
    ],
    [
      'stop_not_below_bid',
      'stopPrice',
      { side: 'sell', method: 'stoplimit', quantity: '10', price: '20', stopPrice: '19' },
    ],
    ['not_trading', 'symbol', { side: 'buy', method: 'limit', quantity: '10', price: '20' }, { isTrading: false }],
  ])('refuses with %s of %s', (code, field, intent, changes = {}) => {
    const rules = { ...RULES, methods: RULES.methods.filter((method) => method !== 'market'), ...changes }
    const prepared = prepareOrder(rules, intent, { bid: '19', ask: '19.5' })
    expect(prepared.ok ? [] : prepared.refusals.map((refusal) => [refusal.code, refusal.field])).toEqual([
      [code, field],
    ])
  })

  it('names the limit and what was received', () => {
    const prepared = prepareOrder(RULES, { side: 'buy', method: 'limit', quantity: '9.99', price: '10' })
    expect(prepared).toEqual({
      ok: false,
      refusals: [{ code: 'value_below_minimum', field: 'value', limit: 'at least 99.91 TRY', received: '99.9' }],
    })
  })

  it('gives every reason at once', () => {
    const prepared = prepareOrder(
      { ...RULES, isTrading: false },
      { side: 'sell', method: 'limit', quantity: 'x', price: '999' },
    )
    expect(prepared.ok ? [] : prepared.refusals.map(({ code }) => code)).toEqual([
      'not_trading',
      'invalid_decimal',
      'price_above_maximum',
    ])
  })

  it('rounds to the steps, by less than one, and never in the favour of the user', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.integer({ min: 0, max: 16 }))
      .map(([units, scale]) => new Exact(units.toString()).div(new Exact(10).pow(scale)))
      .filter((value) => value.lessThan('1e12') && value.decimalPlaces() <= 60)
    const scale = fc.integer({ min: 0, max: 8 })
    const side = fc.constantFrom('buy', 'sell')
    fc.assert(
      fc.property(
        decimal,
        decimal,
        decimal,
        scale,
        scale,
        side,
        (quantity, price, stopPrice, tickScale, lotScale, side) => {
          const tick = new Exact(10).pow(-tickScale)
          const lot = new Exact(10).pow(-lotScale)
          const rules = {
            ...RULES,
            tick: tick.toFixed(),
            lot: lot.toFixed(),
            minValue: '0',
            maxQuantity: null,
            minPrice: '0',
            maxPrice: '1e13',
          }
          const intent = {
            side,
            method: 'stoplimit',
            quantity: quantity.toFixed(),
            price: price.toFixed(),
            stopPrice,
          } as const
          const prepared = prepareOrder(rules, intent)
          if (!prepared.ok) {
            const isTooSmall = quantity.lessThan(lot) || price.lessThan(tick) || stopPrice.lessThan(tick)
            expect(isTooSmall, JSON.stringify(prepared)).toBe(true)
            return
          }
          const order = prepared.order as { quantity: string; price: string; stopPrice: string }
          const isBuy = side === 'buy'
          const checks = [
            [quantity, order.quantity, lot, 'down'],
            [price, order.price, tick, isBuy ? 'down' : 'up'],
            [stopPrice, order.stopPrice, tick, isBuy ? 'up' : 'down'],
          ] as const
          for (const [asked, sent, step, direction] of checks) {
            const moved = new Exact(sent).minus(asked)
            expect(new Exact(sent).mod(step).isZero()).toBe(true)
            expect(moved.abs().lessThan(step)).toBe(true)
            expect(direction === 'down' ? moved.lessThanOrEqualTo(0) : moved.greaterThanOrEqualTo(0)).toBe(true)
            expect(sent).toMatch(/^\d+(\.\d*[1-9])?$/)
          }
          expect(prepared.value).toBe(new Exact(order.quantity).times(order.price).toFixed())
        },
      ),
      { numRuns: 500 },
    )
  })

  it('depends on no global setting of decimal.js', () => {
    const before = { precision: Decimal.precision, rounding: Decimal.rounding }
    Decimal.set({ precision: 3, rounding: Decimal.ROUND_UP })
    try {
      const prepared = prepareOrder(RULES, {
        side: 'buy',
        method: 'limit',
        quantity: '12345.67891',
        price: new Decimal('123.456789'),
      })
      expect(prepared).toMatchObject({ ok: true, order: { quantity: '12345.6789', price: '123.45' } })
    } finally {
      Decimal.set(before)
    }
  })
})
