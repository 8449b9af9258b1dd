import type { Market } from '../market.ts'
import type { RouteSource } from '../price-path.ts'
import { CandleWalk, type WalkRules } from './candle-walk.ts'
import { bestFor, criticalPrices } from './critical-prices.ts'
import { orderMatters } from './order-matters.ts'
import { Outlook } from './outlook.ts'
import { PriceGrid } from './price-grid.ts'
import { createScene } from './scene.ts'
import { searchWalks, turnsOf } from './search.ts'
import { StateTable } from './state-table.ts'
import { walkAsUsual } from './usual-walk.ts'
import { followerOf, type WalkState } from './walk-state.ts'

/** Orders in reach after which a candle is not searched. */
const MOST_ORDERS = 32

/**
 * The worst path through a candle, or the best: the one after which the account is worth least at the candle's close, of
 * all that start at the open, end at the close and reach both extremes.
 */
export class WorstPath implements RouteSource {
  /** Candles whose path is the worst that was found, not for certain the worst there is. */
  uncertain = 0
  readonly #market: Market
  readonly #rules: WalkRules
  /** +1 for the worst, −1 for the best. */
  readonly #sign: 1 | -1
  readonly #isSlippageKnown: boolean

  /** @param isSlippageKnown - true where slippage does not depend on the quantity */
  constructor(market: Market, rules: WalkRules, path: 'worst' | 'best', isSlippageKnown: boolean) {
    this.#market = market
    this.#rules = rules
    this.#sign = path === 'best' ? -1 : 1
    this.#isSlippageKnown = isSlippageKnown
  }

  /** The prices at which the path turns; `null` where the adverse event first, chosen anew after each fill, is as bad. */
  route(): readonly number[] | null {
    const market = this.#market
    if (!orderMatters(market, this.#rules.orders)) return null
    const scene = createScene(market, this.#rules.orders)
    if (scene.orders.length > MOST_ORDERS) {
      this.uncertain++
      return null
    }
    const walk = new CandleWalk(scene, this.#rules)
    const { start } = walk
    const outlook = new Outlook(walk, start, this.#sign, this.#isBounded(walk))
    const usual = outlook.worth(walkAsUsual(walk, start, this.#sign))
    const last = this.#worstOf(walk, start, outlook, usual)
    return last === null ? null : turnsOf(last, scene)
  }

  #worstOf(walk: CandleWalk, start: WalkState, outlook: Outlook, usual: number): WalkState | null {
    const { low, high, close } = walk.scene
    const grid = new PriceGrid(this.#market.rules.tick, high)
    let best: WalkState | null = null
    let least = usual - outlook.tolerance(start)
    for (const first of this.#firstTurns(walk, grid)) {
      for (const way of [
        [low, high],
        [high, low],
      ]) {
        const state = walkAlong(walk, start, [first, ...way, close])
        if (outlook.worth(state) >= least) continue
        least = outlook.worth(state)
        best = state
      }
    }
    if (outlook.least(start) >= least - outlook.tolerance(start)) return best
    const { prices, isComplete } = criticalPrices(walk, grid)
    const found = searchWalks(
      walk,
      start,
      prices,
      outlook,
      new StateTable(this.#sign, this.#isMoneyShared(walk)),
      least,
    )
    if (found.isCut || !isComplete || walk.fills.hasRefused) this.uncertain++
    return found.state ?? best
  }

  /** Turns after which a trailing stop stands at an extreme: what is most often the worst, so that a search is short. */
  #firstTurns(walk: CandleWalk, grid: PriceGrid): number[] {
    const { orders, open, low, high } = walk.scene
    const turns = [open]
    orders.forEach(({ kind, sign }, at) => {
      if (kind !== 'trail') return
      const best = sign > 0 ? grid.floor(bestFor(walk, at, high)) : grid.ceil(bestFor(walk, at, low))
      if (best > low && best < high) turns.push(best)
    })
    return turns
  }

  #isBounded({ scene }: CandleWalk): boolean {
    const { account } = this.#rules.orders
    const { market, low, high } = scene
    const mayOpen = market.isLiquidable && scene.orders.some(({ isExit }) => !isExit)
    return this.#isSlippageKnown && !mayOpen && !account.mayBeLiquidated(market.symbol, low, high)
  }

  /** True where what an order trades depends on the money that others have left. */
  #isMoneyShared({ scene }: CandleWalk): boolean {
    const { account } = this.#rules.orders
    if (scene.market.volumeLeft !== null) return true
    return scene.orders.some(({ isExit, order: { reserved, terms } }) => {
      if (isExit) return false
      const isPutAside = terms.size.kind === 'quantity' && account.settings.model === 'spot' && !reserved.isZero
      return !isPutAside
    })
  }
}

function walkAlong(walk: CandleWalk, start: WalkState, prices: readonly number[]): WalkState {
  let state = start
  for (const price of prices) {
    if (price === state.price) continue
    state = followerOf(state)
    walk.moveTo(state, price)
  }
  return state
}
