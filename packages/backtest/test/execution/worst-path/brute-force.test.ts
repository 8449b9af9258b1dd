import type { BacktestOptions, OrderRequest } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { Random } from '../../../src/testing/random.ts'
import { candle, candlesFrom, flat } from '../../fixtures/candles.ts'
import { scripted } from '../../fixtures/scripted.ts'
import { exhaustiveBounds, type UnitOrder, type UnitScene } from './exhaustive.ts'
import { randomCandle } from './random-candle.ts'
import { boundBy, equityAlong, randomWalk } from './walks.ts'

/** How many candles; the nightly run takes 100,000. */
const CANDLES = Number(process.env['PATH_CANDLES'] ?? 60)
const WALKS = 8
const SEED = Number(process.env['TEZGAH_SEED'] ?? 1)
/** Sums of doubles beside exact money. */
const ROUNDING = 1e-6
const LONG = { timeout: 60_000 + CANDLES * 100 }

test('no walk through a candle comes to less than worst or to more than best', LONG, () => {
  let searched = 0
  for (let at = 0; at < CANDLES; at++) {
    const seed = SEED + at
    const { middle, options, step } = randomCandle(seed)
    const [worst, best] = [boundBy('worst', options), boundBy('best', options)]
    if (!worst.isCut && !best.isCut) searched++
    const random = new Random(seed)
    for (let walk = 0; walk < WALKS; walk++) {
      const turns = randomWalk(random, middle, step)
      const equity = equityAlong(options, turns)
      const text = `randomCandle(${seed}) along ${turns}`
      if (!worst.isCut) expect(equity, text).toBeGreaterThanOrEqual(worst.equity - ROUNDING)
      if (!best.isCut) expect(equity, text).toBeLessThanOrEqual(best.equity + ROUNDING)
    }
  }
  expect(searched).toBeGreaterThan(CANDLES * 0.8)
})

describe('against every walk in steps of one', () => {
  test('worst is the least and best the most that there is', LONG, () => {
    for (let at = 0; at < Math.min(CANDLES, 5000); at++) {
      const scene = randomScene(new Random(SEED + at))
      const options = optionsOf(scene)
      const { least, most } = exhaustiveBounds(scene)
      const held = 1000 - scene.position * scene.open
      const text = JSON.stringify(scene)
      expect(boundBy('worst', options), text).toEqual({ equity: held + least, isCut: false })
      expect(boundBy('best', options), text).toEqual({ equity: held + most, isCut: false })
    }
  })
})

function randomScene(random: Random): UnitScene {
  const [low, high] = [100, 104 + random.below(8)]
  const price = () => low + random.below(high - low + 1)
  const [open, close] = [price(), price()]
  const distance = () => 1 + random.below(6)
  const orders: UnitOrder[] = []
  const add = (order: Partial<UnitOrder> & Pick<UnitOrder, 'kind' | 'side'>) =>
    orders.push({ level: 0, distance: 0, group: -1, parent: -1, ...order }) - 1
  const addExits = (parent: number, side: 1 | -1, entry: number) => {
    const group = orders.length + 10
    const exit = { side: -side as 1 | -1, group, parent }
    if (random.next() < 0.5) add({ ...exit, kind: 'trail', distance: distance() })
    else add({ ...exit, kind: 'stop', level: entry - side * distance() })
    if (random.next() < 0.7) add({ ...exit, kind: 'limit', level: entry + side * distance() })
  }
  const sideOf = (): 1 | -1 => (random.next() < 0.5 ? 1 : -1)
  const position = random.next() < 0.5 ? sideOf() : 0
  if (position !== 0) addExits(-1, position as 1 | -1, open)
  const side = sideOf()
  const isStop = random.next() < 0.5
  const level = open + (isStop ? side : -side) * distance()
  if (position === 0 || random.next() < 0.5)
    addExits(add({ kind: isStop ? 'stop' : 'limit', side, level }), side, level)
  if (position === 0 && random.next() < 0.4) {
    const other = open - side * distance()
    addExits(add({ kind: 'stop', side: -side as 1 | -1, level: other }), -side as 1 | -1, other)
  }
  return { open, high, low, close, position, orders }
}

/** The same orders for the engine: a hedging account, in which the exits of one entry close nothing of another. */
function optionsOf({ open, high, low, close, position, orders }: UnitScene): BacktestOptions {
  const sideOf = (side: 1 | -1) => (side > 0 ? 'buy' : 'sell')
  const legOf = (side: number) => (side > 0 ? 'long' : 'short')
  const exitsOf = (parent: number) => {
    const exits = orders.filter((order) => order.parent === parent && order.group >= 0)
    const stop = exits.find(({ kind }) => kind !== 'limit')!
    const target = exits.find(({ kind }) => kind === 'limit')
    return {
      stopLoss: stop.kind === 'trail' ? { trail: { amount: stop.distance } } : stop.level,
      ...(target === undefined ? {} : { takeProfit: target.level }),
    }
  }
  const requests: OrderRequest[] = orders.flatMap(({ kind, side, level, group }, at) =>
    group >= 0
      ? []
      : [{ side: sideOf(side), positionSide: legOf(side), quantity: 1, [kind]: level, ...exitsOf(at) } as OrderRequest],
  )
  return {
    strategy: scripted({
      0: (ctx) => {
        if (position > 0) ctx.buy({ quantity: 1, positionSide: 'long', ...exitsOf(-1) })
        if (position < 0) ctx.sell({ quantity: 1, positionSide: 'short', ...exitsOf(-1) })
        for (const { side, ...rest } of requests) ctx[side](rest)
      },
    }),
    candles: candlesFrom({ candles: [flat(open), candle(open, high, low, close)] }),
    account: { initialCash: 1000, feeRate: 0, model: 'margin', leverage: 10, positions: 'hedging' },
    execution: { limitFill: 'touch' },
    rules: { '*': { tick: 1 } },
  }
}
