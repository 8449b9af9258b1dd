import type { OrderTerms } from '../../orders/terms.ts'
import type { CandleWalk } from './candle-walk.ts'
import type { PriceGrid } from './price-grid.ts'
import { Status } from './walk-state.ts'

/** Prices after which no more are looked for. */
const MOST_PRICES = 500

/**
 * The prices at which a path through the candle may have to turn to be the worst or the best, ascending.
 *
 * An order reacts only where the price crosses its level, and what a fill brings is linear in where the price turned before
 * it, so the least and the most lie at the ends: the candle's own prices and every level; for each trailing stop all of
 * these as the best price behind which it stands there, and as where it stands behind them; and one step beside each, where
 * the price turns just before.
 */
export function criticalPrices(
  walk: CandleWalk,
  grid: PriceGrid,
): { readonly prices: readonly number[]; readonly isComplete: boolean } {
  const { open, high, low, close, orders } = walk.scene
  const trails = orders.flatMap(({ kind }, at) => (kind === 'trail' ? [at] : []))
  const found = new Set([open, high, low, close])
  for (let at = 0; at < orders.length; at++) addLevels(walk, at, found)
  for (let round = 0; round < trails.length && found.size <= MOST_PRICES; round++) {
    for (const at of trails) {
      for (const price of [...found]) {
        found.add(walk.levelBehind(at, price))
        const best = bestFor(walk, at, price)
        found.add(grid.ceil(best))
        found.add(grid.floor(best))
      }
    }
    addRelativeLevels(walk, grid, found)
  }
  const isComplete = found.size <= MOST_PRICES
  for (const price of [...found]) {
    if (!Number.isFinite(price)) continue
    found.add(grid.above(price))
    found.add(grid.below(price))
  }
  const prices = [...found].filter((price) => price >= low && price <= high).sort((one, other) => one - other)
  return { prices, isComplete }
}

/** The best price that brings trailing stop `at` to stand at `level`. */
export function bestFor({ scene }: CandleWalk, at: number, level: number): number {
  const { sign, terms } = scene.orders[at]!
  const { kind, value, indicator } = terms.trail!
  const factor = value.toNumber()
  if (kind === 'percent') return level / (1 + (sign * factor) / 100)
  return level - sign * (kind === 'amount' ? factor : factor * indicator!.at(0))
}

function addLevels(walk: CandleWalk, at: number, found: Set<number>): void {
  const { kind, parent, terms } = walk.scene.orders[at]!
  addPricesOf(terms, found)
  if (kind === 'trail' && walk.start.status[at] === Status.resting) found.add(walk.start.level[at]!)
  if (parent < 0) return
  for (const price of fillPricesOf(walk, parent)) addPricesOf(walk.termsAfter(at, price), found)
}

/** Exits at a distance from an entry that may fill at any of the prices found, and where it fills if they stand at one. */
function addRelativeLevels(walk: CandleWalk, grid: PriceGrid, found: Set<number>): void {
  walk.scene.orders.forEach(({ parent, terms: { distance, side } }, at) => {
    if (distance === null || parent < 0 || fillPricesOf(walk, parent).length !== 0) return
    const isAbove = (side === 'sell') === distance.isProfit
    const factor = 1 + ((isAbove ? 1 : -1) * distance.percent.toNumber()) / 100
    for (const price of [...found]) {
      if (price <= 0) continue
      addPricesOf(walk.termsAfter(at, price), found)
      const best = bestFor(walk, parent, price / factor)
      found.add(grid.ceil(best))
      found.add(grid.floor(best))
    }
  })
}

function addPricesOf({ limit, stop, touch, trail }: OrderTerms, found: Set<number>): void {
  for (const price of [limit, stop, touch, trail?.activation]) if (price != null) found.add(price.mark)
}

/** Prices at which order `at` may fill, slippage included; none where it follows the price. */
function fillPricesOf(walk: CandleWalk, at: number): readonly number[] {
  const { kind, parent, terms } = walk.scene.orders[at]!
  if (kind === 'trail') return []
  if (kind === 'market') return parent < 0 ? [] : fillPricesOf(walk, parent)
  const prices = [terms.limit, terms.stop, terms.touch].flatMap((price) => (price === null ? [] : [price.exact]))
  const liquidity = kind === 'limit' ? 'maker' : 'taker'
  const slipped = prices.map((price) => walk.fills.sizing(walk.start, at, { price, liquidity, reason: 'stop' }).price)
  return [...prices, ...slipped].map((price) => price.toNumber())
}
