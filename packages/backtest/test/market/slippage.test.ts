import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BacktestError } from '../../src/errors.ts'
import type { SlippageModel } from '../../src/market/slippage.ts'
import {
  basisPointSlippage,
  fixedSlippage,
  functionSlippage,
  halfSpread,
  halfSpreadBps,
  type SlippageInput,
  tickSlippage,
} from '../../src/market/slippage.ts'
import { squareRootUp, volumeShareSlippage } from '../../src/market/volume-share.ts'
import { Exact } from '../fixtures/exact.ts'
import { positiveText } from './decimals.ts'
import { exact } from './exact-decimal.ts'

type Fill = { price: string; quantity?: string; volume?: number; tick?: string | null }

function buyAndSell(model: SlippageModel, { price, quantity = '1', volume = 100, tick = null }: Fill) {
  const candle = { open: 1, high: 1, low: 1, close: 1, volume }
  return (['buy', 'sell'] as const).map((side) =>
    model.priceOf(side, exact(price), exact(quantity), candle, tick === null ? null : exact(tick)).toString(),
  )
}

describe('a fill at', () => {
  const fixed = fixedSlippage(exact('0.7'))
  const bps = basisPointSlippage(exact('25'))
  const impact = volumeShareSlippage(exact('0.1'), exact('0.2'))

  test.each<[string, SlippageModel, Fill, string, string]>([
    ['a fixed amount of 0.7', fixed, { price: '100' }, '100.7', '99.3'],
    ['a fixed amount of 0.7 on a tick of 0.5', fixed, { price: '100', tick: '0.5' }, '101', '99'],
    ['a fixed amount of 0.7, more than the price', fixed, { price: '0.5' }, '1.2', '0.00000001'],
    ['a fixed amount of 0.7, more than a price on a tick', fixed, { price: '0.5', tick: '0.1' }, '1.2', '0.1'],
    ['a fixed amount of 0.7, which leaves less than a tick', fixed, { price: '1', tick: '0.5' }, '2', '0.5'],
    ['a fixed amount of 0.7 at less than a tick', fixed, { price: '0.5', tick: '1' }, '2', '0.5'],
    ['25 basis points', bps, { price: '100' }, '100.25', '99.75'],
    ['25 basis points of an odd price', bps, { price: '33.33' }, '33.413325', '33.246675'],
    ['25 basis points on a tick of 0.1', bps, { price: '100', tick: '0.1' }, '100.3', '99.7'],
    ['three ticks', tickSlippage(3), { price: '100', tick: '0.5' }, '101.5', '98.5'],
    ['three ticks off the tick', tickSlippage(3), { price: '100.2', tick: '0.5' }, '102', '98.5'],
    ['three ticks of a market without one', tickSlippage(3), { price: '100' }, '100', '100'],
    ['half a spread of 0.3', halfSpread(exact('0.3')), { price: '100' }, '100.15', '99.85'],
    ['half a spread of 10 basis points', halfSpreadBps(exact('10')), { price: '100' }, '100.05', '99.95'],
    // √(25 / 100) = 0.5: 5 %.
    ['a quarter of the volume', impact, { price: '100', quantity: '25' }, '105', '95'],
    ['all of the volume', impact, { price: '100', quantity: '100' }, '110', '90'],
    // √9 = 3: 30 %, of which 20 % is the most.
    ['nine times the volume', impact, { price: '100', quantity: '900' }, '120', '80'],
    ['no volume', impact, { price: '100', volume: 0 }, '120', '80'],
    // 0.1 × √0.5 = 0.0707106781186547…: the root as 0.707106781187.
    ['half of the volume', impact, { price: '100', quantity: '50' }, '107.07106781187', '92.92893218813'],
    ['half of the volume on a tick', impact, { price: '100', quantity: '50', tick: '0.01' }, '107.08', '92.92'],
  ])('%s', (_what, model, fill, bought, sold) => {
    expect(buyAndSell(model, fill)).toEqual([bought, sold])
  })
})

test('only what depends on the quantity says so', () => {
  const one = exact('1')
  const models = [fixedSlippage(one), basisPointSlippage(one), tickSlippage(1), halfSpread(one), halfSpreadBps(one)]
  expect(models.map((model) => model.dependsOnQuantity)).toEqual([false, false, false, false, false])
  expect(volumeShareSlippage(one, exact('0.1')).dependsOnQuantity).toBe(true)
  expect(functionSlippage(() => 1).dependsOnQuantity).toBe(true)
})

describe("a function of the user's own", () => {
  test('sees the fill in doubles', () => {
    const seen: SlippageInput[] = []
    const model = functionSlippage((input) => {
      seen.push(input)
      return input.side === 'buy' ? '101.5' : 98.5
    })
    expect(buyAndSell(model, { price: '100', quantity: '0.5', volume: 7, tick: '0.25' })).toEqual(['101.5', '98.5'])
    const candle = { open: 1, high: 1, low: 1, close: 1, volume: 7 }
    expect(seen).toEqual([
      { side: 'buy', price: 100, quantity: 0.5, candle, tick: 0.25 },
      { side: 'sell', price: 100, quantity: 0.5, candle, tick: 0.25 },
    ])
  })

  test('gains nothing by a better price', () => {
    const model = functionSlippage(({ side }) => (side === 'buy' ? 1 : 1000))
    expect(buyAndSell(model, { price: '100.000000000000000001' })).toEqual([
      '100.000000000000000001',
      '100.000000000000000001',
    ])
  })

  test('is rounded to the tick against the order', () => {
    const model = functionSlippage(({ side }) => (side === 'buy' ? '100.01' : '99.99'))
    expect(buyAndSell(model, { price: '100', tick: '0.5' })).toEqual(['100.5', '99.5'])
  })

  test.each<[unknown, string]>([
    [0, '0'],
    [-1, '-1'],
    [Number.NaN, 'NaN'],
    ['cheap', '"cheap"'],
    [undefined, 'nothing'],
    [5n, '5'],
  ])('must not return %s', (returned, shown) => {
    const model = functionSlippage(() => returned as number)
    expect(() => buyAndSell(model, { price: '100' })).toThrow(BacktestError)
    expect(() => buyAndSell(model, { price: '100' })).toThrow(
      `execution.slippage must return a decimal above 0, received ${shown}`,
    )
  })
})

const amount = fc.integer({ min: 0, max: 10 ** 6 }).map((thousandths) => exact(`${thousandths}e-3`))
const fraction = fc.integer({ min: 0, max: 999_999 }).map((millionths) => exact(`${millionths}e-6`))
const anyModel = fc.oneof(
  amount.map(fixedSlippage),
  fraction.map((part) => basisPointSlippage(part.times(exact('10000')))),
  fc.integer({ min: 0, max: 1000 }).map(tickSlippage),
  amount.map(halfSpread),
  fc.tuple(amount, fraction).map(([coefficient, maximum]) => volumeShareSlippage(coefficient, maximum)),
  fc.double({ min: 1e-9, max: 1e9, noNaN: true }).map((price) => functionSlippage(() => price)),
)

test('slippage is never in favour of the order, never at or below zero, and on the tick', () => {
  fc.assert(
    fc.property(
      anyModel,
      fc.constantFrom('buy' as const, 'sell' as const),
      positiveText(),
      positiveText(),
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.option(positiveText()),
      (model, side, price, quantity, volume, tick) => {
        const candle = { open: 1, high: 1, low: 1, close: 1, volume }
        const step = tick === null ? null : exact(tick)
        const slipped = new Exact(model.priceOf(side, exact(price), exact(quantity), candle, step).toString())
        expect(slipped.gt(0)).toBe(true)
        expect(side === 'buy' ? slipped.gte(price) : slipped.lte(price)).toBe(true)
        // A price below one tick has no tick to be sold at.
        if (tick !== null && (side === 'buy' || slipped.gte(tick))) expect(slipped.mod(tick).isZero()).toBe(true)
      },
    ),
    { numRuns: 2000 },
  )
})

test('the impact is at least coefficient × √(quantity / volume), and hardly more', () => {
  const share = fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 10 ** 9 }))
  fc.assert(
    fc.property(share, fc.integer({ min: 1, max: 10 ** 6 }), ([quantity, volume], millionths) => {
      const coefficient = `${millionths}e-6`
      const model = volumeShareSlippage(exact(coefficient), exact('0.999999'))
      const [bought, sold] = buyAndSell(model, { price: '1', quantity: String(quantity), volume })
      const root = new Exact(quantity).div(volume).sqrt().times(coefficient)
      const impact = Exact.min(root, '0.999999')
      for (const found of [new Exact(bought!).minus(1), new Exact(1).minus(sold!)]) {
        expect(found.gte(impact)).toBe(true)
        expect(found.lte(impact.times('1.00000000002'))).toBe(true)
      }
    }),
  )
})

test.each<[string, number, string | undefined]>([
  ['25', 100, '0.5'],
  ['0.3', 30, '0.1'],
  ['1e18', 1, '1000000000'],
  ['50', 100, '0.707106781187'],
  ['2', 1, '1.41421356238'],
  ['3', 1, '1.73205080757'],
  ['1e30', 1, '1000000000000000'],
  ['2e30', 1, '1414213562380000'],
  ['1e-40', 1, '0.00000000000000000001'],
  ['1', 5e-324, undefined],
])('the root of %s / %d is at most %s in twelve digits', (quantity, volume, text) => {
  expect(squareRootUp(exact(quantity), volume)?.toString()).toBe(text)
})
